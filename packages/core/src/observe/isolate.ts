import {
  type ErrorFacts,
  errorKinds,
  factsOf,
  isProviderError,
  ProviderError,
} from "@upgradectl/provider-sdk";
import { describeThrown } from "../plugins/describe-value.ts";
import type { ObserveOptions } from "./reading.ts";

/** A plugin that ignores the signal must not hold up the end of the run. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Whatever was thrown, as error facts: the plugin's own, the end of the run, or the plugin's bug. */
export function describeError(
  thrown: unknown,
  packageName: string,
  { redactor, signal }: Pick<ObserveOptions, "redactor" | "signal">,
): ErrorFacts {
  const facts = readFacts(thrown);
  if (facts !== undefined) return redactor.value(facts);
  if (signal.aborted) return redactor.value(factsOf(endOfRun(signal)));
  return {
    kind: "plugin",
    message: redactor.text(`the plugin ${packageName} failed: ${describeThrown(thrown)}`),
    hint: "This is a bug of the plugin; report it to its authors.",
    retryable: false,
  };
}

/** Undefined where it is no `ProviderError` of the contract; a stranger may throw anything, also what throws on reading. */
function readFacts(thrown: unknown): ErrorFacts | undefined {
  try {
    return isProviderError(thrown) && errorKinds.includes(thrown.kind) ? factsOf(thrown) : undefined;
  } catch {
    return undefined;
  }
}

function endOfRun(signal: AbortSignal): ProviderError {
  if (isProviderError(signal.reason)) return signal.reason;
  return new ProviderError({
    kind: "cancelled",
    message: "the run was cancelled before this cluster was read",
  });
}

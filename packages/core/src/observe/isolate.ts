import { type ErrorFacts, factsOf, isProviderError, ProviderError } from "@upgradectl/provider-sdk";
import { Cancellation } from "../http/cancellation.ts";
import { accusePlugin, type PluginName } from "../plugins/accuse-plugin.ts";
import { describeThrown } from "../plugins/describe-value.ts";
import { readFacts } from "../plugins/plain-facts.ts";
import type { ObserveOptions } from "./reading.ts";

/** A plugin that ignores the signal must not hold up the end of the run. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    work.catch(() => {});
    return Promise.reject(signal.reason);
  }
  const cancellation = new Cancellation(signal);
  return cancellation.wait((resolve, reject) => {
    work.then(
      (result) => {
        cancellation.dispose();
        resolve(result);
      },
      (thrown: unknown) => {
        cancellation.dispose();
        reject(thrown);
      },
    );
    return () => reject(signal.reason);
  });
}

/** Whatever was thrown, as error facts: the plugin's own, the end of the run, or the plugin's bug. */
export function describeError(
  thrown: unknown,
  plugin: PluginName,
  { redactor, signal }: Pick<ObserveOptions, "redactor" | "signal">,
): ErrorFacts {
  const facts = readFacts(thrown);
  if (facts !== undefined)
    return redactor.value(facts.kind === "plugin" ? accusePlugin(facts, plugin) : facts);
  if (signal.aborted) return redactor.value(factsOf(endOfRun(signal)));
  const message = `the plugin failed: ${describeThrown(thrown)}`;
  return redactor.value(accusePlugin({ kind: "plugin", message, retryable: false }, plugin));
}

function endOfRun(signal: AbortSignal): ProviderError {
  if (isProviderError(signal.reason)) return signal.reason;
  return new ProviderError({
    kind: "cancelled",
    message: "the run was cancelled before this cluster was read",
  });
}

import { describeThrown } from "@upgradectl/core";
import { type ErrorFacts, errorKinds, factsOf, isProviderError } from "@upgradectl/provider-sdk";
import { Hang } from "./watch.ts";

/** What asking the provider once came to. */
export interface Result {
  /**
   * Of a cluster, as a run would judge it; of a list `complete` or `incomplete`; of a post-upgrade check its phase.
   * `unknown` where there is an error.
   */
  readonly verdict: string;
  /** The observation, the rows or the post-upgrade check's result; null where there is none. */
  readonly value: unknown;
  readonly error: ErrorFacts | null;
}

export function failureResult(error: ErrorFacts): Result {
  return { verdict: "unknown", value: null, error };
}

/** Whatever the plugin threw, as a run reports it. */
export function describeFailure(thrown: unknown): ErrorFacts {
  if (thrown instanceof Hang) throw thrown;
  if (isProviderError(thrown) && errorKinds.includes(thrown.kind)) return factsOf(thrown);
  return { kind: "plugin", message: `threw no ProviderError: ${describeThrown(thrown)}` };
}

/** For messages. */
export function describeResult({ verdict, error }: Result): string {
  if (error === null) return `the verdict "${verdict}"`;
  return `an error of kind "${error.kind}" (${error.message.slice(0, 300)})`;
}

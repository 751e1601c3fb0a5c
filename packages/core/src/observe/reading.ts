import type { ErrorFacts, Observation } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Cluster } from "../fleet.ts";
import type { Evidence } from "../http/evidence.ts";
import type { Redactor } from "../redact.ts";
import type { ConnectedInstance } from "./connect-fleet.ts";

/** What one read of one cluster gave: an observation or an error; both where only its operations could not be read. */
export interface ClusterReading {
  readonly cluster: Cluster;
  readonly observation: Observation | null;
  readonly error: ErrorFacts | null;
  readonly evidence: readonly Evidence[];
  /** Epoch milliseconds. */
  readonly observedAt: number;
  readonly durationMs: number;
}

export interface ObserveOptions {
  readonly connected: ReadonlyMap<string, ConnectedInstance>;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Ends the run; its reason is a `ProviderError` of kind `cancelled` or `timeout`. */
  readonly signal: AbortSignal;
}

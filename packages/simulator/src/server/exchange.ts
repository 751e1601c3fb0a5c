import type { Match, Reply } from "../clouds/cloud.ts";
import type { FaultScenario, ResponseScenario } from "../scenario/base-scenario.ts";
import type { Account, Cluster } from "../scenario/world.ts";
import type { RawRequest } from "./raw-request.ts";

/** What is decided about a request before anything is sent: pure data. */
export interface Exchange {
  readonly request: RawRequest;
  readonly requestId: string;
  /** The vendor's request id headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly match: Match | null;
  readonly account: Account | null;
  readonly cluster: Cluster | null;
  readonly fault: FaultScenario | undefined;
  /** Made once its time has come: the state is that of the moment of the answer. */
  readonly reply: () => Reply | { readonly literal: ResponseScenario };
}

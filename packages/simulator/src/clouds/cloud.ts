import type { FaultStatus } from "../scenario/scenario.ts";
import type { Account, CloudName, Cluster, World } from "../scenario/world.ts";
import type { RawRequest } from "../server/raw-request.ts";

/** What every answer may depend on. */
export interface Context {
  readonly request: RawRequest;
  readonly requestId: string;
  /** The simulator's clock, epoch milliseconds. */
  readonly now: number;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: unknown;
}

/** A request that is signed in and whose account, and cluster if the path names one, were found. */
export interface Call extends Context {
  readonly account: Account;
  /** Every account that the same credentials open. */
  readonly accounts: readonly Account[];
  readonly params: Readonly<Record<string, string>>;
}

export interface ClusterCall extends Call {
  readonly cluster: Cluster;
}

/** One call of a cloud's API. */
export interface Route {
  readonly action: string;
  readonly method: "GET";
  /** With `{name}` for a whole segment. */
  readonly path: string;
  /** Query parameters that the call has; the services ignore others, the statistics note them. */
  readonly query: readonly string[];
  /** True where the scenario's `upgradeApi` switches it. */
  readonly upgradeApi?: true;
  /** The account's own call, or one about the cluster that `locate` found. */
  readonly reply: ((call: Call) => Reply) | { readonly cluster: (call: ClusterCall) => Reply };
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** `accounts`: those that the credentials open, at least one. */
export type Admission =
  | { readonly accounts: readonly Account[] }
  | { readonly refusal: Reply; readonly reason: string };

/** What a path leads to. `cluster`: null where the path names none. */
export type Place =
  | { readonly account: Account; readonly cluster: Cluster | null }
  | { readonly account: Account; readonly missing: Reply };

/** One cloud's side of the conversation. */
export interface Cloud {
  readonly name: CloudName;
  readonly routes: readonly Route[];
  /** True for a request that only a client of this cloud sends; decides whose 404 an unknown path gets. */
  speaks(request: RawRequest): boolean;
  /** Makes the sign-in check of one simulator; it remembers nonces and failures. */
  createGate(world: World): (context: Context, match: Match) => Admission;
  locate(call: Context & { readonly accounts: readonly Account[] }, match: Match): Place;
  unknownCall(context: Context): Reply;
  /** The upgrade calls are closed to this account. */
  closed(context: Context, action: string): Reply;
  /** `nth`: how many were throttled in this account before. */
  throttled(context: Context, account: Account, nth: number): Reply;
  failure(context: Context, status: FaultStatus, retryAfterSeconds: number | undefined): Reply;
  requestIdHeaders(requestId: string, match: Match | null): Readonly<Record<string, string>>;
  newRequestId(): string;
}

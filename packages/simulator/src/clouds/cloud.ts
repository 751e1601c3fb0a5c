import type { FaultStatus } from "../scenario/base-scenario.ts";
import type {
  Account,
  CloudName,
  Cluster,
  KubernetesCluster,
  SearchCluster,
  World,
} from "../scenario/world.ts";
import type { RawRequest } from "../server/raw-request.ts";
import type { SignInDesk } from "./sign-in-desk.ts";

/** What every answer may depend on. */
export interface Context {
  readonly request: RawRequest;
  readonly requestId: string;
  /** The simulator's clock, epoch milliseconds. */
  readonly now: number;
  /** The cloud's accounts, and what was given out for signing in to them. */
  readonly desk: SignInDesk;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; as it is where the answer has a `text`. */
  readonly body: unknown;
  /** Sent as plain text instead of `body`. */
  readonly text?: string;
  /** What the client did wrong, for the statistics: it was refused, or (a status below 400) answered all the same. */
  readonly mistake?: string;
}

/** A request that is signed in and whose account, and cluster if the path names one, were found. */
export interface Call extends Context {
  readonly account: Account;
  /** Every account that the same credentials open. */
  readonly accounts: readonly Account[];
  readonly params: Readonly<Record<string, string>>;
}

export interface ClusterCall<Kind extends Cluster = KubernetesCluster> extends Call {
  readonly cluster: Kind;
}

/** The answer of a call about the cluster that `locate` has found among the service's own. */
export type ClusterReply =
  | {
      readonly service: KubernetesCluster["service"];
      readonly cluster: (call: ClusterCall) => Reply;
    }
  | { readonly service: "css"; readonly cluster: (call: ClusterCall<SearchCluster>) => Reply };

/** One call of a cloud's API. */
export interface Route {
  readonly action: string;
  readonly method: "GET" | "POST" | "PUT";
  /** With `{name}` for a whole segment. */
  readonly path: string;
  /** Query parameters that the call has; the services ignore others, the statistics note them. */
  readonly query: readonly string[];
  /** True where the scenario's `upgradeApi` switches it. */
  readonly upgradeApi?: true;
  /** Tells apart the calls that share method and path. */
  readonly accepts?: (request: RawRequest) => boolean;
  /**
   * Set where nobody has to be signed in, as the call is for signing in: the accounts that the request may be about, the
   * likeliest first; none where the scenario does not offer this. The reply itself checks who may enter.
   */
  readonly owners?: (context: Context) => readonly Account[];
  /** The account's own call, or one about the cluster that `locate` found. */
  readonly reply: ((call: Call) => Reply) | ClusterReply;
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
  /** Calls whose paths the scenario gives. */
  routesOf(world: World): readonly Route[];
  /** True for a request that only a client of this cloud sends; decides whose 404 an unknown path gets. */
  speaks(request: RawRequest): boolean;
  /** Makes the sign-in check of one simulator; it remembers nonces and failures. */
  createGate(): (context: Context, match: Match) => Admission;
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

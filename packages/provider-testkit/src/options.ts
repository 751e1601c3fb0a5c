import type { ErrorKind, Phase, PostCheck, ProviderDefinition } from "@upgradectl/provider-sdk";

/** One request that the cloud would answer, and its answer. */
export interface Exchange {
  /** Default `GET`. */
  readonly method?: string;
  /** As the server receives it, with the path of `config`'s base URL; a query may follow a `?`. */
  readonly path: string;
  /**
   * The parameters that tell this request from others of the same path. Others may come with it. Of several exchanges
   * that fit, the one that names most parameters answers.
   */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text is sent as it is. Absent: an empty body. */
  readonly body?: unknown;
}

/** Where the answers of a case come from: exactly one of the three. */
export type Source =
  | { readonly exchanges: readonly Exchange[]; readonly recording?: never; readonly simulator?: never }
  /** A folder that `upgradectl check --record` wrote. */
  | { readonly recording: string | URL; readonly exchanges?: never; readonly simulator?: never }
  /** The URL of a running server that answers as the cloud would; it is asked once, and what it says is kept. */
  | { readonly simulator: string; readonly exchanges?: never; readonly recording?: never };

/** The cluster that a case observes. */
export interface TestedCluster {
  readonly id: string;
  /** Its `with`, as in a manifest. */
  readonly with?: Readonly<Record<string, unknown>>;
  /** Properties to ask for; default: all that the provider has under `cluster.expect`. */
  readonly properties?: readonly string[];
}

/** What a case must come to; only what is named here is compared. */
export interface Expected {
  readonly version?: string | null;
  /** The API's own word for the cluster's state. */
  readonly state?: string;
  /** Of the operation that decides: the one under way, else the newest. */
  readonly phase?: Phase;
  readonly fromVersion?: string | null;
  readonly toVersion?: string | null;
  readonly properties?: Readonly<Record<string, unknown>>;
  /** The kind of the error; there is no observation then, or only a part of it. */
  readonly error?: ErrorKind;
  /** As `upgradectl check` would judge it, were the observed version the declared one. */
  readonly verdict?: string;
}

/** One cluster in one state, and everything that the cloud answers about it. */
export type Case = Source & { readonly cluster: TestedCluster; readonly expect?: Expected };

/** Why there is no such case: "the API forgets upgrades that failed". */
export type Reason = string;

/** What the kit is told of a provider; everything else it derives. */
export interface ProviderTests {
  /** The default export of the provider's package. */
  readonly provider: ProviderDefinition;
  /**
   * The `config` of an instance whose every address lies on the kit's server; the credentials may be made up.
   *
   * @param url scheme, host and port of a server on loopback
   */
  readonly config: (url: string) => Readonly<Record<string, unknown>>;
  /** The environment that `connect` is given; default: an empty one. */
  readonly env?: Readonly<Record<string, string>>;
  /** The files that `connect` can read, by path; default: none. */
  readonly files?: Readonly<Record<string, string>>;
  /** Values that must never show: secrets of `config`, `env` and `files`, and tokens that the answers bring. */
  readonly secrets: readonly string[];
  readonly cases: {
    /** Runs the version that it reports, and nothing is under way. */
    readonly healthy: Case;
    /** An upgrade is under way. */
    readonly upgrading: Case | Reason;
    /** The last upgrade failed. */
    readonly failed: Case | Reason;
    /** The API says that there is no such cluster. */
    readonly absent: Case | Reason;
    /** Any other state that the provider treats in its own way. */
    readonly [name: string]: Case | Reason;
  };
  /** For a provider with `list()`: the pages of an account's list, and the ids of all clusters on them. Two pages at least. */
  readonly list?: Source & { readonly ids: readonly string[] };
  /** For a provider with `postCheck()`. */
  readonly postCheck?: Source & {
    readonly cluster: TestedCluster;
    readonly upgrade: { readonly fromVersion: string | null; readonly toVersion: string };
    readonly phase: PostCheck["phase"];
  };
  /** Declared reads that no case makes, by action, each with the reason. Sign-ins need none. */
  readonly unused?: Readonly<Record<string, Reason>>;
  /**
   * Fields that say what a thing is, not how it is: with another word there, an operation is rightly not this cluster's
   * upgrade any more. By action: `{ ListTasks: ["tasks[].type"] }`.
   */
  readonly selectors?: FieldsByAction;
  /** Fields that the API, by its documents, leaves out or sends as `null` where there is nothing: `{ ListTasks: ["tasks"] }`. */
  readonly omitted?: FieldsByAction;
  /** Why an observation has times that no answer has: "the API sends a start and a duration". */
  readonly computedTimes?: Reason;
}

/** Paths into the answers of an action, `[]` for any item of a list. */
export type FieldsByAction = Readonly<Record<string, readonly string[]>>;

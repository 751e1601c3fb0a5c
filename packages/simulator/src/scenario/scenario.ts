/** A span of time as people write it: `250ms`, `90s`, `30m`, `6h`, `2d`, and combinations such as `1h30m`. */
export type DurationText = string;

/** What the simulator plays: the accounts of the clouds, with their clusters. The shape of a scenario file. */
export interface Scenario {
  readonly apiVersion?: "upgradectl.dev/v1";
  readonly kind?: "Scenario";
  readonly accounts: readonly AccountScenario[];
}

export type AccountScenario = HuaweiAccountScenario | AlibabaAccountScenario;

interface AccountBase {
  /** Unique in the scenario; names the account in the statistics. */
  readonly name: string;
  readonly region: string;
  readonly accessKeyId?: string;
  /** With it the key is a temporary one: requests must carry this token. */
  readonly securityToken?: string;
  /** Added to every answer, in real time. Default 0. */
  readonly latency?: DurationText;
  /** More than this (in real time) is answered with 429. Default: no limit. */
  readonly requestsPerSecond?: number;
  /**
   * The upgrade calls (Huawei), or the retired calls GetUpgradeStatus and DescribeClustersV1 (Alibaba):
   * there (`open`, the default), refused with 403 (`closed`), or unknown to the gateway, 404 (`absent`).
   */
  readonly upgradeApi?: "open" | "closed" | "absent";
  readonly faults?: readonly FaultScenario[];
  readonly responses?: ResponsesScenario;
}

export interface HuaweiAccountScenario extends AccountBase {
  readonly cloud: "huawei";
  readonly projectId: string;
  readonly secretAccessKey?: string;
  /** An IAM token that is accepted as `X-Auth-Token`. */
  readonly token?: string;
  readonly clusters: readonly HuaweiClusterScenario[];
}

export interface AlibabaAccountScenario extends AccountBase {
  readonly cloud: "alibaba";
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly clusters: readonly AlibabaClusterScenario[];
}

export type ClusterScenario = HuaweiClusterScenario | AlibabaClusterScenario;

interface ClusterBase {
  readonly name: string;
  /** Default: made from the account's and the cluster's name, in the cloud's form, the same in every run. */
  readonly id?: string;
  /** The version before `operations`; every version operation that succeeds moves it to its `to`. */
  readonly version: string;
  /** The cloud's own word for the cluster's state, whatever its operations say. Default: follows them. */
  readonly state?: string;
  /** The cloud's explanation of `state`. */
  readonly message?: string;
  /** Versions that the cloud offers to upgrade to. */
  readonly upgradableTo?: readonly string[];
  /** Makes that many clusters: `name-001`, `name-002` ..., and the same for `id` where it is given. */
  readonly count?: number;
  readonly faults?: readonly FaultScenario[];
  readonly responses?: ResponsesScenario;
}

export interface HuaweiClusterScenario extends ClusterBase {
  readonly operations?: readonly HuaweiOperationScenario[];
}

export interface AlibabaClusterScenario extends ClusterBase {
  readonly operations?: readonly AlibabaOperationScenario[];
  readonly nodePools?: readonly NodePoolScenario[];
}

export interface NodePoolScenario {
  readonly name: string;
  readonly id?: string;
  /** The kubelet's version before `operations`. Absent: the API does not show it for this pool. */
  readonly version?: string;
  /** The cloud's own word for the pool's state. Default: follows the operations. */
  readonly state?: string;
  /** Default 3. */
  readonly nodes?: number;
}

export type OperationScenario = HuaweiOperationScenario | AlibabaOperationScenario;
export type Outcome = "succeeded" | "failed" | "paused" | "cancelled" | "running";

interface OperationBase {
  /** Default: the version that the cluster has when the operation starts. */
  readonly from?: string;
  readonly to: string;
  /** When it started, before the simulator's start. Default: at the simulator's start. */
  readonly startedAgo?: DurationText;
  /** When it will start, after the simulator's start. */
  readonly startsIn?: DurationText;
  /** How long it waits before its first step. Default 0. */
  readonly queuedFor?: DurationText;
  /** How long all steps take together. Default 30m. */
  readonly duration?: DurationText;
  /** The steps by name, in order. Default: the cloud's own. */
  readonly steps?: readonly StepScenario[];
  /** Default `succeeded`; `running` never ends. */
  readonly outcome?: Outcome;
  /** The step in whose middle an outcome other than `succeeded` happens. Default: the longest. */
  readonly stopsAt?: string;
  /** The cloud's explanation of the outcome. */
  readonly message?: string;
}

export interface StepScenario {
  readonly name: string;
  readonly duration: DurationText;
}

export interface HuaweiOperationScenario extends OperationBase {
  readonly kind?: "version" | "rollback";
  /** Id of the upgrade workflow. */
  readonly id?: string;
  /** Id of the upgrade task, which does the workflow's `Cluster` (or `Rollback`) step. */
  readonly taskId?: string;
  /** False: started through the API as a bare upgrade task, without a workflow. Default true. */
  readonly workflow?: boolean;
}

export interface AlibabaOperationScenario extends OperationBase {
  readonly kind?: "version" | "node-pool";
  /** Id of the task. */
  readonly id?: string;
  /** Name of the pool that a `node-pool` operation upgrades. */
  readonly nodePool?: string;
  /** How many nodes it works on. Default: the nodes of the pool, or none. */
  readonly nodes?: number;
  /** How long the cluster stays `upgrading` after the task's success. Default 60s. */
  readonly settle?: DurationText;
}

export type FaultKind = FaultStatus | "reset" | "truncate" | "html" | "empty" | "hang" | "slow" | "malformed";
export type FaultStatus = 400 | 401 | 403 | 404 | 408 | 409 | 429 | 500 | 502 | 503 | 504;

/** What goes wrong, for requests that are signed in. Faults are counted, never random. */
export interface FaultScenario {
  /**
   * An HTTP status with the cloud's body for it, or: `reset` (the connection), `truncate` (half a body, then a reset),
   * `html` (a proxy's page), `empty` (no body), `malformed` (half the JSON, complete as HTTP), `slow`, `hang`.
   */
  readonly kind: FaultKind;
  /** Only for this call, such as `ShowCluster`. Default: every one. */
  readonly action?: string;
  /** That many matching requests pass first. Default 0. */
  readonly after?: number;
  /** That many are hit then. Default: all. */
  readonly times?: number;
  /** How long `slow` waits. */
  readonly delay?: DurationText;
  /** Status of `html` (default 502), `empty` and `malformed` (default 200). */
  readonly status?: number;
  /** Seconds, also with a fraction, that a status fault asks to wait. */
  readonly retryAfter?: number;
}

/** Literal answers by call, served instead of the simulated ones to requests that are signed in. */
export type ResponsesScenario = Readonly<Record<string, ResponseScenario>>;

export interface ResponseScenario {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string;
}

import type {
  ClusterBase,
  DurationText,
  FaultScenario,
  OperationBase,
  Outcome,
  PreCheckScenario,
  ResponsesScenario,
} from "./base-scenario.ts";
import type { HuaweiClusterScenario, HuaweiOperationScenario } from "./huawei-scenario.ts";
import type { AlibabaSignIn, HuaweiSignIn } from "./sign-in.ts";

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
   * The upgrade calls (Huawei; of CSS UpgradeDetail and ListImages), or the retired calls GetUpgradeStatus and
   * DescribeClustersV1 (Alibaba): there (`open`, the default), refused with 403 (`closed`), or unknown to the
   * gateway, 404 (`absent`).
   */
  readonly upgradeApi?: "open" | "closed" | "absent";
  readonly faults?: readonly FaultScenario[];
  readonly responses?: ResponsesScenario;
}

export interface HuaweiAccountScenario extends AccountBase, HuaweiSignIn {
  readonly cloud: "huawei";
  readonly projectId: string;
  readonly secretAccessKey?: string;
  /** An IAM token that is accepted as `X-Auth-Token`. */
  readonly token?: string;
  /**
   * Which name CSS knows for the row that a page begins with: renamed from `start` to `offset` in 2025, and nobody
   * wrote what the service itself accepts. `ignored`: every page is the first one. Default `both`.
   */
  readonly cssPaging?: "both" | "offset" | "start" | "ignored";
  /** CSS gives no more rows at once, whatever `limit` asks for. Default 1000, the documented most. */
  readonly cssLargestPage?: number;
  readonly clusters: readonly HuaweiClusterScenario[];
}

export interface AlibabaAccountScenario extends AccountBase, AlibabaSignIn {
  readonly cloud: "alibaba";
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly clusters: readonly AlibabaClusterScenario[];
}

export type ClusterScenario = HuaweiClusterScenario | AlibabaClusterScenario;

export interface AlibabaClusterScenario extends ClusterBase {
  readonly upgradableTo?: readonly string[];
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

/** The operations of Kubernetes clusters. */
export type OperationScenario = HuaweiOperationScenario | AlibabaOperationScenario;

export interface AlibabaOperationScenario extends OperationBase {
  readonly kind?: "version" | "node-pool";
  /** Default `succeeded`; `running` never ends. */
  readonly outcome?: Outcome;
  /** Id of the task. */
  readonly id?: string;
  /** Name of the pool that a `node-pool` operation upgrades. */
  readonly nodePool?: string;
  /** How many nodes it works on. Default: the nodes of the pool, or none. */
  readonly nodes?: number;
  /** How long the cluster stays `upgrading` after the task's success. Default 60s. */
  readonly settle?: DurationText;
  /** What the `PreCheck` step found. Default: nothing, or one item where the operation fails at it. */
  readonly preCheck?: PreCheckScenario;
}

import type { Plan } from "../timeline/operation-at.ts";
import type { FaultScenario, FindingScenario, ResponsesScenario } from "./base-scenario.ts";
import type { CssEngine } from "./css-scenario.ts";
import type { UpgradePlanScenario } from "./huawei-scenario.ts";
import type { SignIn } from "./sign-in.ts";

/** A scenario as the simulator plays it: every default filled in, every id given, all times absolute. */
export interface World {
  readonly accounts: readonly Account[];
}

export type CloudName = "huawei" | "alibaba";
export type ServiceName = "cce" | "cce-autopilot" | "css" | "ack";

export interface Account {
  readonly cloud: CloudName;
  readonly name: string;
  readonly region: string;
  /** Empty where the cloud has none. */
  readonly projectId: string;
  readonly accessKeyId: string | null;
  readonly secret: string | null;
  readonly securityToken: string | null;
  readonly token: string | null;
  /** The other ways in. */
  readonly signIn: SignIn;
  readonly latencyMs: number;
  readonly requestsPerSecond: number | null;
  readonly upgradeApi: "open" | "closed" | "absent";
  readonly cssPaging: "both" | "offset" | "start" | "ignored";
  readonly cssLargestPage: number;
  readonly faults: readonly FaultScenario[];
  readonly responses: ResponsesScenario;
  readonly clusters: ReadonlyMap<string, Cluster>;
}

export type Cluster = KubernetesCluster | SearchCluster;

interface ClusterBase {
  readonly name: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly version: string;
  readonly state: string | null;
  readonly message: string | null;
  readonly createdAt: number;
  readonly faults: readonly FaultScenario[];
  readonly responses: ResponsesScenario;
}

export interface KubernetesCluster extends ClusterBase {
  readonly service: Exclude<ServiceName, "css">;
  readonly upgradableTo: readonly string[];
  /** By start, oldest first. */
  readonly operations: readonly Operation[];
  readonly pools: readonly NodePool[];
  /** What a post-upgrade check answers. */
  readonly postCheck: string;
  readonly upgradePlan: UpgradePlanScenario | null;
}

export interface Operation {
  readonly kind: "version" | "rollback" | "node-pool" | "create";
  /** Huawei: the workflow's; null for a bare task. Alibaba: the task's. */
  readonly id: string | null;
  /** One for each step. */
  readonly stepIds: readonly string[];
  /** Index of the step that the upgrade itself is (Huawei's `Cluster`). */
  readonly mainStep: number;
  readonly from: string;
  readonly to: string;
  readonly plan: Plan;
  readonly message: string | null;
  readonly settleMs: number;
  readonly poolId: string | null;
  readonly nodes: readonly string[];
  /** What the check before it found; null where the scenario leaves it open. */
  readonly findings: readonly FindingScenario[] | null;
}

export interface NodePool {
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  readonly state: string | null;
  readonly nodes: number;
}

/** A cluster of Huawei's CSS. */
export interface SearchCluster extends ClusterBase {
  readonly service: "css";
  readonly image: string;
  readonly engine: CssEngine;
  readonly nodes: readonly SearchNode[];
  readonly actions: readonly string[];
  readonly isEos: boolean;
  readonly images: readonly SearchImage[];
  /** By start, oldest first. */
  readonly operations: readonly SearchOperation[];
}

export interface SearchNode {
  readonly id: string;
  readonly name: string;
  /** The availability zone before `operations`. */
  readonly zone: string;
}

export interface SearchImage {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly engine: CssEngine;
  readonly priority: number;
  readonly description: string;
}

interface SearchOperationBase {
  readonly id: string;
  /** Its steps are those of the first batch, then those of the second, and so on. */
  readonly plan: Plan;
  readonly stepsPerBatch: number;
  /** Names of the nodes in the order of the work, by batch. */
  readonly batches: readonly (readonly string[])[];
  readonly batchSize: number;
  /** What failed, failed in part. */
  readonly partial: boolean;
  readonly message: string | null;
  readonly retries: number;
  readonly agency: string;
}

export interface SearchUpgrade extends SearchOperationBase {
  readonly kind: "image" | "version";
  readonly image: SearchImage;
}

export interface ZoneSwitch extends SearchOperationBase {
  readonly kind: "zone-switch";
  readonly from: string;
  readonly to: string;
  /** The names of all nodes of the cluster by zone, as they stand after it. */
  readonly finalZones: Readonly<Record<string, readonly string[]>>;
}

export type SearchOperation = SearchUpgrade | ZoneSwitch;

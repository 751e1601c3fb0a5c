import type { Plan } from "../timeline/operation-at.ts";
import type { FaultScenario, ResponsesScenario } from "./scenario.ts";

/** A scenario as the simulator plays it: every default filled in, every id given, all times absolute. */
export interface World {
  readonly accounts: readonly Account[];
}

export type CloudName = "huawei" | "alibaba";

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
  readonly latencyMs: number;
  readonly requestsPerSecond: number | null;
  readonly upgradeApi: "open" | "closed" | "absent";
  readonly faults: readonly FaultScenario[];
  readonly responses: ResponsesScenario;
  readonly clusters: ReadonlyMap<string, Cluster>;
}

export interface Cluster {
  readonly name: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly version: string;
  readonly state: string | null;
  readonly message: string | null;
  readonly createdAt: number;
  readonly upgradableTo: readonly string[];
  /** By start, oldest first. */
  readonly operations: readonly Operation[];
  readonly pools: readonly NodePool[];
  readonly faults: readonly FaultScenario[];
  readonly responses: ResponsesScenario;
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
}

export interface NodePool {
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  readonly state: string | null;
  readonly nodes: number;
}

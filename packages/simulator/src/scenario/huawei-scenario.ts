import type { ClusterBase, OperationBase, Outcome, PreCheckScenario } from "./base-scenario.ts";
import type { CssClusterScenario } from "./css-scenario.ts";

export type HuaweiClusterScenario = CceClusterScenario | CceAutopilotClusterScenario | CssClusterScenario;

interface CceClusterBase extends ClusterBase {
  /** Versions that the cloud offers to upgrade to. */
  readonly upgradableTo?: readonly string[];
  readonly operations?: readonly HuaweiOperationScenario[];
  /** What a post-upgrade check answers: `Success` (the default), `Failed`, `Error`, or any other word. */
  readonly postCheck?: string;
}

export interface CceClusterScenario extends CceClusterBase {
  readonly service?: "cce";
}

/** Found under `/autopilot/v3` and nowhere else. */
export interface CceAutopilotClusterScenario extends CceClusterBase {
  readonly service: "cce-autopilot";
  readonly upgradePlan?: UpgradePlanScenario;
}

/** An automatic upgrade that is planned; it never begins by itself. */
export interface UpgradePlanScenario {
  readonly to: string;
  /** Served as written, as no sample shows the form: the API documents it as UTC. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** How far `notBefore` may be put off. */
  readonly notBeforeDeadline?: string;
  /** The cloud's own word. Default `Scheduled`. */
  readonly phase?: string;
}

/** An operation of CCE, also of Autopilot. */
export interface HuaweiOperationScenario extends OperationBase {
  readonly kind?: "version" | "rollback";
  /** Default `succeeded`; `running` never ends. */
  readonly outcome?: Outcome;
  /** Id of the upgrade workflow. */
  readonly id?: string;
  /** Id of the upgrade task, which does the workflow's `Cluster` (or `Rollback`) step. */
  readonly taskId?: string;
  /** False: started through the API as a bare upgrade task, without a workflow. Default true. */
  readonly workflow?: boolean;
  /** What the workflow's `PreCheck` step found. Default: nothing, or one item where the operation fails at it. */
  readonly preCheck?: PreCheckScenario;
}

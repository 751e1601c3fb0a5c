import type { ClusterAt, PlayedOperation } from "../../../timeline/cluster-at.ts";
import type { OperationAt, StepAt } from "../../../timeline/operation-at.ts";
import { chinaTime, zonelessTime } from "../times.ts";

const taskTypes = {
  version: "cluster_upgrade",
  rollback: "cluster_rollback",
  "node-pool": "nodepool_upgrade",
  create: "cluster_create",
} as const;

// The documents have running, fail and success; the other words are those of the vendor's own tools (2026).
const states: Readonly<Record<OperationAt["phase"], string>> = {
  pending: "running",
  running: "running",
  paused: "paused",
  succeeded: "success",
  failed: "fail",
  cancelled: "canceled",
};

/** A row of DescribeClusterTasks. */
export function taskRow({ operation, at }: PlayedOperation): Readonly<Record<string, unknown>> {
  return {
    task_id: operation.id,
    task_type: taskTypes[operation.kind],
    state: states[at.phase],
    created: chinaTime(at.startedAt),
    updated: chinaTime(at.updatedAt),
    ...errorOf({ operation, at }),
  };
}

/** DescribeTaskInfo. The target version stands in `parameters` and nowhere else. */
export function taskInfo(clusterId: string, played: PlayedOperation): object {
  const { operation, at } = played;
  const onPool = operation.kind === "node-pool";
  return {
    ...taskRow(played),
    cluster_id: clusterId,
    target: { id: onPool ? operation.poolId : clusterId, type: onPool ? "nodepool" : "cluster" },
    parameters: parametersOf(played),
    current_stage: at.current?.name ?? "",
    stages: at.steps.map(stage),
    events: at.steps.filter((step) => step.startedAt !== null).map((step) => event(step, played)),
    task_result: operation.nodes.map((node, index) => ({ data: node, status: nodeStatus(played, index) })),
    outputs: {},
  };
}

function parametersOf({ operation }: PlayedOperation): object {
  if (operation.kind === "version") return { next_version: operation.to, master_only: true };
  return operation.kind === "node-pool" ? { kubernetes_version: operation.to } : {};
}

function errorOf({ operation, at }: PlayedOperation): object {
  if (at.phase !== "failed") return {};
  return { error: { code: "UpgradeFailed", message: operation.message ?? `${at.current?.name} failed` } };
}

// Their words are not documented but for the sample `running`; a stage that has not begun is empty.
const stageStates: Readonly<Record<StepAt["phase"], string>> = {
  waiting: "",
  running: "running",
  paused: "paused",
  succeeded: "success",
  failed: "fail",
  cancelled: "canceled",
};

/** Stages have no names; `current_stage` tells the one under way. */
function stage(step: StepAt): object {
  return {
    state: stageStates[step.phase],
    start_time: step.startedAt === null ? "" : zonelessTime(step.startedAt),
    end_time: step.finishedAt === null ? "" : zonelessTime(step.finishedAt),
    message: "",
    outputs: {},
  };
}

/** Times of events are milliseconds in a text. */
function event(step: StepAt, { operation }: PlayedOperation): object {
  const failed = step.phase === "failed";
  return {
    action: step.name,
    level: failed ? "error" : "info",
    message: failed ? (operation.message ?? `${step.name} failed`) : `${step.name} started`,
    reason: failed ? "Failed" : "Started",
    source: operation.poolId ?? "cluster",
    timestamp: `${Math.floor(step.finishedAt ?? step.startedAt ?? 0)}`,
  };
}

function nodeStatus({ operation, at }: PlayedOperation, index: number): string {
  const done = Math.floor((at.steps[operation.mainStep]?.progress ?? 0) * operation.nodes.length);
  if (index < done) return "success";
  return at.phase === "failed" && index === done ? "failed" : "initial";
}

/** GetUpgradeStatus: about the newest upgrade of the cluster itself, without versions, times or percentages. */
export function upgradeStatus(state: ClusterAt): object {
  const newest = state.operations.findLast(({ operation }) => operation.kind === "version");
  const message = newest?.operation.message ?? "";
  const { step, status, task } = statusWords(newest?.at);
  return {
    error_message: status === "fail" ? message || "upgrade failed" : "",
    precheck_report_id: newest === undefined ? "" : (newest.operation.stepIds[0] ?? "").replace(/\W|^T/g, ""),
    status,
    upgrade_step: step,
    ...(task !== null && { upgrade_task: { status: task, message } }),
  };
}

/** There is no failed step: a failed upgrade stands at `pause` (older official clients depended on it, 2020 to 2024). */
function statusWords(at: OperationAt | undefined): { step: string; status: string; task: string | null } {
  switch (at?.phase) {
    case "running":
      return {
        step: at.steps[0] === at.current ? "prechecking" : "upgrading",
        status: "running",
        task: "running",
      };
    case "paused":
      return { step: "pause", status: "pause", task: "running" };
    case "failed":
      return { step: "pause", status: "fail", task: "Failed" };
    case "succeeded":
      return { step: "success", status: "success", task: "Success" };
    default: // never upgraded, not begun, or cancelled
      return { step: "not_start", status: "", task: null };
  }
}

import type { Operation, OperationKind, Phase, Step, Timestamp } from "@upgradectl/provider-sdk";
import type { TaskInfo, TaskRow } from "./responses.ts";

/**
 * The vendor documents running, success and fail; its own tools also meet the others, `fail` and `failed` alike
 * (alibabacloud-ack-mcp-server 2026-04, ack-ram-tool, aliyun-cli's ecctl 2026-08). A task that is being
 * cancelled still runs; one that is being paused waits for a person as soon as it stops.
 */
const phases: ReadonlyMap<string, Phase> = new Map(
  Object.entries({
    running: "running",
    resuming: "running",
    pausing: "paused",
    cancelling: "running",
    canceling: "running",
    paused: "paused",
    success: "succeeded",
    fail: "failed",
    failed: "failed",
    timeout: "failed",
    canceled: "cancelled",
    cancelled: "cancelled",
  } satisfies Record<string, Phase>),
);

/** A task of the cluster, from its row, its detail, or the row with the detail over it. */
export interface Task extends TaskRow {
  readonly current_stage?: TaskInfo["current_stage"];
  readonly stages?: TaskInfo["stages"];
  readonly parameters?: TaskInfo["parameters"];
}

/** What a task upgrades; undefined for a task that is no upgrade (scaling, and add-ons, which have no cluster version). */
export function upgradeKind(taskType: string | null): OperationKind | undefined {
  const type = taskType?.toLowerCase() ?? "";
  // A task that does not say what it is may be an upgrade.
  if (type === "") return "version";
  if (!type.includes("upgrade") || type.includes("addon") || type.includes("component")) return undefined;
  return type.includes("nodepool") || type.includes("runtime") ? "node-pool" : "version";
}

export function toOperation(task: Task, kind: OperationKind): Operation {
  const phase = phaseOf(task.state);
  const stages = task.stages ?? [];
  const times = [
    task.created,
    task.updated,
    ...stages.flatMap((stage) => [stage.start_time, stage.end_time]),
  ];
  return {
    id: task.task_id,
    kind,
    phase,
    rawPhase: task.state,
    fromVersion: null,
    toVersion: task.parameters?.next_version ?? null,
    progress: null,
    // The vendor's own sample has an error on a task that succeeded.
    message: phase === "succeeded" ? null : (task.error?.message ?? task.error?.code ?? null),
    startedAt: at(task.created),
    updatedAt: at(task.updated),
    finishedAt: null,
    steps: toSteps(task, phase),
    ...(times.some((time) => time?.zoneAssumed) ? { zoneAssumed: true } : {}),
  };
}

/** The row where the detail is silent. */
export function mergeTask(row: TaskRow, info: TaskInfo): Task {
  return {
    ...info,
    task_id: row.task_id,
    task_type: row.task_type,
    state: info.state ?? row.state,
    created: info.created ?? row.created,
    updated: info.updated ?? row.updated,
    error: info.error ?? row.error,
  };
}

function phaseOf(state: string | null): Phase {
  return phases.get(state?.toLowerCase() ?? "") ?? "unknown";
}

const current: ReadonlySet<Phase> = new Set(["running", "paused", "failed"]);

/** Stages have no documented name; `current_stage` names the one that runs, or at which the task stopped. */
function toSteps({ stages = [], current_stage }: Task, phase: Phase): readonly Step[] {
  if (stages.length === 0 && current_stage)
    return [{ name: current_stage, phase, rawPhase: null, startedAt: null, finishedAt: null, message: null }];
  const active = stages.filter((stage) => current.has(phaseOf(stage.state)));
  return stages.map((stage, index) => ({
    name:
      stage.name ??
      (active.length === 1 && stage === active[0] && current_stage ? current_stage : `stage ${index + 1}`),
    phase: stage.state === null && stage.start_time === null ? "pending" : phaseOf(stage.state),
    rawPhase: stage.state,
    startedAt: at(stage.start_time),
    finishedAt: at(stage.end_time),
    message: stage.message,
  }));
}

function at(time: Timestamp | null): string | null {
  return time?.at ?? null;
}

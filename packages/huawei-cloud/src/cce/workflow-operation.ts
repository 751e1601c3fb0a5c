import type { Operation, Phase, Step, Timestamp } from "@upgradectl/provider-sdk";
import { orderPoints } from "./order-points.ts";
import { phaseOfTask, phaseOfWorkflow } from "./phases.ts";
import type { Point, UpgradeTask, Workflow } from "./responses.ts";
import { nameFailed, parseTaskSteps } from "./task-steps.ts";

/**
 * A workflow as one operation, with the upgrade tasks that its points name. It started when its first point did; one
 * of which nothing ran yet counts from its creation, so that it is newer than those that ran before.
 */
export function operationOfWorkflow(workflow: Workflow, tasks: readonly UpgradeTask[]): Operation {
  const { metadata, spec, status } = workflow;
  const points = orderPoints(status.pointStatuses, status.lineStatuses);
  const task = latestTask(tasks);
  const steps = points.map((point) => stepOfPoint(point, tasks));
  const { phase, rawPhase } = decidePhase(status.phase, steps);
  const from = spec.clusterVersion ?? task?.spec.version ?? null;
  const to = spec.targetVersion ?? task?.spec.targetVersion ?? null;
  const rollback = isRollback(points);
  const starts = points.flatMap((point) => point.startTimeStamp ?? []);
  const isOver = phase === "succeeded" || phase === "failed" || phase === "cancelled";
  const ends = isOver ? points.flatMap((point) => point.endTimeStamp ?? []) : [];
  const times = [...starts, ...ends, metadata.creationTimestamp, metadata.updateTimestamp];
  return {
    id: metadata.uid,
    kind: rollback ? "rollback" : "version",
    phase,
    rawPhase,
    fromVersion: rollback ? to : from,
    toVersion: rollback ? from : to,
    progress: task?.status.progress ?? null,
    message: null,
    startedAt: inOrder(starts)[0]?.at ?? metadata.creationTimestamp?.at ?? null,
    updatedAt: metadata.updateTimestamp?.at ?? null,
    finishedAt: inOrder(ends).at(-1)?.at ?? null,
    steps,
    ...(times.some((time) => time?.zoneAssumed) ? { zoneAssumed: true } : {}),
  };
}

/** The ids of the tasks that a workflow's points name. */
export function taskIdsOf(workflow: Workflow): readonly string[] {
  return workflow.status.pointStatuses.flatMap((point) => point.taskID ?? []);
}

/** The task is read after the workflow and knows pauses, so its word counts for a point that is not over. */
function stepOfPoint(point: Point, tasks: readonly UpgradeTask[]): Step {
  const task = tasks.find(({ metadata }) => metadata.uid === point.taskID);
  const ofTask = phaseOfTask(task?.status.phase ?? null);
  const isOver = ["succeeded", "failed"].includes(phaseOfTask(point.status));
  const rawPhase =
    task !== undefined && !isOver && (ofTask === "paused" || ofTask === "failed")
      ? task.status.phase
      : point.status;
  const phase = rawPhase === null ? "pending" : phaseOfTask(rawPhase);
  return {
    name: point.taskType ?? "unnamed task",
    phase,
    rawPhase,
    startedAt: point.startTimeStamp?.at ?? null,
    finishedAt: phase === "succeeded" || phase === "failed" ? (point.endTimeStamp?.at ?? null) : null,
    message: phase === "failed" && task !== undefined ? nameFailed(parseTaskSteps(task.spec.items)) : null,
    ...(point.expireTimeStamp === null ? {} : { expiresAt: point.expireTimeStamp.at }),
  };
}

/**
 * The workflow's own phase, except that it knows no pause, and that it may still say Running (or Init) after its last
 * point has failed. The word that decided is the raw one.
 */
function decidePhase(raw: string | null, steps: readonly Step[]): { phase: Phase; rawPhase: string | null } {
  const own = { phase: phaseOfWorkflow(raw), rawPhase: raw };
  if (own.phase !== "running" && own.phase !== "pending") return own;
  const paused = steps.find((step) => step.phase === "paused");
  if (paused !== undefined) return { phase: "paused", rawPhase: paused.rawPhase };
  const goesOn = steps.some((step) => step.phase === "running" || step.rawPhase?.toLowerCase() === "queuing");
  const failed = steps.find((step) => step.phase === "failed");
  return failed === undefined || goesOn ? own : { phase: "failed", rawPhase: failed.rawPhase };
}

/** True while the rollback runs, and after it was the last to run. */
function isRollback(points: readonly Point[]): boolean {
  const started = points.filter((point) => hasStarted(point));
  const rollback = started.find((point) => point.taskType?.toLowerCase() === "rollback");
  if (rollback === undefined) return false;
  const phase = phaseOfTask(rollback.status);
  if (phase !== "succeeded" && phase !== "failed") return true;
  const at = rollback.startTimeStamp?.at;
  return started.every(({ startTimeStamp, status }) => {
    if (at === undefined || startTimeStamp === null) return phaseOfTask(status) !== "running";
    return Date.parse(startTimeStamp.at) <= Date.parse(at);
  });
}

function hasStarted({ status }: Point): boolean {
  return status !== null && status.toLowerCase() !== "init";
}

function latestTask(tasks: readonly UpgradeTask[]): UpgradeTask | undefined {
  const created = (task: UpgradeTask) => Date.parse(task.metadata.creationTimestamp?.at ?? "") || 0;
  return tasks.toSorted((a, b) => created(a) - created(b)).at(-1);
}

function inOrder(times: readonly Timestamp[]): readonly Timestamp[] {
  return times.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

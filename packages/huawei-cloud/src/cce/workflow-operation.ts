import type { Operation, Phase, Step, Timestamp } from "@upgradectl/provider-sdk";
import { isPlainId } from "../ids.ts";
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
  const rollback = isRollback(points, phase);
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

/** The id of the upgrade task that a workflow waits for, where it names one. */
export function findTaskUnderWay({ status }: Workflow): string | undefined {
  if (!["running", "pending"].includes(phaseOfWorkflow(status.phase))) return undefined;
  const points = status.pointStatuses.filter(
    (point) => point.taskType?.toLowerCase() === "cluster" && !hasEnded(point),
  );
  return points.flatMap(({ taskID }) => (taskID !== null && isPlainId(taskID) ? [taskID] : [])).at(-1);
}

/** The ids of the tasks that a workflow's points name. */
export function taskIdsOf(workflow: Workflow): readonly string[] {
  return workflow.status.pointStatuses.flatMap((point) => point.taskID ?? []);
}

/**
 * The task is read after the workflow and knows pauses, so its word counts for a point that is not over; so does one that
 * nobody knows.
 */
function stepOfPoint(point: Point, tasks: readonly UpgradeTask[]): Step {
  const task = tasks.find(({ metadata }) => metadata.uid === point.taskID);
  const word = task?.status.phase ?? null;
  const counts =
    word !== null && !hasEnded(point) && ["paused", "failed", "unknown"].includes(phaseOfTask(word));
  const rawPhase = counts ? word : point.status;
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

function hasEnded({ status }: Point): boolean {
  return ["succeeded", "failed"].includes(phaseOfTask(status));
}

/**
 * The workflow's own phase, except that it knows no pause, and that it may still say Running (or Init) after its last
 * point has failed, or has come to a state that nobody knows. The word that decided is the raw one.
 */
function decidePhase(raw: string | null, steps: readonly Step[]): { phase: Phase; rawPhase: string | null } {
  const own = { phase: phaseOfWorkflow(raw), rawPhase: raw };
  if (own.phase !== "running" && own.phase !== "pending") return own;
  const paused = steps.find((step) => step.phase === "paused");
  if (paused !== undefined) return { phase: "paused", rawPhase: paused.rawPhase };
  const goesOn = steps.some((step) => step.phase === "running" || step.rawPhase?.toLowerCase() === "queuing");
  const stopped =
    steps.find((step) => step.phase === "failed") ?? steps.find((step) => step.phase === "unknown");
  return stopped === undefined || goesOn ? own : { phase: stopped.phase, rawPhase: stopped.rawPhase };
}

/** True while the rollback runs, and after it was the last to run. Where it went well, what failed is the upgrade. */
function isRollback(points: readonly Point[], phaseOfAll: Phase): boolean {
  const started = points.filter((point) => hasStarted(point));
  const rollback = started.find((point) => point.taskType?.toLowerCase() === "rollback");
  if (rollback === undefined) return false;
  const phase = phaseOfTask(rollback.status);
  if (phase !== "succeeded" && phase !== "failed") return true;
  if (phase === "succeeded" && phaseOfAll === "failed") return false;
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

import type { Operation } from "@upgradectl/provider-sdk";
import { isPlainId } from "../ids.ts";
import { beginsWith } from "./exact-version.ts";
import { phaseOfTask } from "./phases.ts";
import type { PreCheck } from "./pre-check-responses.ts";
import type { Workflow } from "./responses.ts";

/** A check counts for an hour (sample of the API reference, 2024-11); an older one let nothing in. */
const longestBeforeMs = 24 * 3_600_000;
/** The clocks of two lists, and a check that was begun as the upgrade gave up. */
const longestAfterMs = 10 * 60_000;

/** Id of the pre-upgrade check that a workflow names: the failed one, else the last. */
export function findPreCheckId(operation: Operation, workflows: readonly Workflow[]): string | undefined {
  if (operation.id === null) return undefined;
  const workflow = workflows.find(({ metadata }) => metadata.uid === operation.id);
  const points = (workflow?.status.pointStatuses ?? []).filter(({ taskType }) => isPreCheck(taskType));
  const named = points.filter(({ taskID }) => taskID !== null && isPlainId(taskID));
  const failed = named.findLast(({ status }) => phaseOfTask(status) === "failed");
  return (failed ?? named.at(-1))?.taskID ?? undefined;
}

/** The newest check that was made for an operation: for the same target, and about the same time. */
export function findPreCheck(operation: Operation, checks: readonly PreCheck[]): PreCheck | undefined {
  return checks
    .filter((check) => isForTarget(operation, check) && isOfItsTime(operation, check))
    .toSorted((a, b) => (createdAt(b) ?? 0) - (createdAt(a) ?? 0))[0];
}

/** True where what went wrong may stand in a pre-upgrade check. */
export function wantsPreCheck({ phase, steps }: Operation): boolean {
  if (phase === "failed") return true;
  if (phase === "succeeded" || phase === "cancelled") return false;
  return steps.some((step) => isPreCheck(step.name) && step.phase === "failed");
}

function isPreCheck(taskType: string | null): boolean {
  return taskType?.toLowerCase() === "precheck";
}

/** A check may have been asked for with the minor line alone. */
function isForTarget({ kind, fromVersion, toVersion }: Operation, { spec }: PreCheck): boolean {
  const target = kind === "rollback" ? fromVersion : toVersion;
  if (target === null || spec.targetVersion === null) return true;
  return beginsWith(target, spec.targetVersion) || beginsWith(spec.targetVersion, target);
}

function isOfItsTime({ startedAt, updatedAt, finishedAt }: Operation, check: PreCheck): boolean {
  const created = createdAt(check);
  const times = [startedAt, updatedAt, finishedAt].flatMap((time) => (time === null ? [] : Date.parse(time)));
  if (created === null || times.length === 0) return true;
  return created >= Math.min(...times) - longestBeforeMs && created <= Math.max(...times) + longestAfterMs;
}

function createdAt({ metadata }: PreCheck): number | null {
  return metadata.creationTimestamp === null ? null : Date.parse(metadata.creationTimestamp.at);
}

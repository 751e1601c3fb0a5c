import { isUnderWay, newestOf, type Operation, type Timestamp } from "@upgradectl/provider-sdk";
import { phaseOfTask } from "./phases.ts";
import type { UpgradeInfo, UpgradeProgress } from "./responses.ts";

/** The same end of the same upgrade is noted at slightly different times. */
const sameMomentMs = 60_000;

export interface Reconciled {
  /** The operations given, with what upgrade info adds to them. */
  readonly listed: readonly Operation[];
  /** What only upgrade info knows of; it names no id, no versions and no start. */
  readonly unlisted: readonly Operation[];
}

/**
 * Holds upgrade info against the listed operations. Its `status` is the present upgrade and stands by itself unless
 * an operation carries it; `lastUpgradeInfo` is history and counts only where `status` is silent and no operation
 * accounts for it.
 */
export function reconcileInfo(info: UpgradeInfo, listed: readonly Operation[]): Reconciled {
  const { status } = info;
  if (status.phase === null) {
    const last = info.spec.lastUpgradeInfo;
    return {
      listed,
      unlisted: last.phase === null || isAccountedFor(last, listed) ? [] : [operationOf(last)],
    };
  }
  const carrier = findCarrier(status, listed);
  if (carrier === undefined) {
    const isOldNews = phaseOfTask(status.phase) === "succeeded" && listed.length > 0;
    return { listed, unlisted: isOldNews || wasCancelled(status, listed) ? [] : [operationOf(status)] };
  }
  return { listed: listed.map((each) => (each === carrier ? merge(each, status) : each)), unlisted: [] };
}

/** The operation that `status` is about. A failure is carried by the newest operation only, if that failed. */
function findCarrier(status: UpgradeProgress, listed: readonly Operation[]): Operation | undefined {
  const phase = phaseOfTask(status.phase);
  if (phase === "succeeded") return undefined;
  const newest = newestOf(listed);
  if (phase === "failed") return newest?.phase === "failed" ? newest : undefined;
  // One in a state that nobody knows may well be the one that is under way; it keeps that state.
  return newestOf(listed.filter(isUnderWay)) ?? (newest?.phase === "unknown" ? newest : undefined);
}

/** A workflow has no word for a pause, and may say Init when its upgrade already runs. A word nobody knows is not lost. */
function merge(operation: Operation, status: UpgradeProgress): Operation {
  const phase = phaseOfTask(status.phase);
  const progress = operation.progress ?? status.progress;
  if (operation.phase === "unknown") return { ...operation, progress };
  const isFurther =
    phase === "paused" ||
    (phase === "unknown" && operation.phase !== "paused") ||
    (phase === "running" && operation.phase === "pending");
  return isFurther && operation.phase !== phase
    ? { ...operation, phase, rawPhase: status.phase, progress }
    : { ...operation, progress };
}

/**
 * History that says nothing bad needs no account. A failure, and a word that nobody knows, counts unless an operation has
 * it, one is under way since, or its time says that the newest operation came later.
 */
function isAccountedFor(last: UpgradeProgress, listed: readonly Operation[]): boolean {
  const newest = newestOf(listed);
  const phase = phaseOfTask(last.phase);
  if (newest === undefined) return phase === "pending";
  if (phase !== "failed" && phase !== "unknown") return true;
  if (newest.phase === "failed" || newest.phase === "unknown" || isUnderWay(newest)) return true;
  return last.completionTime !== null && endedWithin(last.completionTime, newest);
}

/** The failure for which somebody cancelled the newest workflow, which the service goes on showing. */
function wasCancelled({ phase, completionTime }: UpgradeProgress, listed: readonly Operation[]): boolean {
  const newest = newestOf(listed);
  if (phaseOfTask(phase) !== "failed" || newest?.phase !== "cancelled") return false;
  return completionTime !== null && endedWithin(completionTime, newest);
}

function endedWithin(completion: Timestamp, { startedAt, updatedAt, finishedAt }: Operation): boolean {
  const known = [startedAt, updatedAt, finishedAt].flatMap((time) => time ?? []);
  const reach = Math.max(...known.map((time) => Date.parse(time)));
  return Date.parse(completion.at) <= reach + sameMomentMs;
}

function operationOf({ phase: rawPhase, progress, completionTime }: UpgradeProgress): Operation {
  const phase = phaseOfTask(rawPhase);
  const completion = phase === "succeeded" || phase === "failed" ? completionTime : null;
  return {
    id: null,
    kind: "version",
    phase,
    rawPhase,
    fromVersion: null,
    toVersion: null,
    progress,
    message: null,
    startedAt: null,
    updatedAt: null,
    finishedAt: completion?.at ?? null,
    steps: [],
    ...(completion?.zoneAssumed ? { zoneAssumed: true } : {}),
  };
}

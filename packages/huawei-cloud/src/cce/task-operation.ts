import type { Operation, Step } from "@upgradectl/provider-sdk";
import { phaseOfTask } from "./phases.ts";
import type { UpgradeTask } from "./responses.ts";
import { parseTaskSteps } from "./task-steps.ts";

/** An upgrade task that belongs to no listed workflow, as an operation of its own. */
export function operationOfTask(task: UpgradeTask): Operation {
  const { metadata, spec, status } = task;
  const phase = phaseOfTask(status.phase);
  const steps: readonly Step[] = parseTaskSteps(spec.items);
  // The service fills completionTime in while a task is still in phase Init (API reference sample, 2024-11).
  const completion = phase === "succeeded" || phase === "failed" ? status.completionTime : null;
  const times = [metadata.creationTimestamp, metadata.updateTimestamp, completion];
  return {
    id: metadata.uid,
    kind: "version",
    phase,
    rawPhase: status.phase,
    fromVersion: spec.version,
    toVersion: spec.targetVersion,
    progress: status.progress,
    message: null,
    startedAt: metadata.creationTimestamp?.at ?? null,
    updatedAt: metadata.updateTimestamp?.at ?? null,
    finishedAt: completion?.at ?? null,
    steps,
    ...(times.some((time) => time?.zoneAssumed) ? { zoneAssumed: true } : {}),
  };
}

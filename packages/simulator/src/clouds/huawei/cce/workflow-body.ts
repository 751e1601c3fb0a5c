import type { PlayedOperation } from "../../../timeline/cluster-at.ts";
import type { OperationAt, StepAt } from "../../../timeline/operation-at.ts";
import { utcTime } from "../times.ts";

// Huawei API reference, 2024-11: there is no phase for failure; Pending is "a task in the process failed".
const phases: Readonly<Record<OperationAt["phase"], string>> = {
  pending: "Init",
  running: "Running",
  paused: "Running",
  failed: "Pending",
  cancelled: "Cancel",
  succeeded: "Success",
};

const pointStatuses: Readonly<Record<Exclude<StepAt["phase"], "waiting">, string>> = {
  running: "Running",
  paused: "Running",
  failed: "Failed",
  cancelled: "Failed", // only a process with a failed task can be cancelled once it has begun
  succeeded: "Success",
};

/** A `WorkFlowTask`. */
export function workflowBody(clusterId: string, { operation, at }: PlayedOperation): object {
  return {
    kind: "WorkFlowTask",
    apiVersion: "v3",
    metadata: {
      uid: operation.id,
      creationTimestamp: utcTime(at.startedAt),
      updateTimestamp: utcTime(at.updatedAt),
    },
    spec: { clusterID: clusterId, clusterVersion: operation.from, targetVersion: operation.to },
    status: {
      phase: phases[at.phase],
      pointStatuses: at.steps.map((step, index) => pointStatus(step, operation.stepIds[index] ?? "")),
      lineStatuses: lines(at.steps),
    },
  };
}

/** A task that has not begun has a type and nothing else. A passed check counts for one hour. */
function pointStatus(step: StepAt, taskID: string): object {
  if (step.phase === "waiting" || step.startedAt === null) return { taskType: step.name };
  const expires = step.name === "PreCheck" && step.phase === "succeeded" && step.finishedAt !== null;
  return {
    taskType: step.name,
    taskID,
    status: pointStatuses[step.phase],
    startTimeStamp: utcTime(step.startedAt),
    ...(step.finishedAt !== null && { endTimeStamp: utcTime(step.finishedAt) }),
    ...(expires && { expireTimeStamp: utcTime(step.finishedAt + 3_600_000) }),
  };
}

/** The path of the process leaves the snapshot out, as in the vendor's sample. */
function lines(steps: readonly StepAt[]): readonly object[] {
  const path = steps.filter((step) => step.name !== "Snapshot");
  return path.slice(1).map((step, index) => ({
    startPoint: { taskType: path[index]?.name },
    endPoint: { taskType: step.name },
  }));
}

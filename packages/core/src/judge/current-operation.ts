import { findCurrent, type Observation, type Operation } from "@upgradectl/provider-sdk";

/**
 * The operation that decides: the one under way, else the newest by start. Where the cluster's state says that an
 * upgrade is under way and no listed operation does, an operation without an id stands for it.
 */
export function currentOperation(observation: Observation): Operation | null {
  const operation = findCurrent(observation.operations) ?? null;
  const { condition, raw } = observation.state;
  if (condition !== "upgrading" && condition !== "rolling-back") return operation;
  if (operation !== null && operation.phase !== "cancelled") return operation;
  return {
    id: null,
    kind: condition === "upgrading" ? "version" : "rollback",
    phase: "running",
    rawPhase: raw,
    fromVersion: null,
    toVersion: null,
    progress: null,
    message: null,
    startedAt: null,
    updatedAt: null,
    finishedAt: null,
    steps: [],
  };
}

import type { Observation, Operation, Phase } from "@upgradectl/provider-sdk";

const underWay: ReadonlySet<Phase> = new Set(["pending", "running", "paused"]);
/** For operations that started at the same time, or whose start is not known: the worst one speaks. */
const worstFirst: readonly Phase[] = [
  "failed",
  "unknown",
  "paused",
  "running",
  "pending",
  "cancelled",
  "succeeded",
];

/**
 * The operation that decides: the one under way, else the newest by start. Where the cluster's state says that an
 * upgrade is under way and no listed operation does, an operation without an id stands for it.
 */
export function currentOperation(observation: Observation): Operation | null {
  const listed = newest(observation.operations.filter((operation) => underWay.has(operation.phase)));
  const operation = listed ?? newest(observation.operations);
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

function newest(operations: readonly Operation[]): Operation | null {
  return operations.toSorted((a, b) => startOf(b) - startOf(a) || rank(a) - rank(b))[0] ?? null;
}

/** An operation without any time is what the API shows as the present one, so it counts as the newest. */
function startOf(operation: Operation): number {
  const time = operation.startedAt ?? operation.finishedAt ?? operation.updatedAt;
  return time === null ? Number.MAX_SAFE_INTEGER : Date.parse(time);
}

function rank(operation: Operation): number {
  return worstFirst.indexOf(operation.phase);
}

import type { Operation, Phase } from "./observation.ts";

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

/** True for an operation that has not ended: pending, running or paused. */
export function isUnderWay({ phase }: Pick<Operation, "phase">): boolean {
  return underWay.has(phase);
}

/** The operation that decides: the newest one under way, else the newest of all; undefined where there is none. */
export function findCurrent<T extends Operation>(operations: readonly T[]): T | undefined {
  return newestOf(operations.filter(isUnderWay)) ?? newestOf(operations);
}

/** The newest by start (else by end, else by update). One without any time is what the API shows as the present one. */
export function newestOf<T extends Operation>(operations: readonly T[]): T | undefined {
  return operations.toSorted((a, b) => startOf(b) - startOf(a) || rank(a) - rank(b))[0];
}

function startOf({ startedAt, finishedAt, updatedAt }: Operation): number {
  const time = startedAt ?? finishedAt ?? updatedAt;
  return time === null ? Number.MAX_SAFE_INTEGER : Date.parse(time);
}

function rank({ phase }: Operation): number {
  return worstFirst.indexOf(phase);
}

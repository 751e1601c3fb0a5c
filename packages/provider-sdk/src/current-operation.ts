import type { Operation, Phase } from "./observation.ts";

const underWay: ReadonlySet<Phase> = new Set(["pending", "running", "paused"]);
/** Of operations that may all be the newest. */
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
  if (operations.length < 2) return operations[0];
  return newestOf(operations.filter(isUnderWay)) ?? newestOf(operations);
}

/**
 * The newest by start. One without any time is what the API shows as the present one. One that tells its end but not its
 * start may have started after the newest: then the worst of all that may be the newest speaks.
 */
export function newestOf<T extends Operation>(operations: readonly T[]): T | undefined {
  if (operations.length < 2) return operations[0];
  const timeless = operations.filter((operation) => latestStart(operation) === null);
  if (timeless.length > 0) return worstOf(timeless);
  const starts = operations.flatMap(({ startedAt }) => (startedAt === null ? [] : [Date.parse(startedAt)]));
  const times = starts.length > 0 ? starts : operations.map((operation) => latestStart(operation) ?? 0);
  const newest = Math.max(...times);
  return worstOf(operations.filter((operation) => (latestStart(operation) ?? 0) >= newest));
}

function worstOf<T extends Operation>(operations: readonly T[]): T | undefined {
  return operations.toSorted((a, b) => rank(a) - rank(b) || (latestStart(b) ?? 0) - (latestStart(a) ?? 0))[0];
}

/** Its start, or what it cannot have started after; null where nothing is known. */
function latestStart({ startedAt, finishedAt, updatedAt }: Operation): number | null {
  const time = startedAt ?? finishedAt ?? updatedAt;
  return time === null ? null : Date.parse(time);
}

function rank({ phase }: Operation): number {
  return worstFirst.indexOf(phase);
}

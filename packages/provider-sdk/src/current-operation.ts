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
 * The newest by start. One that tells its end but not its start may have started after the newest, and one without any time
 * may have started whenever: then the worst of all that may be the newest speaks.
 */
export function newestOf<T extends Operation>(operations: readonly T[]): T | undefined {
  if (operations.length < 2) return operations[0];
  const timed = operations.map((operation) => ({ operation, latest: latestStart(operation) }));
  const started = timed.filter(({ operation }) => operation.startedAt !== null);
  const newest = Math.max(...(started.length > 0 ? started : timed).map(({ latest }) => latest ?? 0));
  return worstOf(timed.filter(({ latest }) => latest === null || latest >= newest));
}

interface Timed<T> {
  readonly operation: T;
  readonly latest: number | null;
}

function worstOf<T extends Operation>(timed: readonly Timed<T>[]): T | undefined {
  const [worst] = timed.toSorted(
    (a, b) => rank(a.operation) - rank(b.operation) || (b.latest ?? 0) - (a.latest ?? 0),
  );
  return worst?.operation;
}

/** Its start, or what it cannot have started after; null where nothing is known. */
function latestStart({ startedAt, finishedAt, updatedAt }: Operation): number | null {
  const time = startedAt ?? finishedAt ?? updatedAt;
  return time === null ? null : Date.parse(time);
}

function rank({ phase }: Operation): number {
  return worstFirst.indexOf(phase);
}

/** Between two looks, the longer nothing changes. */
const pausesMs = [10_000, 15_000, 20_000, 30_000, 45_000, 60_000] as const;
/** The least time that is kept for the last look before the end. */
const shortestLookMs = 1000;

export interface PaceFacts {
  /** Fixes the pause. */
  readonly intervalMs?: number | undefined;
  /** Looks in a row that showed nothing new. */
  readonly quiet: number;
  /** Until the first operation may end; null where that is not known. */
  readonly untilEndMs: number | null;
  /** Until the wait is over. */
  readonly leftMs: number;
  /** How long the last look took. */
  readonly lookMs: number;
}

/** How long to pause before the next look, in milliseconds. Not past the end of the wait without a last look before it. */
export function pauseBefore(facts: PaceFacts): number {
  const { leftMs, lookMs } = facts;
  const pause = facts.intervalMs ?? adaptivePause(facts);
  const lastLook = leftMs - Math.max(shortestLookMs, 2 * lookMs);
  if (pause < lastLook) return pause;
  if (lastLook >= leftMs / 2) return lastLook;
  return pause + 2 * lookMs < leftMs ? pause : Math.max(leftMs, 0);
}

function adaptivePause({ quiet, untilEndMs }: PaceFacts): number {
  const shortest = pausesMs[0];
  const pause = pausesMs[Math.min(quiet, pausesMs.length - 1)] ?? shortest;
  return untilEndMs === null || untilEndMs <= 0 ? pause : Math.min(pause, Math.max(shortest, untilEndMs));
}

import type { Operation, Step } from "@upgradectl/provider-sdk";

/** A length of time that is known no better than this, in milliseconds. */
export interface Span {
  readonly least: number;
  readonly most: number;
}

export function addSpans(a: Span, b: Span): Span {
  return { least: a.least + b.least, most: a.most + b.most };
}

export function coverSpans(spans: readonly Span[]): Span | null {
  if (spans.length === 0) return null;
  return {
    least: Math.min(...spans.map(({ least }) => least)),
    most: Math.max(...spans.map(({ most }) => most)),
  };
}

export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/** Epoch milliseconds; null where the time is not known. */
export function timeOf(text: string | null): number | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** How long a step that has ended took; null where that is not known. */
export function lengthOf({ startedAt, finishedAt }: Pick<Step, "startedAt" | "finishedAt">): number | null {
  const start = timeOf(startedAt);
  const end = timeOf(finishedAt);
  return start === null || end === null || end < start ? null : end - start;
}

/**
 * How long ago `start` was. Times whose zone nobody told may be hours off the clock; then only the vendor's own later times
 * say how long it is at the least.
 */
export function agoOf(start: number, operation: Operation, now: number): Span | null {
  if (operation.zoneAssumed !== true) return now < start ? null : { least: now - start, most: now - start };
  const times = operation.steps.flatMap(({ startedAt, finishedAt }) => [startedAt, finishedAt]);
  const latest = [operation.updatedAt, ...times].map(timeOf).filter((time) => time !== null);
  return { least: Math.max(0, ...latest.map((time) => time - start)), most: Number.POSITIVE_INFINITY };
}

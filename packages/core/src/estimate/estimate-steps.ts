import type { Operation, Step } from "@upgradectl/provider-sdk";
import { startsOf } from "./estimate-nodes.ts";
import { addSpans, agoOf, coverSpans, lengthOf, medianOf, type Span, timeOf } from "./spans.ts";

/** Below it, progress says too little about the rest. */
const leastProgress = 0.05;
/** What is extrapolated may be off by this much. */
const tolerance = 0.15;

/** The rest of the progress in the pace so far; null where there is none, or its beginning is not known. */
export function estimateProgress(operation: Operation, now: number): Span | null {
  const { progress, zoneAssumed } = operation;
  if (progress === null || progress < leastProgress || progress >= 1 || zoneAssumed === true) return null;
  // Some APIs tell the progress of the whole operation, others that of the step that runs.
  const spans = startsOf(operation, timeOf(operation.startedAt)).flatMap((start) => {
    const elapsed = agoOf(start, operation, now);
    if (elapsed === null || elapsed.least === 0) return [];
    return [widen((elapsed.least * (1 - progress)) / progress)];
  });
  return coverSpans(spans);
}

/** How long the steps will take that have not begun: as in earlier operations, or up to as long as those before them. */
export function estimatePending({ steps }: Operation, earlier: readonly Operation[]): Span {
  const known = medianOf(steps.map(lengthOf).filter((length) => length !== null)) ?? 0;
  return steps
    .filter(({ phase }) => phase === "pending")
    .map((step) => coverSpans(lengthsOf(step, earlier).map(exactly)) ?? { least: 0, most: known })
    .reduce(addSpans, exactly(0));
}

/** What was left of earlier operations at the point that this one has come to. */
export function estimateEarlier(
  operation: Operation,
  earlier: readonly Operation[],
  now: number,
): Span | null {
  const span = coverSpans(
    earlier.flatMap((before) => {
      const left = leftBySteps(operation, before, now) ?? leftByLength(operation, before, now);
      return left === null ? [] : [left];
    }),
  );
  // It takes longer than it ever did.
  if (span === null || span.most <= 0) return null;
  return { least: Math.max(0, span.least * (1 - tolerance)), most: span.most * (1 + tolerance) };
}

function leftBySteps(operation: Operation, before: Operation, now: number): Span | null {
  const running = operation.steps.find(({ phase }) => phase === "running");
  const start = timeOf(running?.startedAt ?? null);
  if (running === undefined || start === null) return null;
  const since = agoOf(start, operation, now);
  const pending = operation.steps.filter(({ phase }) => phase === "pending");
  const [length, ...lengths] = [running, ...pending].map((step) => lengthsOf(step, [before])[0]);
  if (since === null || length === undefined || lengths.some((each) => each === undefined)) return null;
  const rest = lengths.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  // A step that takes longer than it did may end at any moment; how late it will be is not known.
  if (since.least > length) return null;
  return { least: rest + Math.max(0, length - since.most), most: rest + length - since.least };
}

function leftByLength(operation: Operation, before: Operation, now: number): Span | null {
  const start = timeOf(operation.startedAt);
  const length = lengthOf(before);
  if (start === null || length === null || operation.zoneAssumed === true) return null;
  const since = agoOf(start, operation, now);
  return since === null || since.least > length ? null : exactly(length - since.least);
}

function lengthsOf({ name }: Step, earlier: readonly Operation[]): readonly number[] {
  return earlier
    .flatMap(({ steps }) => steps.filter((step) => step.name === name && step.phase === "succeeded"))
    .map(lengthOf)
    .filter((length) => length !== null);
}

function exactly(ms: number): Span {
  return { least: ms, most: ms };
}

function widen(ms: number): Span {
  return { least: ms * (1 - tolerance), most: ms * (1 + tolerance) };
}

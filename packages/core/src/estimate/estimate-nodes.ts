import type { Operation } from "@upgradectl/provider-sdk";
import type { Sighting } from "./sighting.ts";
import { agoOf, coverSpans, medianOf, type Span, timeOf } from "./spans.ts";

interface Work {
  readonly done: number;
  readonly left: number;
  /** Nodes that are worked on at once. */
  readonly batch: number;
}

/** How long a batch takes, and how long ago the present one began. */
interface Pace {
  readonly batchMs: number;
  readonly since: Span;
}

export interface NodesEstimate {
  readonly span: Span;
  /** The operation's steps are those of the nodes in work, and none of them comes after the last node. */
  readonly ofSteps: boolean;
}

/** A batch that takes longer than this many others began earlier than its steps tell. */
const slowest = 1.5;

/** How long the remaining nodes will take; null where nothing tells how long one takes. */
export function estimateNodes(
  operation: Operation,
  sightings: readonly Sighting[],
  now: number,
): NodesEstimate | null {
  const work = workOf(operation);
  if (work === null) return null;
  const start = timeOf(operation.startedAt);
  const firstStep = earliestStep(operation);
  const ofSteps = firstStep !== null && start !== null && firstStep > start && work.done > 0;
  const seen = seenPace(sightings, work, now);
  if (seen !== null) return { span: spanOf(seen, work), ofSteps };
  if (start === null || work.done === 0) return null;
  const told = ofSteps ? toldPace(operation, firstStep - start, firstStep, work, now) : null;
  if (told !== null) return { span: spanOf(told, work), ofSteps: true };
  const span = coverSpans(
    startsOf(operation, start).flatMap((from) => averageSpan(operation, from, work, now)),
  );
  return span === null ? null : { span, ofSteps: false };
}

function workOf({ nodes }: Operation): Work | null {
  if (nodes === undefined) return null;
  const completed = new Set(nodes.completed);
  const current = new Set(nodes.current.filter((name) => !completed.has(name)));
  const total = new Set([...nodes.total, ...completed, ...current]).size;
  const left = total - completed.size;
  return left <= 0 ? null : { done: completed.size, left, batch: Math.max(1, current.size) };
}

function spanOf({ batchMs, since }: Pace, { left, batch }: Work): Span {
  const all = Math.ceil(left / batch) * batchMs;
  return { least: all - Math.min(batchMs, since.most), most: all - Math.min(batchMs, since.least) };
}

/** From the moments at which nodes were first seen done: the median of the times between them. */
function seenPace(sightings: readonly Sighting[], { batch }: Work, now: number): Pace | null {
  const ends = sightings.flatMap((sighting, index) => {
    const before = sightings[index - 1];
    if (before === undefined || sighting.completed <= before.completed) return [];
    return [{ after: before.at, at: sighting.at, nodes: sighting.completed - before.completed }];
  });
  const lengths = ends.flatMap(({ at, nodes }, index) => {
    const before = ends[index - 1];
    return before === undefined ? [] : Array<number>(nodes).fill((at - before.at) / nodes);
  });
  const nodeMs = medianOf(lengths);
  const last = ends.at(-1);
  if (nodeMs === null || last === undefined) return null;
  return { batchMs: nodeMs * batch, since: { least: now - last.at, most: now - last.after } };
}

/** Where the steps are those of the nodes in work, the first of them began as the last completed node ended. */
function toldPace(
  operation: Operation,
  workedMs: number,
  batchStart: number,
  { done, batch }: Work,
  now: number,
): Pace | null {
  const batchMs = (workedMs / done) * batch;
  const since = agoOf(batchStart, operation, now);
  return since === null || since.least > slowest * batchMs ? null : { batchMs, since };
}

/** Since `from`, the completed nodes are done, and those in work by a part that is not known. */
function averageSpan(operation: Operation, from: number, { done, left, batch }: Work, now: number): Span[] {
  const elapsed = agoOf(from, operation, now);
  if (elapsed === null || elapsed.least === 0) return [];
  const begun = Math.min(batch, left);
  const least = ((left - begun) * elapsed.least) / (done + begun);
  return [{ least, most: (left * elapsed.least) / done }];
}

/** When the work on nodes may have begun: with the operation, or with the step that runs. */
export function startsOf({ steps }: Operation, start: number | null): readonly number[] {
  const running = steps.find(({ phase }) => phase === "running");
  const starts = [start, timeOf(running?.startedAt ?? null)];
  return starts.filter((time) => time !== null);
}

function earliestStep({ steps }: Operation): number | null {
  const starts = steps.map(({ startedAt }) => timeOf(startedAt)).filter((time) => time !== null);
  return starts.length === 0 ? null : Math.min(...starts);
}

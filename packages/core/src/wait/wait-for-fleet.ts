import { isProviderError, ProviderError } from "@upgradectl/provider-sdk";
import { addSighting } from "../estimate/sighting.ts";
import type { Cluster } from "../fleet.ts";
import { verdictOf } from "../judge/apply-policy.ts";
import { estimateOf, type JudgedCluster, judgeReading } from "../judge/judge-reading.ts";
import { visitFleet } from "../observe/observe-fleet.ts";
import type { ClusterReading, ObserveOptions } from "../observe/reading.ts";
import { pauseBefore } from "./pace.ts";
import { type Standing, standingIn, type WaitGoal } from "./standing.ts";

export interface WaitOptions extends ObserveOptions {
  readonly goal: WaitGoal;
  /** Epoch milliseconds at which `signal` will end the wait. */
  readonly deadline: number;
  /** Between two looks; without it they follow what is seen. */
  readonly intervalMs?: number | undefined;
  /** Good readings in a row that a cluster needs. */
  readonly stable: number;
  /** Told of each reading that counts; `isNew` where it shows something that the one before it did not. */
  readonly onReading?: (judged: JudgedCluster, isNew: boolean) => void | Promise<void>;
  /** Told of each pause: the account's key, and the epoch milliseconds of its next look. */
  readonly onPause?: (account: string, until: number) => void;
}

/** What is known of one cluster so far. */
interface Known {
  readonly judged: JudgedCluster;
  readonly standing: Standing;
  /** Good readings in a row. */
  readonly good: number;
}

/** What a run of several accounts knows. */
interface Progress {
  readonly known: Map<Cluster, Known>;
  /** Aborted once a cluster is as no waiting can change. */
  readonly stop: AbortController;
}

/**
 * Reads and judges clusters until all are as the goal wants them, one is as no waiting can change, or the signal ends it.
 * Returns the last complete reading of each, in the order of `clusters`; a read that the end cut short counts for nothing
 * where there was one before it. Each account is looked at in its own pace, so that a slow one slows no other.
 */
export async function waitForFleet(
  clusters: readonly Cluster[],
  options: WaitOptions,
): Promise<readonly JudgedCluster[]> {
  const progress: Progress = { known: new Map(), stop: new AbortController() };
  const accounts = Map.groupBy(clusters, (cluster) => cluster.instance.key);
  await Promise.all(
    [...accounts].map(([account, members]) => waitForAccount(account, members, progress, options)),
  );
  return clusters.map((cluster) => {
    const found = progress.known.get(cluster);
    if (found === undefined) throw new Error(`cluster ${cluster.name} was not read`);
    return found.judged;
  });
}

async function waitForAccount(
  account: string,
  members: readonly Cluster[],
  { known, stop }: Progress,
  options: WaitOptions,
): Promise<void> {
  const { clock, stable, intervalMs, deadline } = options;
  const later = AbortSignal.any([options.signal, stop.signal]);
  // The first look is for all, whatever other accounts show.
  let signal = options.signal;
  let open = members;
  for (let quiet = 0; ; ) {
    const startedAt = clock.now();
    const changed = await look(open, known, signal, options);
    const now = clock.now();
    quiet = changed ? 0 : quiet + 1;
    if (members.some((cluster) => known.get(cluster)?.standing === "final")) stop.abort(stopped());
    open = members.filter((cluster) => (known.get(cluster)?.good ?? 0) < stable);
    if (open.length === 0 || later.aborted) return;
    signal = later;
    const untilEndMs = untilFirstEnd(open, known, now);
    const pause = { intervalMs, quiet, untilEndMs, leftMs: deadline - now, lookMs: now - startedAt };
    const pauseMs = pauseBefore(pause);
    options.onPause?.(account, now + pauseMs);
    try {
      await clock.sleep(pauseMs, later);
    } catch {
      return; // nothing but the signals ends a sleep
    }
  }
}

/** Reads these clusters once; true where that shows something new. */
async function look(
  clusters: readonly Cluster[],
  known: Map<Cluster, Known>,
  signal: AbortSignal,
  options: WaitOptions,
): Promise<boolean> {
  let changed = false;
  await visitFleet(clusters, { ...options, signal }, async (reading) => {
    const learned = learn(reading, known, signal, options);
    if (learned === null) return;
    changed ||= learned.isNew;
    await options.onReading?.(learned.judged, learned.isNew);
  });
  return changed;
}

/** Takes a reading in; null where it counts for nothing. */
function learn(
  reading: ClusterReading,
  known: Map<Cluster, Known>,
  signal: AbortSignal,
  { goal, redactor }: WaitOptions,
): { readonly judged: JudgedCluster; readonly isNew: boolean } | null {
  const before = known.get(reading.cluster);
  if (before !== undefined && wasCut(reading, signal, redactor)) return null;
  const plain = judgeReading(reading);
  const operation = plain.judgement?.operation ?? null;
  const sightings = addSighting(before?.judged.sightings ?? [], operation, reading.observedAt);
  const judged = { ...plain, sightings };
  const standing = standingIn(judged, goal);
  const good = standing === "good" ? (before?.good ?? 0) + 1 : 0;
  known.set(reading.cluster, { judged, standing, good });
  return { judged, isNew: before === undefined || signsOf(before.judged) !== signsOf(judged) };
}

/** A read that the end of the wait cut short has that end as its error. */
function wasCut({ error }: ClusterReading, signal: AbortSignal, redactor: WaitOptions["redactor"]): boolean {
  if (error === null || !signal.aborted) return false;
  if (error.kind === "cancelled") return true;
  const { reason } = signal;
  return (
    isProviderError(reason) && error.kind === reason.kind && error.message === redactor.text(reason.message)
  );
}

/** What changes when an operation goes on, in one text. */
function signsOf(judged: JudgedCluster): string {
  const { observation, error } = judged.reading;
  const { operation } = judged.judgement ?? { operation: null };
  const steps = operation?.steps.map(({ phase }) => phase) ?? [];
  const done = operation?.nodes?.completed.length ?? null;
  return JSON.stringify([
    verdictOf(judged),
    error?.kind,
    observation?.state.raw,
    operation?.phase,
    steps,
    done,
  ]);
}

/** Until the first of the operations under way may end; null where none tells. */
function untilFirstEnd(
  open: readonly Cluster[],
  known: ReadonlyMap<Cluster, Known>,
  now: number,
): number | null {
  const ends = open.flatMap((cluster) => {
    const found = known.get(cluster);
    const estimate = found === undefined ? null : estimateOf(found.judged);
    return estimate === null ? [] : [Date.parse(estimate.earliest) - now];
  });
  return ends.length === 0 ? null : Math.min(...ends);
}

function stopped(): ProviderError {
  return new ProviderError({
    kind: "cancelled",
    message: "the wait ended, as another cluster is as waiting cannot change",
  });
}

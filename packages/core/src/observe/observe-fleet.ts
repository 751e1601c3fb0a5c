import { type ErrorFacts, factsOf, type Observation } from "@upgradectl/provider-sdk";
import type { Cluster } from "../fleet.ts";
import { collectEvidence, type Evidence } from "../http/evidence.ts";
import { isSoundCopy } from "../plugins/copy-observation.ts";
import type { ConnectedInstance } from "./connect-fleet.ts";
import { describeError, untilAborted } from "./isolate.ts";
import { type ListedRow, listAccount } from "./list-account.ts";
import { maskFailures } from "./mask-failures.ts";
import { checkObservation } from "./observation-schema.ts";
import type { ClusterReading, ObserveOptions } from "./reading.ts";
import { TaskQueue } from "./task-queue.ts";

/** Takes a reading in as it is made. While it does, the place that made the reading makes no other. */
export type TakeReading = (reading: ClusterReading) => Promise<void> | undefined;

/**
 * Reads every cluster, each provider instance by itself so that a slow account slows no other. Never throws for one
 * cluster: what could not be read is that cluster's error. Returns the readings in the order of `clusters`.
 */
export async function observeFleet(
  clusters: readonly Cluster[],
  options: ObserveOptions,
): Promise<readonly ClusterReading[]> {
  const readings = new Map<Cluster, ClusterReading>();
  await visitFleet(clusters, options, (reading) => {
    readings.set(reading.cluster, reading);
    return undefined;
  });
  return clusters.map((cluster) => {
    const reading = readings.get(cluster);
    if (reading === undefined) throw new Error(`cluster ${cluster.name} was not read`);
    return reading;
  });
}

/** The same, but each reading is handed over as it is made, in the order in which they end, and none is held. */
export async function visitFleet(
  clusters: readonly Cluster[],
  options: ObserveOptions,
  onReading: TakeReading,
): Promise<void> {
  const accounts = Map.groupBy(clusters, (cluster) => cluster.instance.key);
  await Promise.all(
    [...accounts].map(async ([key, members]) => {
      const instance = options.connected.get(key);
      if (instance === undefined) throw new Error(`provider instance ${key} is not connected`);
      await observeAccount(instance, members, options, onReading);
    }),
  );
}

async function observeAccount(
  instance: ConnectedInstance,
  clusters: readonly Cluster[],
  options: ObserveOptions,
  done: TakeReading,
): Promise<void> {
  const queue = new TaskQueue(instance.concurrency);
  const observe = async (cluster: Cluster, listed?: ListedRow) => {
    const reading = await observeCluster(instance, cluster, listed, options);
    const taken = done(reading);
    if (taken !== undefined) await taken;
    return reading;
  };
  const add = (cluster: Cluster, listed?: ListedRow) => queue.add(() => observe(cluster, listed));
  const listing = await listAccount(instance, clusters, options, add);
  const rest = listing.unlisted.values();
  let outage = listing.fatal;
  if (listing.failed?.retryable === true) {
    // A service that is down is not asked for every cluster: one goes first, and if it meets the same, so would all.
    await queue.finish();
    const first = rest.next();
    const { error } = first.done ? { error: null } : await observe(first.value);
    if (error?.kind === listing.failed.kind) outage = error;
  }
  for (const cluster of rest) {
    if (outage === undefined) add(cluster);
    else await done(unread(cluster, outage, listing.evidence, options.clock.now()));
  }
  await queue.finish();
}

async function observeCluster(
  { connection, instance }: ConnectedInstance,
  cluster: Cluster,
  listed: ListedRow | undefined,
  options: ObserveOptions,
): Promise<ClusterReading> {
  const { clock, signal } = options;
  const startedAt = clock.now();
  const evidence: Evidence[] = [...(listed?.evidence ?? [])];
  const finish = (observation: Observation | null, error: ErrorFacts | null): ClusterReading => {
    const observedAt = clock.now();
    return { cluster, observation, error, evidence, observedAt, durationMs: observedAt - startedAt };
  };
  try {
    signal.throwIfAborted();
    const reference = {
      name: cluster.name,
      id: cluster.id,
      // A copy, as plugins may write to it. Most are empty, and even that takes structuredClone ten microseconds.
      with: Object.keys(cluster.with).length === 0 ? {} : structuredClone(cluster.with),
      properties: Object.keys(cluster.expect),
      ...(listed === undefined ? {} : { listed: listed.row }),
    };
    const work = collectEvidence(evidence, async () => connection.observe(reference, signal), cluster.name);
    const observed = await untilAborted(work, signal);
    const checked = isSoundCopy(observed) ? observed : checkObservation(observed);
    const observation = maskFailures(checked, options.redactor);
    if (observation.unread === undefined) return finish(observation, null);
    const unread = options.redactor.value(factsOf(observation.unread));
    return finish({ ...observation, unread }, unread);
  } catch (thrown) {
    return finish(null, describeError(thrown, instance.plugin, options));
  }
}

function unread(
  cluster: Cluster,
  error: ErrorFacts,
  evidence: readonly Evidence[],
  observedAt: number,
): ClusterReading {
  return { cluster, observation: null, error, evidence, observedAt, durationMs: 0 };
}

import { type ErrorFacts, factsOf, type ListedCluster, ProviderError } from "@upgradectl/provider-sdk";
import { compareTexts } from "../compare-texts.ts";
import type { ConnectedInstance } from "./connect-fleet.ts";
import { describeError, untilAborted } from "./isolate.ts";
import { judgeDiscovered, type Outlook } from "./judge-discovered.ts";
import { maskFailures } from "./mask-failures.ts";
import { checkObservation } from "./observation-schema.ts";
import type { ObserveOptions } from "./reading.ts";
import { TaskQueue } from "./task-queue.ts";

/** A live cluster of an account. */
export interface DiscoveredCluster extends Outlook {
  readonly id: string;
  /** The cloud's own name; may be empty, and the same for several clusters. */
  readonly name: string;
  /** Why it could not be read, or not whole; what its row of the list tells stands all the same. */
  readonly error: ErrorFacts | null;
}

export interface Discovery {
  /** By name, then by id: the same account gives the same order. */
  readonly clusters: readonly DiscoveredCluster[];
  /** Why the list ended early; absent where it is whole. */
  readonly error?: ErrorFacts;
}

type Options = Pick<ObserveOptions, "redactor" | "signal" | "clock">;

/**
 * Lists an account's clusters and reads each of them, as many at a time as the instance allows: a list tells neither what
 * is under way nor what failed. `undefined` where the plugin cannot list.
 */
export async function discoverClusters(
  connected: ConnectedInstance,
  options: Options,
): Promise<Discovery | undefined> {
  const { connection, instance, concurrency } = connected;
  if (connection.list === undefined) return undefined;
  const rows: ListedCluster[] = [];
  let error: ErrorFacts | undefined;
  try {
    options.signal.throwIfAborted();
    await untilAborted(readRows(connection.list(options.signal), rows), options.signal);
  } catch (thrown) {
    error = describeError(thrown, instance.plugin, options);
  }
  // A list that ignores the signal goes on, but what it brings then is too late.
  const listed = rows.slice();
  const clusters: DiscoveredCluster[] = [];
  const queue = new TaskQueue(concurrency);
  for (const row of listed)
    queue.add(async () => {
      clusters.push(await readCluster(connected, row, options));
    });
  await queue.finish();
  return { clusters: clusters.sort(byName), ...(error === undefined ? {} : { error }) };
}

function byName(a: DiscoveredCluster, b: DiscoveredCluster): number {
  return compareTexts(a.name, b.name) || compareTexts(a.id, b.id);
}

/** Pages may overlap while clusters come and go: each id counts once. */
async function readRows(
  pages: AsyncIterable<readonly ListedCluster[]>,
  rows: ListedCluster[],
): Promise<void> {
  const known = new Set<string>();
  for await (const page of pages) {
    for (const row of page) {
      const { id, name, version } = row;
      if (
        typeof id !== "string" ||
        typeof name !== "string" ||
        (version !== null && typeof version !== "string")
      )
        throw pluginError("the plugin listed a cluster in a form that the contract does not allow");
      if (id === "" || !known.has(id)) rows.push(row);
      known.add(id);
    }
  }
}

function pluginError(message: string): ProviderError {
  return new ProviderError({
    kind: "plugin",
    message,
    hint: "This is a bug of the plugin; report it to its authors.",
  });
}

async function readCluster(
  { connection, instance }: ConnectedInstance,
  row: ListedCluster,
  options: Options,
): Promise<DiscoveredCluster> {
  const { signal, clock, redactor } = options;
  const { id, name } = row;
  const found = { id, listedVersion: row.version };
  try {
    signal.throwIfAborted();
    if (id === "") throw nameless();
    const reference = { name, id, with: {}, properties: [], listed: row };
    const reading = (async () => connection.observe(reference, signal))();
    const observation = maskFailures(checkObservation(await untilAborted(reading, signal)), redactor);
    const { unread } = observation;
    return {
      id,
      name,
      ...judgeDiscovered(instance, { ...found, observation }, clock.now()),
      error: unread === undefined ? null : redactor.value(factsOf(unread)),
    };
  } catch (thrown) {
    const error = describeError(thrown, instance.plugin, options);
    return { id, name, ...judgeDiscovered(instance, { ...found, observation: null }, clock.now()), error };
  }
}

function nameless(): ProviderError {
  return new ProviderError({
    kind: "unexpected-response",
    message: "the list gives it no id, so it cannot be asked for",
  });
}

import { type ErrorFacts, type ListedCluster, ProviderError } from "@upgradectl/provider-sdk";
import { splitVersion } from "../version/order.ts";
import type { ConnectedInstance } from "./connect-fleet.ts";
import { describeError, untilAborted } from "./isolate.ts";
import { checkObservation } from "./observation-schema.ts";
import type { ObserveOptions } from "./reading.ts";
import { TaskQueue } from "./task-queue.ts";

/** A live cluster of an account. */
export interface DiscoveredCluster {
  readonly id: string;
  /** The cloud's own name; may be empty, and the same for several clusters. */
  readonly name: string;
  readonly version: string | null;
  /** True where only leading components of the version are known. */
  readonly isPartial: boolean;
  /** Why no more than that is known. */
  readonly error: ErrorFacts | null;
}

export type Discovery =
  | { readonly clusters: readonly DiscoveredCluster[]; readonly error?: undefined }
  /** A part of a list would pass for the whole, so there is none. */
  | { readonly error: ErrorFacts };

type Options = Pick<ObserveOptions, "redactor" | "signal">;

/**
 * Lists an account's clusters. Only those whose row does not tell the whole version are read by themselves, as many at a
 * time as the instance allows. `undefined` where the plugin cannot list.
 */
export async function discoverClusters(
  connected: ConnectedInstance,
  options: Options,
): Promise<Discovery | undefined> {
  const { connection, instance, concurrency } = connected;
  if (connection.list === undefined) return undefined;
  const rows = new Map<string, ListedCluster>();
  try {
    const pages = connection.list(options.signal);
    await untilAborted(readRows(pages, rows), options.signal);
  } catch (thrown) {
    return { error: describeError(thrown, instance.plugin.packageName, options) };
  }
  const found = new Map<string, DiscoveredCluster>();
  const queue = new TaskQueue(concurrency);
  for (const row of rows.values()) {
    const isPartial = !isWhole(row.version, connected);
    const listed = { id: row.id, name: row.name, version: row.version, isPartial, error: null };
    found.set(row.id, listed);
    if (isPartial)
      queue.add(async () => {
        found.set(row.id, await readVersion(connected, row, listed, options));
      });
  }
  await queue.finish();
  return { clusters: [...found.values()] };
}

/** Pages may overlap while clusters come and go: each id counts once. */
async function readRows(
  pages: AsyncIterable<readonly ListedCluster[]>,
  rows: Map<string, ListedCluster>,
): Promise<void> {
  for await (const page of pages) {
    for (const row of page) {
      const { id, name, version } = row;
      if (
        typeof id !== "string" ||
        typeof name !== "string" ||
        (version !== null && typeof version !== "string")
      )
        throw pluginError("the plugin listed a cluster in a form that the contract does not allow");
      if (id !== "" && !rows.has(id)) rows.set(id, row);
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

/** Lists may tell only the minor line (`v1.29`): fewer than three components are taken for a part. */
function isWhole(version: string | null, { instance }: ConnectedInstance): boolean {
  if (version === null) return false;
  const split = instance.plugin.definition.splitVersion ?? splitVersion;
  try {
    return split(version).length >= 3;
  } catch {
    return false;
  }
}

async function readVersion(
  { connection, instance }: ConnectedInstance,
  row: ListedCluster,
  listed: DiscoveredCluster,
  options: Options,
): Promise<DiscoveredCluster> {
  const { signal } = options;
  try {
    signal.throwIfAborted();
    const reference = { name: row.name, id: row.id, with: {}, properties: [], listed: row };
    const reading = (async () => connection.observe(reference, signal))();
    const { version, versionIsPartial } = checkObservation(await untilAborted(reading, signal));
    return {
      ...listed,
      version: version ?? listed.version,
      isPartial: version === null || versionIsPartial === true,
    };
  } catch (thrown) {
    return { ...listed, error: describeError(thrown, instance.plugin.packageName, options) };
  }
}

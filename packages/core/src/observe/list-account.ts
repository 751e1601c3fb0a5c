import type { ErrorFacts, ListedCluster } from "@upgradectl/provider-sdk";
import type { Cluster } from "../fleet.ts";
import { collectEvidence, type Evidence } from "../http/evidence.ts";
import type { ConnectedInstance } from "./connect-fleet.ts";
import { describeError, untilAborted } from "./isolate.ts";
import type { ObserveOptions } from "./reading.ts";

/** A cluster's row of the list, with the requests that brought its page. */
export interface ListedRow {
  readonly row: ListedCluster;
  readonly evidence: readonly Evidence[];
}

/** How a listing ended. */
export interface AccountListing {
  /** Clusters without a row, which are read by themselves: the list may lag, or end early. */
  readonly unlisted: readonly Cluster[];
  /** An error that every read of the account would meet too. */
  readonly fatal?: ErrorFacts;
  /** Any other error; the clusters are then read one by one. */
  readonly failed?: ErrorFacts;
  /** The requests that brought no page. */
  readonly evidence: readonly Evidence[];
}

/**
 * Lists the account once where that saves calls: not for a single cluster, not where the plugin cannot, and no
 * further than the clusters at hand need (a large account may have more pages than the manifest has clusters).
 * Clusters are told as their rows come, so that they can be read while the rest of the list is.
 */
export async function listAccount(
  { connection, instance }: ConnectedInstance,
  clusters: readonly Cluster[],
  options: ObserveOptions,
  onRow: (cluster: Cluster, listed: ListedRow) => void,
): Promise<AccountListing> {
  const evidence: Evidence[] = [];
  if (connection.list === undefined || clusters.length < 2) return { unlisted: clusters, evidence };
  const pages = connection.list.bind(connection);
  const wanted = Map.groupBy(clusters, ({ id }) => id);
  let ended: Pick<AccountListing, "fatal" | "failed"> = {};
  try {
    options.signal.throwIfAborted();
    const read = collectEvidence(evidence, () =>
      readPages(pages(options.signal), clusters.length - 1, wanted, evidence, onRow),
    );
    await untilAborted(read, options.signal);
  } catch (thrown) {
    const error = describeError(thrown, instance.plugin, options);
    const ends = error.kind === "unauthenticated" || error.kind === "cancelled" || options.signal.aborted;
    ended = ends ? { fatal: error } : { failed: error };
  }
  const unlisted = [...wanted.values()].flat();
  wanted.clear(); // a list that ignores the signal goes on, but finds nothing any more
  return { unlisted, evidence, ...ended };
}

/** Reads at most `most` pages, and none once all that is wanted is there; what was found is taken out of `wanted`. */
async function readPages(
  pages: AsyncIterable<readonly ListedCluster[]>,
  most: number,
  wanted: Map<string, readonly Cluster[]>,
  evidence: Evidence[],
  onRow: (cluster: Cluster, listed: ListedRow) => void,
): Promise<void> {
  const iterator = pages[Symbol.asyncIterator]();
  let ofPage: readonly Evidence[] = [];
  try {
    let next = iterator.next();
    for (let left = most; left > 0 && wanted.size > 0; left -= 1) {
      const page = await next;
      if (page.done === true) return;
      // Where a plugin reads pages side by side, nothing new is answered between them: all have the same evidence.
      if (evidence.length > 0) ofPage = evidence.splice(0);
      const found = onceEach(page.value).flatMap((row) =>
        takeOut(wanted, row.id).map((cluster) => ({ cluster, row })),
      );
      // Asked for first: behind the reads that this page's rows lead to, the next page would come too late for them.
      if (left > 1 && wanted.size > 0) next = iterator.next();
      for (const { cluster, row } of found) onRow(cluster, { row, evidence: ofPage });
    }
  } finally {
    await iterator.return?.();
  }
}

/** Of two rows of one cluster nobody knows which holds: it is read by itself. */
function onceEach(rows: readonly ListedCluster[]): readonly ListedCluster[] {
  if (new Set(rows.map(({ id }) => id)).size === rows.length) return rows;
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((same) => (same.length === 1 ? same : []));
}

function takeOut(wanted: Map<string, readonly Cluster[]>, id: string): readonly Cluster[] {
  const clusters = wanted.get(id) ?? [];
  wanted.delete(id);
  return clusters;
}

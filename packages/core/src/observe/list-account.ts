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
  const onListed = (listed: ListedRow) => {
    for (const cluster of wanted.get(listed.row.id) ?? []) onRow(cluster, listed);
    wanted.delete(listed.row.id);
    return wanted.size === 0;
  };
  let ended: Pick<AccountListing, "fatal" | "failed"> = {};
  try {
    options.signal.throwIfAborted();
    const read = collectEvidence(evidence, () =>
      readPages(pages(options.signal), clusters.length - 1, evidence, onListed),
    );
    await untilAborted(read, options.signal);
  } catch (thrown) {
    const error = describeError(thrown, instance.plugin.packageName, options);
    const ends = error.kind === "unauthenticated" || error.kind === "cancelled" || options.signal.aborted;
    ended = ends ? { fatal: error } : { failed: error };
  }
  return { unlisted: [...wanted.values()].flat(), evidence, ...ended };
}

/** Reads at most `most` pages, and no more once `onListed` returns true: all that is wanted is there. */
async function readPages(
  pages: AsyncIterable<readonly ListedCluster[]>,
  most: number,
  evidence: Evidence[],
  onListed: (listed: ListedRow) => boolean,
): Promise<void> {
  let left = most;
  let ofPage: readonly Evidence[] = [];
  for await (const page of pages) {
    // Where a plugin reads pages side by side, nothing new is answered between them: all have the same evidence.
    if (evidence.length > 0) ofPage = evidence.splice(0);
    let isDone = false;
    for (const row of page) isDone = onListed({ row, evidence: ofPage }) || isDone;
    left -= 1;
    if (isDone || left === 0) return;
  }
}

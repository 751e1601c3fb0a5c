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

export interface AccountListing {
  /** By cluster id. A cluster without a row is read by itself: the list may lag, or end early. */
  readonly rows: ReadonlyMap<string, ListedRow>;
  /** An error that every read of the account would meet too. */
  readonly fatal?: ErrorFacts;
  /** Any other error; the clusters are then read one by one. */
  readonly failed?: ErrorFacts;
  readonly evidence: readonly Evidence[];
}

/**
 * Lists the account once where that saves calls: not for a single cluster, not where the plugin cannot, and no
 * further than the clusters at hand need (a large account may have more pages than the manifest has clusters).
 */
export async function listAccount(
  { connection, instance }: ConnectedInstance,
  clusters: readonly Cluster[],
  options: ObserveOptions,
): Promise<AccountListing> {
  const rows = new Map<string, ListedRow>();
  const evidence: Evidence[] = [];
  if (connection.list === undefined || clusters.length < 2) return { rows, evidence };
  const pages = connection.list.bind(connection);
  try {
    options.signal.throwIfAborted();
    const read = collectEvidence(evidence, () =>
      collectRows(pages(options.signal), clusters, rows, evidence),
    );
    await untilAborted(read, options.signal);
    return { rows, evidence };
  } catch (thrown) {
    const error = describeError(thrown, instance.plugin.packageName, options);
    const ends = error.kind === "unauthenticated" || error.kind === "cancelled" || options.signal.aborted;
    return { rows, evidence, ...(ends ? { fatal: error } : { failed: error }) };
  }
}

async function collectRows(
  pages: AsyncIterable<readonly ListedCluster[]>,
  clusters: readonly Cluster[],
  rows: Map<string, ListedRow>,
  evidence: readonly Evidence[],
): Promise<void> {
  const wanted = new Set(clusters.map(({ id }) => id));
  let pagesLeft = clusters.length - 1;
  let seen = 0;
  for await (const page of pages) {
    const ofPage = evidence.slice(seen);
    seen = evidence.length;
    for (const row of page) {
      if (wanted.delete(row.id)) rows.set(row.id, { row, evidence: ofPage });
    }
    pagesLeft -= 1;
    if (wanted.size === 0 || pagesLeft === 0) return;
  }
}

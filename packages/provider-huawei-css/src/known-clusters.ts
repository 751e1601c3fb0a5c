import { keepFresh, type ListedCluster, spareFailures } from "@upgradectl/provider-sdk";
import type { CssClient } from "./client.ts";

/** Long enough for the clusters of one run, too short for a cluster to come back unseen in a later reading. */
const keptForMs = 20_000;

/** Which clusters the account has, for those that seem to be missing. */
export interface KnownClusters {
  /** Lists the account for the host, and remembers the ids where that was the whole list. */
  list(signal: AbortSignal): AsyncGenerator<readonly ListedCluster[]>;
  /** One list serves all who ask at the same time, or soon after. */
  has(id: string, signal: AbortSignal): Promise<boolean>;
}

export function createKnownClusters(client: CssClient, now: () => number): KnownClusters {
  let whole: { readonly ids: ReadonlySet<string>; readonly expiresAt: number } | undefined;

  async function* list(signal: AbortSignal): AsyncGenerator<readonly ListedCluster[]> {
    const ids = new Set<string>();
    for await (const { rows, isLast } of client.listClusters(signal)) {
      for (const { id } of rows) ids.add(id);
      if (isLast) whole = { ids, expiresAt: now() + keptForMs };
      yield rows;
    }
  }

  const fresh = keepFresh(
    spareFailures(
      async (signal) => {
        if (whole === undefined || whole.expiresAt <= now()) await Array.fromAsync(list(signal));
        return { value: whole?.ids ?? new Set<string>(), expiresAt: whole?.expiresAt ?? now() };
      },
      now,
      // Also what may pass: the host has listed the account before, and each missing cluster would ask anew.
      () => true,
    ),
    now,
  );

  return { list, has: async (id, signal) => (await fresh.current(signal)).has(id) };
}

import { type ClusterRef, type Connection, factsOf, ProviderError } from "@upgradectl/provider-sdk";
import type { AckClient } from "./client.ts";
import type { With } from "./config.ts";
import { isClosed, isClusterMissing } from "./errors.ts";
import { toObservation } from "./observe.ts";
import { readFindings } from "./read-findings.ts";
import { readNodePools } from "./read-node-pools.ts";
import { type Reading, readOperations } from "./read-operations.ts";
import { type ClusterFields, clusterBody } from "./responses.ts";

export function createConnection(client: AckClient, region: string | null): Connection<With> {
  return {
    async observe(cluster, signal) {
      const listed = findListed(cluster);
      const fields = listed ?? (await client.readCluster(cluster.id, signal));
      if (fields.state?.toLowerCase() === "deleted") throw deleted(cluster.id);
      // The list lags by up to ten seconds (vendor's notice, 2024-11-18): the cluster's own read has the last word.
      const confirm = async (error: unknown) => {
        if (listed !== null && isClusterMissing(error)) await client.readCluster(cluster.id, signal);
      };
      const read = await readUnlessClosed(client, cluster, fields, confirm, signal);
      const wantsPools = cluster.properties.includes("nodePools");
      const nodePools = wantsPools ? await readNodePools(client, cluster.id, confirm, signal) : null;
      const findings = await readFindings(client, cluster.id, read.operations, signal);
      const unread = read.unread ?? nodePools?.unread;
      return {
        ...toObservation(fields, read.operations, nodePools),
        ...(unread === undefined ? {} : { unread }),
        ...(findings === undefined ? {} : { findings }),
      };
    },
    ...(region === null ? {} : { list: (signal: AbortSignal) => list(client, region, signal) }),
  };
}

/** Where the account may read a cluster but not its upgrades, what is known of the cluster stands. */
async function readUnlessClosed(
  client: AckClient,
  cluster: ClusterRef<With>,
  fields: ClusterFields,
  confirm: (error: unknown) => Promise<void>,
  signal: AbortSignal,
): Promise<Reading> {
  try {
    return await readOperations(client, cluster, fields, signal);
  } catch (error) {
    await confirm(error);
    if (!isClosed(error) || isClusterMissing(error)) throw error;
    return { operations: [], unread: factsOf(error) };
  }
}

async function* list(client: AckClient, region: string, signal: AbortSignal) {
  for await (const page of client.listClusters(region, signal)) {
    // A row without an id cannot be asked for; a cluster of the manifest that has no row is read by itself.
    yield page.flatMap((row) =>
      row.cluster_id === null
        ? []
        : [
            {
              id: row.cluster_id,
              name: row.name ?? row.cluster_id,
              version: row.current_version,
              row,
            },
          ],
    );
  }
}

/** The list's row, where it has what the cluster's own read would tell. */
function findListed({ id, listed }: ClusterRef<With>): ClusterFields | null {
  if (listed === undefined) return null;
  const row = clusterBody.safeParse(listed.row).data;
  if (row === undefined || row.cluster_id !== id) return null;
  return row.state === null || row.current_version === null ? null : row;
}

function deleted(id: string): ProviderError {
  return new ProviderError({
    kind: "not-found",
    message: `ACK shows cluster ${id} as deleted`,
    hint: "Remove it from the manifest, or correct its id.",
  });
}

import {
  type ClusterRef,
  type Connection,
  factsOf,
  newestOf,
  type ProviderError,
  readOptional,
  readTogether,
} from "@upgradectl/provider-sdk";
import type { CssClient } from "./client.ts";
import type { Mode, With } from "./config.ts";
import { explainClosed, explainCutOff, isClosed, mayBeMissing, missingCluster } from "./errors.ts";
import { createKnownClusters, type KnownClusters } from "./known-clusters.ts";
import { observeCluster, summarise, type UpgradeState, zonesOf } from "./observe.ts";
import { listOperations, type Upgrades } from "./operations.ts";
import { type Cluster, cluster as clusterBody, type Image } from "./responses.ts";

/** CSS in one project. */
export function createConnection(client: CssClient, now: () => number): Connection<With> {
  const known = createKnownClusters(client, now);
  return {
    async observe(reference, signal) {
      const row = findUsableRow(reference) ?? (await readCluster(client, known, reference.id, signal));
      const read = await readUpgrades(client, reference, row, signal);
      const wantsImages = row.datastore.isEosCluster || hasFailed(row, read.upgrades);
      // They explain, and decide nothing.
      const images = wantsImages
        ? await readOptional(readImages(client, reference.id, signal), signal)
        : undefined;
      return observeCluster(row, { ...read, ...(images === undefined ? {} : { images }) });
    },
    list: (signal) => known.list(signal),
  };
}

/** The list's row, where it has what the cluster's own read would tell. */
function findUsableRow({ id, listed, properties }: ClusterRef<With>): Cluster | undefined {
  const row = clusterBody.safeParse(listed?.row).data;
  if (row === undefined || row.id !== id || row.status === null || row.datastore.version === null)
    return undefined;
  if (properties.includes("image") && row.datastore.subVersion === null) return undefined;
  if (properties.includes("availabilityZones") && zonesOf(row) === null) return undefined;
  return row;
}

async function readCluster(
  client: CssClient,
  known: KnownClusters,
  id: string,
  signal: AbortSignal,
): Promise<Cluster> {
  try {
    return await client.readCluster(id, signal);
  } catch (error) {
    if (!mayBeMissing(error)) throw error;
    if (await isListed(known, id, signal)) throw error;
    throw missingCluster(error, id);
  }
}

/** Where the list cannot be read, the cluster may be on it. */
async function isListed(known: KnownClusters, id: string, signal: AbortSignal): Promise<boolean> {
  return (await readOptional(known.has(id, signal), signal)) ?? true;
}

/** What is closed to the account is left out, and said. */
async function readUpgrades(
  client: CssClient,
  { id, with: { operations = ["UPGRADING", "AZ_MIGRATION"] } }: ClusterRef<With>,
  row: Cluster,
  signal: AbortSignal,
): Promise<Pick<UpgradeState, "upgrades" | "unread">> {
  const refusals = new Map<Mode, ProviderError>();
  const read = async (mode: Mode, each: AbortSignal): Promise<Upgrades> => {
    if (!operations.includes(mode)) return {};
    try {
      const { upgrades, closed } = await client.readUpgrades(id, mode, each);
      if (closed !== null) refusals.set(mode, explainCutOff(closed, summarise(row), upgrades.length));
      return { [mode]: upgrades };
    } catch (error) {
      if (!isClosed(error)) throw error;
      refusals.set(mode, explainClosed(error, summarise(row)));
      return { [mode]: [] };
    }
  };
  const [upgrades, switchovers] = await readTogether(
    signal,
    (both) => read("UPGRADING", both),
    (both) => read("AZ_MIGRATION", both),
  );
  // Whichever answered first: the same cluster gives the same report.
  const refusal = refusals.get("UPGRADING") ?? refusals.get("AZ_MIGRATION");
  return {
    upgrades: { ...upgrades, ...switchovers },
    ...(refusal === undefined ? {} : { unread: factsOf(refusal) }),
  };
}

function hasFailed(row: Cluster, upgrades: Upgrades): boolean {
  const listed = listOperations(row, upgrades).filter(({ kind }) => kind !== "zone-switch");
  return newestOf(listed)?.phase === "failed";
}

/** Those of other versions where the own one has none. */
async function readImages(client: CssClient, id: string, signal: AbortSignal): Promise<readonly Image[]> {
  const same = await client.readImages(id, "same", signal);
  return same.length > 0 ? same : client.readImages(id, "cross", signal);
}

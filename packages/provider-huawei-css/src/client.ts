import type { HuaweiService } from "@upgradectl/huawei-cloud";
import {
  type Answer,
  type ListedCluster,
  type ProviderError,
  parseBody,
  requireSame,
} from "@upgradectl/provider-sdk";
import type { Mode } from "./config.ts";
import { isClosed } from "./errors.ts";
import { type FreshRows, type PageQuery, readAll, readPages } from "./paging.ts";
import {
  type Cluster,
  cluster,
  clusterList,
  type Image,
  imageList,
  type Upgrade,
  upgradeList,
} from "./responses.ts";

/** The four reads, each with its path, paging and shape. */
export interface CssClient {
  listClusters(signal: AbortSignal): AsyncIterable<FreshRows<ListedCluster>>;
  readCluster(clusterId: string, signal: AbortSignal): Promise<Cluster>;
  readUpgrades(clusterId: string, mode: Mode, signal: AbortSignal): Promise<UpgradeList>;
  /** The images that a cluster could be upgraded to, of the same engine version or of another. */
  readImages(clusterId: string, type: "same" | "cross", signal: AbortSignal): Promise<readonly Image[]>;
}

export interface UpgradeList {
  readonly upgrades: readonly Upgrade[];
  /** Why the pages after the first are not all there, where asking again would not help; null for a whole list. */
  readonly closed: ProviderError | null;
}

export function createClient(service: HuaweiService): CssClient {
  return {
    listClusters: (signal) =>
      readPages({
        action: "ListClustersDetails",
        firstRow: 1,
        read: async (query) => {
          const answer = await service.read("ListClustersDetails", { query, signal });
          const { clusters, totalSize } = parseBody(clusterList, answer);
          return { rows: clusters.map(toListed), total: totalSize };
        },
        idOf: ({ id }) => id,
      }),

    async readCluster(clusterId, signal) {
      const answer = await service.read("ShowClusterDetail", { path: { cluster_id: clusterId }, signal });
      const found = parseBody(cluster, answer);
      requireSame("cluster", found.id, clusterId, answer);
      return found;
    },

    readUpgrades: (clusterId, mode, signal) =>
      readUpgrades(async (page) => {
        // The default; older documents (of the sister cloud, 2025) have it that nothing else means upgrades.
        const query = mode === "UPGRADING" ? page : { ...page, action_mode: mode };
        return service.read("UpgradeDetail", { path: { cluster_id: clusterId }, query, signal });
      }),

    readImages: (clusterId, type, signal) =>
      readAll({
        action: "ListImages",
        firstRow: 0,
        read: async (query) => {
          const path = { cluster_id: clusterId, upgrade_type: type };
          const { imageInfoList, totalSize } = parseBody(
            imageList,
            await service.read("ListImages", { path, query, signal }),
          );
          return { rows: imageInfoList, total: totalSize };
        },
        idOf: ({ id }) => id,
      }),
  };
}

/** Where the first page is closed too, nothing is known, which is an error. */
async function readUpgrades(read: (page: PageQuery) => Promise<Answer>): Promise<UpgradeList> {
  const upgrades: Upgrade[] = [];
  let isOpen = false;
  const pages = readPages({
    action: "UpgradeDetail",
    firstRow: 1,
    read: async (page) => {
      const { detailList, totalSize } = parseBody(upgradeList, await read(page));
      isOpen = true;
      return { rows: detailList, total: totalSize };
    },
    idOf: ({ id }) => id,
  });
  try {
    for await (const { rows } of pages) upgrades.push(...rows);
    return { upgrades, closed: null };
  } catch (error) {
    if (!isOpen || !isClosed(error)) throw error;
    return { upgrades, closed: error };
  }
}

function toListed(row: { readonly id: string | null; readonly name: string | null }): ListedCluster {
  const whole = cluster.safeParse(row).data;
  return { id: row.id ?? "", name: row.name ?? "", version: whole?.datastore.version ?? null, row };
}

import type { HuaweiService } from "@upgradectl/huawei-cloud";
import { type ListedCluster, parseBody, requireSame } from "@upgradectl/provider-sdk";
import type { Mode } from "./config.ts";
import { type FreshRows, readAll, readPages } from "./paging.ts";
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
  readUpgrades(clusterId: string, mode: Mode, signal: AbortSignal): Promise<readonly Upgrade[]>;
  /** The images that a cluster could be upgraded to, of the same engine version or of another. */
  readImages(clusterId: string, type: "same" | "cross", signal: AbortSignal): Promise<readonly Image[]>;
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
      readAll({
        action: "UpgradeDetail",
        firstRow: 1,
        read: async (page) => {
          // The default; older documents (of the sister cloud, 2025) have it that nothing else means upgrades.
          const query = mode === "UPGRADING" ? page : { ...page, action_mode: mode };
          const answer = await service.read("UpgradeDetail", {
            path: { cluster_id: clusterId },
            query,
            signal,
          });
          const { detailList, totalSize } = parseBody(upgradeList, answer);
          return { rows: detailList, total: totalSize };
        },
        idOf: ({ id }) => id,
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

function toListed(row: { readonly id: string | null; readonly name: string | null }): ListedCluster {
  const whole = cluster.safeParse(row).data;
  return { id: row.id ?? "", name: row.name ?? "", version: whole?.datastore.version ?? null, row };
}

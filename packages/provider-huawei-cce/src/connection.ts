import {
  type Cluster,
  cluster,
  clusterList,
  findVersion,
  type HuaweiService,
  readUpgradeState,
} from "@upgradectl/huawei-cloud";
import {
  type ClusterRef,
  type Connection,
  type ListedCluster,
  type Observation,
  parseBody,
} from "@upgradectl/provider-sdk";
import type { With } from "./config.ts";
import { isUpgrading, observeCluster, summarise } from "./observe.ts";
import { upgradeActions } from "./reads.ts";

/** CCE in one project. */
export function createConnection(service: HuaweiService): Connection<With> {
  return {
    observe: (reference, signal) => observe(service, reference, signal),
    list: (signal) => list(service, signal),
  };
}

async function observe(
  service: HuaweiService,
  reference: ClusterRef<With>,
  signal: AbortSignal,
): Promise<Observation> {
  const row = findUsableRow(reference) ?? (await readCluster(service, reference.id, signal));
  const target = {
    id: reference.id,
    summary: summarise(row),
    isUpgrading: isUpgrading(row),
    pins: reference.with,
  };
  return observeCluster(row, await readUpgradeState(service, upgradeActions, target, signal));
}

async function* list(service: HuaweiService, signal: AbortSignal): AsyncGenerator<readonly ListedCluster[]> {
  const answer = await service.read("ListClusters", { signal });
  yield parseBody(clusterList, answer).items.map((row) => ({
    id: row.metadata.uid ?? "",
    name: row.metadata.name ?? row.metadata.alias ?? "",
    version: findVersion(row, null).version,
    row,
  }));
}

async function readCluster(service: HuaweiService, id: string, signal: AbortSignal): Promise<Cluster> {
  return parseBody(cluster, await service.read("ShowCluster", { path: { cluster_id: id }, signal }));
}

/** A row without a state is no observation; the cluster's own read may have one. */
function findUsableRow({ listed }: ClusterRef<With>): Cluster | undefined {
  const parsed = cluster.safeParse(listed?.row);
  return parsed.success && parsed.data.status.phase !== null ? parsed.data : undefined;
}

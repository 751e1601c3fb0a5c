import type { ClusterRef, Connection, ListedCluster, Observation } from "@upgradectl/provider-sdk";
import type { With } from "../config.ts";
import provider from "../index.ts";
import { clusterBody, FakeHttp, type FakeRoute, ids, infoBody, listOf } from "./huawei-doubles.ts";

export interface Connected {
  readonly http: FakeHttp;
  readonly connection: Connection<With>;
  readonly observe: (changes?: Partial<ClusterRef<With>>, signal?: AbortSignal) => Promise<Observation>;
  readonly list: () => Promise<readonly ListedCluster[]>;
}

/** A healthy cluster in an account with an access key and a project. */
export async function connect(routes: Record<string, FakeRoute> = {}): Promise<Connected> {
  const http = new FakeHttp(provider.reads, {
    ListClusters: { body: { kind: "Cluster", apiVersion: "v3", items: [clusterBody()] } },
    ShowCluster: { body: clusterBody() },
    ShowClusterUpgradeInfo: { body: infoBody() },
    ListUpgradeWorkFlows: { body: listOf() },
    ...routes,
  });
  const connection = await provider.connect({
    instance: "cce",
    config: { region: "cn-north-4", projectId: "p1" },
    env: { HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK" },
    http,
    now: () => 0,
    readFile: async () => undefined,
    secret: () => {},
  });
  const signal = new AbortController().signal;
  return {
    http,
    connection,
    observe: (changes = {}, given = signal) =>
      connection.observe({ name: "payments", id: ids.cluster, with: {}, properties: [], ...changes }, given),
    list: async () => {
      const pages = await Array.fromAsync(connection.list?.(signal) ?? []);
      return pages.flat();
    },
  };
}

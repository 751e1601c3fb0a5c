import type { ClusterRef, Connection, ListedCluster, Observation } from "@upgradectl/provider-sdk";
import type { With } from "../config.ts";
import provider from "../index.ts";
import { clusterBody, ids, imagesOf, upgradesOf } from "./css-bodies.ts";
import { FakeHttp, type FakeRoute } from "./huawei-doubles.ts";

export interface Connected {
  readonly http: FakeHttp;
  readonly connection: Connection<With>;
  readonly observe: (changes?: Partial<ClusterRef<With>>, signal?: AbortSignal) => Promise<Observation>;
  readonly list: () => Promise<readonly ListedCluster[]>;
  /** What `now` gives the connection, epoch milliseconds. */
  readonly clock: { now: number };
}

/** A healthy cluster in an account with an access key and a project. */
export async function connect(routes: Record<string, FakeRoute> = {}): Promise<Connected> {
  const http = new FakeHttp(provider.reads, {
    ListClustersDetails: { body: { totalSize: 1, clusters: [clusterBody()] } },
    ShowClusterDetail: { body: clusterBody() },
    UpgradeDetail: { body: upgradesOf() },
    ListImages: { body: imagesOf() },
    ...routes,
  });
  const clock = { now: 0 };
  const connection = await provider.connect({
    instance: "css",
    config: { region: "cn-north-4", projectId: "p1" },
    env: { HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK" },
    http,
    now: () => clock.now,
    readFile: async () => undefined,
    runProgram: async () => ({ exitCode: 1, stdout: "", stderr: "" }),
    secret: () => {},
  });
  const signal = new AbortController().signal;
  return {
    http,
    connection,
    clock,
    observe: (changes = {}, given = signal) =>
      connection.observe({ name: "logs", id: ids.cluster, with: {}, properties: [], ...changes }, given),
    list: async () => {
      const pages = await Array.fromAsync(connection.list?.(signal) ?? []);
      return pages.flat();
    },
  };
}

/** The cluster's row of the account's list. */
export function listed(row: unknown = clusterBody()): ListedCluster {
  return { id: ids.cluster, name: "logs", version: null, row };
}

/** Answers UpgradeDetail by its `action_mode`. */
export function byMode(upgrades: unknown, switchovers: unknown): FakeRoute {
  return ({ query }) => ({ body: query?.action_mode === "AZ_MIGRATION" ? switchovers : upgrades });
}

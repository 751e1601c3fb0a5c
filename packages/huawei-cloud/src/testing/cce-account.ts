import type {
  ClusterRef,
  CompletedUpgrade,
  ConnectContext,
  Connection,
  ListedCluster,
  Observation,
  PostCheck,
  Read,
} from "@upgradectl/provider-sdk";
import { clusterBody, ids, infoBody, listOf } from "./bodies.ts";
import { FakeHttp, type FakeRoute } from "./fake-http.ts";
import { preCheckBody } from "./pre-check-bodies.ts";

interface Pins {
  readonly workflowId?: string;
  readonly taskId?: string;
}

/** A provider of CCE or CCE Autopilot, whole or as good as. */
export interface CceProvider {
  readonly reads: readonly Read[];
  readonly connect: (
    context: ConnectContext<{ readonly region: string; readonly projectId: string }>,
  ) => Connection<Pins> | Promise<Connection<Pins>>;
}

export interface CceAccount {
  readonly http: FakeHttp;
  readonly observe: (changes?: Partial<ClusterRef<Pins>>, signal?: AbortSignal) => Promise<Observation>;
  readonly list: () => Promise<readonly ListedCluster[]>;
  readonly postCheck: (upgrade?: Partial<CompletedUpgrade>, signal?: AbortSignal) => Promise<PostCheck>;
}

/** Answers by the end of the path, whatever a product calls its requests. */
const healthy: readonly (readonly [end: RegExp, body: () => unknown])[] = [
  [/\/clusters$/, () => ({ kind: "Cluster", apiVersion: "v3", items: [clusterBody()] })],
  [/\/\{cluster_id\}$/, clusterBody],
  [/\/upgradeinfo$/, infoBody],
  [/\/(upgradeworkflows|tasks|upgradeplans)$/, () => listOf()],
  [/\/precheck\/tasks\/\{task_id\}$/, preCheckBody],
];

/**
 * A healthy cluster that was never upgraded, in an account with an access key and a project. `routes` are by action; a
 * request that has none, and that a healthy cluster does not need, fails the test.
 */
export async function openAccount(
  provider: CceProvider,
  routes: Record<string, FakeRoute> = {},
): Promise<CceAccount> {
  const own = provider.reads.flatMap(({ action, path }) =>
    healthy.flatMap(([end, body]): [string, FakeRoute][] =>
      end.test(path) ? [[action, { body: body() }]] : [],
    ),
  );
  const http = new FakeHttp(provider.reads, { ...Object.fromEntries(own), ...routes });
  const connection = await provider.connect({
    instance: "cce",
    config: { region: "cn-north-4", projectId: "p1" },
    env: { HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK" },
    http,
    now: () => 0,
    readFile: async () => undefined,
    runProgram: async () => ({ exitCode: 1, stdout: "", stderr: "" }),
    secret: () => {},
  });
  const { signal } = new AbortController();
  const reference = { name: "payments", id: ids.cluster, with: {}, properties: [] };
  return {
    http,
    observe: (changes = {}, given = signal) => connection.observe({ ...reference, ...changes }, given),
    list: async () => (await Array.fromAsync(connection.list?.(signal) ?? [])).flat(),
    postCheck: async (upgrade = {}, given = signal) => {
      if (connection.postCheck === undefined) throw new Error("there is no post-upgrade check");
      const completed = { fromVersion: "v1.28.15-r2", toVersion: "v1.29.8-r4", ...upgrade };
      return await connection.postCheck(reference, completed, given);
    },
  };
}

import type { Read } from "@upgradectl/provider-sdk";
import { accountReads } from "../account-reads.ts";
import type { HuaweiContext } from "../huawei-context.ts";
import { type HuaweiService, openService } from "../service.ts";
import { FakeHttp, type FakeRoute } from "./fake-http.ts";
import { signInRoutes } from "./sign-in-answers.ts";

export const reads: readonly Read[] = [
  {
    action: "ShowCluster",
    path: "/projects/{project_id}/clusters/{cluster_id}",
    permission: "cce:cluster:get",
  },
  ...accountReads,
];

const routes: Record<string, FakeRoute> = {
  ShowCluster: { body: { kind: "Cluster" } },
  KeystoneListProjects: ({ query }) => ({ body: { projects: [{ id: "p-of-region", name: query?.name }] } }),
  ...signInRoutes,
};

export interface Changes extends Partial<Pick<HuaweiContext, "config" | "env">> {
  /** Text by path; `null` for one that cannot be read. */
  readonly files?: Readonly<Record<string, string | null>>;
}

export interface Opened {
  readonly http: FakeHttp;
  readonly secrets: ReadonlyMap<string, "prefix" | undefined>;
  /** Moves by assignment alone. */
  readonly clock: { time: number };
  readonly open: () => HuaweiService;
  /** Reads a cluster with a service of its own. */
  readonly read: (signal?: AbortSignal) => Promise<unknown>;
  /** Reads a cluster with the one service that all calls share. */
  readonly readAgain: (signal?: AbortSignal) => Promise<unknown>;
}

export const startOfTest: number = Date.parse("2026-11-20T12:00:00Z");

/** A healthy service: a region and a project in the config, an access key in the environment. */
export function prepare(changes: Changes = {}, answers: Record<string, FakeRoute> = {}): Opened {
  const http = new FakeHttp(reads, { ...routes, ...answers });
  const secrets = new Map<string, "prefix" | undefined>();
  const clock = { time: startOfTest };
  const open = () =>
    openService(
      {
        instance: "cce",
        config: changes.config ?? { region: "cn-north-4", projectId: "p1" },
        env: changes.env ?? { HUAWEICLOUD_SDK_AK: "AKAKAKAK", HUAWEICLOUD_SDK_SK: "sksksk" },
        http,
        now: () => clock.time,
        readFile: async (path) => {
          const text = changes.files?.[path];
          if (text === null) throw Object.assign(new Error(`secret words of ${path}`), { code: "EACCES" });
          return text;
        },
        secret: (value, show) => secrets.set(value, show),
      },
      { service: "cce", reads, errorRules: [] },
    );
  const readWith = (service: HuaweiService, signal = new AbortController().signal) =>
    service.read("ShowCluster", { path: { cluster_id: "c1" }, signal });
  let shared: HuaweiService | undefined;
  return {
    http,
    secrets,
    clock,
    open,
    read: async (signal) => readWith(open(), signal),
    readAgain: async (signal) => {
      shared ??= open();
      return readWith(shared, signal);
    },
  };
}

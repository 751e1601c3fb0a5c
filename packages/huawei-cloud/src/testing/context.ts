import type { Read } from "@upgradectl/provider-sdk";
import { projectRead } from "../project-id.ts";
import { type HuaweiContext, type HuaweiService, openService } from "../service.ts";
import { FakeHttp, type FakeRoute } from "./fake-http.ts";

export const reads: readonly Read[] = [
  {
    action: "ShowCluster",
    path: "/projects/{project_id}/clusters/{cluster_id}",
    permission: "cce:cluster:get",
  },
  projectRead,
];

const routes: Record<string, FakeRoute> = {
  ShowCluster: { body: { kind: "Cluster" } },
  KeystoneListProjects: ({ query }) => ({ body: { projects: [{ id: "p-of-region", name: query?.name }] } }),
};

export interface Opened {
  readonly http: FakeHttp;
  readonly secrets: ReadonlyMap<string, "prefix" | undefined>;
  readonly open: () => HuaweiService;
  /** Opens the service and reads a cluster. */
  readonly read: (signal?: AbortSignal) => Promise<unknown>;
}

/** A healthy service: a region and a project in the config, an access key in the environment. */
export function prepare(
  changes: Partial<Pick<HuaweiContext, "config" | "env">> = {},
  answers: Record<string, FakeRoute> = {},
): Opened {
  const http = new FakeHttp(reads, { ...routes, ...answers });
  const secrets = new Map<string, "prefix" | undefined>();
  const open = () =>
    openService(
      {
        config: changes.config ?? { region: "cn-north-4", projectId: "p1" },
        env: changes.env ?? { HUAWEICLOUD_SDK_AK: "AKAKAKAK", HUAWEICLOUD_SDK_SK: "sksksk" },
        http,
        secret: (value, show) => secrets.set(value, show),
      },
      { service: "cce", reads, errorRules: [] },
    );
  const read = (signal = new AbortController().signal) =>
    open().read("ShowCluster", { path: { cluster_id: "c1" }, signal });
  return { http, secrets, open, read };
}

import { type ClusterRef, ProviderError } from "@upgradectl/provider-sdk";
import type { With } from "../config.ts";
import { connect, FakeCloud, type Reply, type Script } from "./fake-cloud.ts";

export const id = "c106f377e16f34eb1808d6b9362c9abcd";
export const signal: AbortSignal = new AbortController().signal;

export const row = { cluster_id: id, name: "prod", state: "running", current_version: "1.32.1-aliyun.1" };
export const task = {
  task_id: "T-1",
  task_type: "cluster_upgrade",
  state: "success",
  created: "2026-11-20T10:00:00+08:00",
  updated: "2026-11-20T10:30:00+08:00",
};
export const running = { ...task, state: "running" };

export const tasks = (...rows: object[]): Reply => ({
  body: { tasks: rows, page_info: { page_number: 1, page_size: 50, total_count: rows.length } },
});
export const clusters = (...rows: object[]): Reply => ({
  body: { clusters: rows, page_info: { total_count: rows.length } },
});
export const failure = (status: number, code: string): Reply => ({
  status,
  body: { code, message: code, requestId: "r" },
});
export const forbidden = failure(403, "StatusForbidden");
export const gone: Reply = {
  status: 404,
  body: { Code: "InvalidAction.NotFound", Message: "Specified api is not found." },
};
export const timeout = new ProviderError({ kind: "timeout", message: "no answer" });

/** A healthy cluster that was upgraded once, and was never checked. */
export const healthy: Script = {
  DescribeClusterDetail: { body: row },
  DescribeClusterTasks: tasks(task),
  ListClusterChecks: { body: { checks: [] } },
};

export interface Asked {
  readonly with?: With;
  readonly properties?: readonly string[];
  readonly listed?: unknown;
}

export async function observe(script: Script, asked: Asked = {}) {
  const cloud = new FakeCloud({ ...healthy, ...script });
  const connection = await connect(cloud);
  const cluster: ClusterRef<With> = {
    name: "prod",
    id,
    with: asked.with ?? {},
    properties: asked.properties ?? [],
    ...(asked.listed === undefined ? {} : { listed: { id, name: "prod", version: null, row: asked.listed } }),
  };
  const observation = connection.observe(cluster, signal);
  return { cloud, observation };
}

export async function observed(script: Script, asked: Asked = {}) {
  const { cloud, observation } = await observe(script, asked);
  return { ...(await observation), actions: cloud.actions, reads: cloud.reads };
}

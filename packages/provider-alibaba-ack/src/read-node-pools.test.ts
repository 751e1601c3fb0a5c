import { type ErrorKind, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { connect, FakeCloud, type Reply } from "./testing/fake-cloud.ts";
import {
  failure,
  forbidden,
  gone,
  healthy,
  id,
  observe,
  observed,
  row,
  running,
  task,
  tasks,
  timeout,
} from "./testing/healthy-cluster.ts";

const asked = { properties: ["nodePools"] };
const missing = failure(404, "ErrorClusterNotFound");
const pool = {
  nodepool_info: { name: "a", nodepool_id: "np1" },
  node_components: [{ name: "kubelet", version: "1.33.3-aliyun.1" }],
};

describe("expect.nodePools", () => {
  it("reads the pools where they are asked for", async () => {
    const found = await observed({ DescribeClusterNodePools: { body: { nodepools: [pool] } } }, asked);
    expect(found.actions.at(-1)).toBe("DescribeClusterNodePools");
    expect(found.properties).toEqual({ nodePools: { a: "1.33.3-aliyun.1" } });
    expect(found.unread).toBeUndefined();
  });

  it.each<[string, Reply, ErrorKind]>([
    ["forbidden", forbidden, "forbidden"],
    ["of no known shape", { body: {} }, "unexpected-response"],
    ["down", failure(500, "InternalError"), "unavailable"],
    ["throttled", failure(429, "Throttling"), "rate-limited"],
    ["too slow", timeout, "timeout"],
    ["those of no cluster", missing, "unavailable"],
  ])("keeps what else is known where they are %s", async (_, reply, kind) => {
    const script = { DescribeClusterTasks: tasks(running), DescribeTaskInfo: { body: running } };
    const found = await observed({ ...script, DescribeClusterNodePools: reply }, asked);
    expect(found).toMatchObject({
      version: row.current_version,
      operations: [{ id: "T-1", phase: "running" }],
      properties: { nodePools: null },
      unread: { kind, message: expect.stringMatching(/DescribeClusterNodePools|no answer/) },
    });
  });

  it("still says why an upgrade failed", async () => {
    const failed = { ...task, state: "fail" };
    const script = { DescribeClusterTasks: tasks(failed), DescribeTaskInfo: { body: failed } };
    const found = await observed({ ...script, DescribeClusterNodePools: forbidden }, asked);
    expect(found.findings).toEqual([]);
    expect(found.actions.at(-1)).toBe("ListClusterChecks");
  });

  it("says rather that the upgrades could not be read, where neither could", async () => {
    const script = { DescribeClusterTasks: forbidden, GetUpgradeStatus: gone };
    const found = await observed(
      { ...script, DescribeClusterNodePools: failure(500, "InternalError") },
      asked,
    );
    expect(found.unread).toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("DescribeClusterTasks"),
    });
    expect(found.properties).toEqual({ nodePools: null });
  });

  it.each<ErrorKind>(["unauthenticated", "cancelled", "plugin"])("ends with an error %s", async (kind) => {
    const error = new ProviderError({ kind, message: "no" });
    const { observation } = await observe({ DescribeClusterNodePools: error }, asked);
    await expect(observation).rejects.toMatchObject({ kind });
  });

  it("ends where the run does", async () => {
    const run = new AbortController();
    const cloud = new FakeCloud({
      ...healthy,
      DescribeClusterNodePools: () => {
        run.abort();
        return timeout;
      },
    });
    const cluster = { name: "prod", id, with: {}, ...asked };
    const observation = (await connect(cloud)).observe(cluster, run.signal);
    await expect(observation).rejects.toMatchObject({ kind: "timeout" });
  });

  it("finds a listed cluster gone", async () => {
    const script = { DescribeClusterNodePools: missing, DescribeClusterDetail: missing };
    const { observation } = await observe(script, { ...asked, listed: row });
    await expect(observation).rejects.toMatchObject({ kind: "not-found" });
  });

  it("keeps what is known of a listed cluster that is there after all", async () => {
    const found = await observed({ DescribeClusterNodePools: missing }, { ...asked, listed: row });
    expect(found.unread).toMatchObject({ code: "ErrorClusterNotFound" });
    expect(found.actions).toEqual([
      "DescribeClusterTasks",
      "DescribeClusterNodePools",
      "DescribeClusterDetail",
    ]);
  });
});

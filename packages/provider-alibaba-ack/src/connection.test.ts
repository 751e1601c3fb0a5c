import type { ListedCluster } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { connect, FakeCloud, type Reply, type Script } from "./testing/fake-cloud.ts";
import {
  clusters,
  failure,
  forbidden,
  gone,
  healthy,
  id,
  observe,
  observed,
  row,
  signal,
} from "./testing/healthy-cluster.ts";

describe("observe", () => {
  it("costs one request for a healthy cluster that was listed", async () => {
    const found = await observed({}, { listed: row });
    expect(found.reads).toEqual([
      { action: "DescribeClusterTasks", path: { clusterId: id }, query: { page_size: 50, page_number: 1 } },
    ]);
    expect(found).toMatchObject({
      version: "1.32.1-aliyun.1",
      state: { condition: "ready", raw: "running" },
      operations: [{ id: "T-1", kind: "version", phase: "succeeded", rawPhase: "success" }],
    });
    expect(found.properties).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["that was not listed", undefined],
    ["whose row has no state", { ...row, state: null }],
    ["whose row has no version", { ...row, current_version: "" }],
    ["whose row is of another cluster", { ...row, cluster_id: "c2" }],
    ["whose row is no row", "?"],
  ])("reads a cluster %s by itself", async (_, listed) => {
    const found = await observed({}, { listed });
    expect(found.actions).toEqual(["DescribeClusterDetail", "DescribeClusterTasks"]);
    expect(found.version).toBe("1.32.1-aliyun.1");
  });

  it.each<[string, Reply, string]>([
    ["a missing cluster", failure(404, "ErrorClusterNotFound"), "not-found"],
    ["a deleted cluster", { body: { ...row, state: "deleted" } }, "not-found"],
    ["an unknown access key", failure(404, "InvalidAccessKeyId.NotFound"), "unauthenticated"],
    ["a wrong route", gone, "unavailable"],
    ["another cluster's detail", { body: { ...row, cluster_id: "c2" } }, "unexpected-response"],
    ["an empty object", { body: {} }, "unexpected-response"],
    ["a list", { body: [] }, "unexpected-response"],
    ["a web page", { body: "<html>" }, "unexpected-response"],
    ["an odd type", { body: { ...row, state: 7 } }, "unexpected-response"],
  ])("reports %s", async (_, reply, kind) => {
    const { cloud, observation } = await observe({ DescribeClusterDetail: reply });
    await expect(observation).rejects.toMatchObject({ name: "ProviderError", kind });
    expect(cloud.actions).toEqual(["DescribeClusterDetail"]);
  });

  it("names what it was asked for and what came instead", async () => {
    const { observation } = await observe({
      DescribeClusterDetail: { body: { ...row, cluster_id: "c2" } },
    });
    await expect(observation).rejects.toThrow(
      `DescribeClusterDetail was asked for cluster ${id} and answered with cluster c2`,
    );
  });

  it("takes an id in other case for the same", async () => {
    const body = { ...row, cluster_id: id.toUpperCase() };
    expect((await observed({ DescribeClusterDetail: { body } })).version).toBe(row.current_version);
  });

  it("keeps a row that lags behind from hiding that the cluster is gone", async () => {
    const missing = failure(404, "ErrorClusterNotFound");
    const script = {
      DescribeClusterTasks: missing,
      GetUpgradeStatus: missing,
      DescribeClusterDetail: missing,
    };
    const { observation } = await observe(script, { listed: row });
    await expect(observation).rejects.toMatchObject({ kind: "not-found" });
  });

  it("does not believe a task list that misses a cluster which is there", async () => {
    const missing = failure(404, "ErrorClusterNotFound");
    const { observation } = await observe(
      { DescribeClusterTasks: missing, GetUpgradeStatus: missing },
      { listed: row },
    );
    await expect(observation).rejects.toMatchObject({ kind: "unavailable", code: "ErrorClusterNotFound" });
  });

  it("ends when it is told to", async () => {
    const connection = await connect(new FakeCloud(healthy));
    const cluster = { name: "prod", id, with: {}, properties: [] };
    await expect(connection.observe(cluster, AbortSignal.abort())).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

describe("list", () => {
  async function list(script: Script) {
    const cloud = new FakeCloud(script);
    const connection = await connect(cloud);
    const pages: (readonly ListedCluster[])[] = [];
    for await (const page of connection.list?.(signal) ?? []) pages.push(page);
    return { pages, reads: cloud.reads };
  }

  it("gives the region's clusters page by page", async () => {
    const all = Array.from({ length: 60 }, (_, index) => ({ ...row, cluster_id: `c${index}` }));
    const { pages, reads } = await list({
      DescribeClustersForRegion: ({ query }) => {
        const start = (Number(query?.page_number) - 1) * 50;
        return { body: { clusters: all.slice(start, start + 50), page_info: { total_count: 60 } } };
      },
    });
    expect(pages.map((page) => page.length)).toEqual([50, 10]);
    expect(pages[0]?.[0]).toEqual({ id: "c0", name: "prod", version: "1.32.1-aliyun.1", row: all[0] });
    expect(reads[1]).toEqual({
      action: "DescribeClustersForRegion",
      path: { region: "cn-hangzhou" },
      query: { page_size: 50, page_number: 2 },
    });
  });

  it("names a cluster without a name by its id, and leaves a row without an id to its own read", async () => {
    const { pages } = await list({
      DescribeClustersForRegion: clusters(
        { ...row, name: "", current_version: null },
        { ...row, cluster_id: "" },
      ),
    });
    expect(pages).toMatchObject([[{ id, name: id, version: null }]]);
  });

  it("gives both rows of a cluster that contradict each other", async () => {
    const broken = { ...row, state: "failed" };
    const body = { clusters: [row, broken], page_info: { total_count: 1 } };
    const { pages } = await list({ DescribeClustersForRegion: { body } });
    expect(pages).toMatchObject([
      [
        { id, row },
        { id, row: broken },
      ],
    ]);
  });

  it.each<[string, Reply, string]>([
    ["an empty object", { body: {} }, "unexpected-response"],
    [
      "the same page for ever",
      { body: { clusters: [row], page_info: { total_count: 9 } } },
      "unexpected-response",
    ],
    ["a refusal", forbidden, "forbidden"],
    [
      "an error beside its rows",
      { body: { clusters: [row], page_info: { total_count: 1 }, code: "Throttling.User" } },
      "rate-limited",
    ],
    [
      "a row twice, and one missing",
      { body: { clusters: [row, row], page_info: { total_count: 3 } } },
      "unexpected-response",
    ],
  ])("fails with %s", async (_, reply, kind) => {
    await expect(list({ DescribeClustersForRegion: reply })).rejects.toMatchObject({ kind });
  });

  it("fails where a later page takes back what the first one promised", async () => {
    const first = Array.from({ length: 50 }, (_, index) => ({ ...row, cluster_id: `c${index}` }));
    const reply = list({
      DescribeClustersForRegion: ({ query }) =>
        query?.page_number === 1
          ? { body: { clusters: first, page_info: { total_count: 60 } } }
          : { body: { clusters: [], page_info: { total_count: 0 } } },
    });
    await expect(reply).rejects.toMatchObject({
      kind: "unexpected-response",
      message: expect.stringContaining("50 of 60 rows"),
    });
  });

  it("is not offered without a region", async () => {
    const connection = await connect(new FakeCloud(healthy), { endpoint: "http://127.0.0.1:1" });
    expect(connection.list).toBeUndefined();
    const found = await connection.observe({ name: "prod", id, with: {}, properties: [] }, signal);
    expect(found.version).toBe("1.32.1-aliyun.1");
  });
});

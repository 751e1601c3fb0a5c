import cs, * as models from "@alicloud/cs20151215";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { afterEach, describe, expect, it } from "vitest";
import { type AlibabaAccountScenario, type Simulator, startSimulator } from "./index.ts";
import { alibabaAccount, scenarioOf } from "./testing/scenario.ts";

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

const id = "c106f377e16f34eb1808d6b9362c9abcd";
const taskId = "T-0123456789abcdef01234567";

/** In its second step, with one pool that is ahead of another. */
const upgrading: AlibabaAccountScenario = alibabaAccount({
  clusters: [
    {
      id,
      name: "orders",
      version: "1.31.9-aliyun.1",
      upgradableTo: ["1.32.1-aliyun.1"],
      operations: [
        { id: taskId, to: "1.32.1-aliyun.1", startedAgo: "30m", duration: "1h" },
        { kind: "node-pool", nodePool: "batch", to: "1.31.9-aliyun.1", startedAgo: "2d" },
      ],
      nodePools: [
        { name: "web", version: "1.30.7-aliyun.1" },
        { name: "batch", version: "1.30.7-aliyun.1", nodes: 2 },
        { name: "edge" },
      ],
    },
    { name: "spare", version: "1.32.1-aliyun.1", count: 24 },
  ],
});

async function start(account = upgrading): Promise<string> {
  // Stands still: under load a running operation would be further by the time it is looked at.
  const startedAt = Date.now();
  simulator = await startSimulator({ scenario: scenarioOf(account), now: () => startedAt });
  return simulator.url;
}

// Both packages are CommonJS, whose default export arrives wrapped.
const Client = cs.default ?? (cs as unknown as typeof cs.default);

function client(url: string, changes: { accessKeySecret?: string; securityToken?: string } = {}) {
  const { accessKeyId, accessKeySecret } = alibabaAccount();
  const endpoint = new URL(url).host;
  const config = {
    accessKeyId,
    accessKeySecret,
    endpoint,
    protocol: "http",
    regionId: "cn-hangzhou",
    ...changes,
  };
  return new Client(new $OpenApiUtil.Config(config));
}

describe("the official Alibaba client", () => {
  it("reads every call of ACK that tells about upgrades", async () => {
    const from = client(await start());

    const listRequest = new models.DescribeClustersForRegionRequest({ pageNumber: 3, pageSize: 10 });
    const list = await from.describeClustersForRegion("cn-hangzhou", listRequest);
    expect(list.body?.pageInfo).toMatchObject({ pageNumber: 3, pageSize: 10, totalCount: 25 });
    expect(list.body?.clusters).toHaveLength(5);
    expect(list.body?.clusters?.[0]).toMatchObject({ name: "spare-020", currentVersion: "1.32.1-aliyun.1" });

    const old = await from.describeClustersV1(new models.DescribeClustersV1Request({ name: "order" }));
    expect(old.body?.clusters).toHaveLength(1);

    const detail = await from.describeClusterDetail(id);
    expect(detail.body).toMatchObject({
      clusterId: id,
      state: "upgrading",
      currentVersion: "1.31.9-aliyun.1",
      nextVersion: "1.32.1-aliyun.1",
      size: 8,
    });
    expect(JSON.parse(detail.body?.metaData ?? "")).toHaveProperty("RuntimeVersion");

    const tasksRequest = new models.DescribeClusterTasksRequest({ pageNumber: 1, pageSize: 2 });
    const tasks = await from.describeClusterTasks(id, tasksRequest);
    expect(tasks.body?.pageInfo).toMatchObject({ pageSize: 2, totalCount: 3 });
    expect(tasks.body?.tasks?.map((task) => task.taskType)).toContain("cluster_upgrade");
    expect(tasks.body?.tasks?.[0]?.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);

    const task = await from.describeTaskInfo(taskId);
    expect(task.body).toMatchObject({
      taskId,
      clusterId: id,
      taskType: "cluster_upgrade",
      state: "running",
      currentStage: "UpgradeMaster",
      parameters: { next_version: "1.32.1-aliyun.1" },
    });
    expect(task.body?.stages?.map((stage) => stage.state)).toEqual(["success", "running", ""]);
    expect(task.body?.stages?.[0]?.endTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(task.body?.events?.[0]?.timestamp).toMatch(/^\d{13}$/);

    const pools = await from.describeClusterNodePools(id, new models.DescribeClusterNodePoolsRequest({}));
    const versions = pools.body?.nodepools?.map((pool) => [
      pool.nodepoolInfo?.name,
      pool.nodeComponents?.[0]?.version,
    ]);
    expect(versions).toEqual([
      ["web", "1.30.7-aliyun.1"],
      ["batch", "1.31.9-aliyun.1"],
      ["edge", undefined],
    ]);

    const checks = await from.listClusterChecks(
      id,
      new models.ListClusterChecksRequest({ type: "ClusterUpgrade" }),
    );
    expect(checks.body?.checks).toMatchObject([{ type: "ClusterUpgrade", status: "Succeeded" }]);
    const [row] = checks.body?.checks ?? [];
    expect(row?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    const check = await from.getClusterCheck(id, row?.checkId ?? "");
    expect(check.body).toMatchObject({ checkId: row?.checkId, message: "task succeed" });
    expect(Object.keys(check.body?.checkItems ?? {})).toEqual(["ClusterResource", "NodeResource"]);

    const status = await from.getUpgradeStatus(id);
    expect(status.body).toMatchObject({
      status: "running",
      upgradeStep: "upgrading",
      upgradeTask: { status: "running" },
    });

    expect(simulator?.stats.rejected).toEqual([]);
  });

  it("is accepted with a security token, and only with the right one", async () => {
    const url = await start({ ...upgrading, securityToken: "CAISdummySecurityToken==" });
    const detail = await client(url, { securityToken: "CAISdummySecurityToken==" }).describeClusterDetail(id);
    expect(detail.body?.clusterId).toBe(id);
    await expect(client(url, { securityToken: "x" }).describeClusterDetail(id)).rejects.toMatchObject({
      code: "InvalidSecurityToken.MismatchWithAccessKey",
    });
    await expect(client(url).describeClusterDetail(id)).rejects.toMatchObject({
      code: "InvalidAccessKeyId.NotFound",
    });
  });

  it("is refused with a wrong secret", async () => {
    const url = await start();
    await expect(client(url, { accessKeySecret: "wrong" }).describeClusterDetail(id)).rejects.toMatchObject({
      statusCode: 400,
      code: "SignatureDoesNotMatch",
      message: expect.stringContaining("server string to sign is: ACS3-HMAC-SHA256"),
    });
  });

  it("reads the errors of a missing cluster and of a call that is switched off", async () => {
    const url = await start({ ...upgrading, upgradeApi: "absent" });
    await expect(client(url).describeClusterDetail("c0")).rejects.toMatchObject({
      statusCode: 404,
      code: "ErrorClusterNotFound",
    });
    await expect(client(url).getUpgradeStatus(id)).rejects.toMatchObject({
      statusCode: 404,
      code: "InvalidAction.NotFound",
    });
  });
});

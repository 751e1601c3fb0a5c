import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { ClientBuilder } from "@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js";
import type { HcClient } from "@huaweicloud/huaweicloud-sdk-core/HcClient.js";
import { Logger4jInstance } from "@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger.js";
import { afterEach, describe, expect, it } from "vitest";
import {
  type HuaweiAccountScenario,
  type HuaweiOperationScenario,
  type Simulator,
  startSimulator,
} from "./index.ts";
import { huaweiAccount, scenarioOf } from "./testing/scenario.ts";

Logger4jInstance.level = "off"; // it prints every refusal, the whole request with it

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

const { accessKeyId = "", secretAccessKey = "", projectId } = huaweiAccount();

const upgrades: readonly HuaweiOperationScenario[] = [
  { id: "w1", taskId: "t1", to: "v1.29.8-r4", startedAgo: "7d", duration: "1h" },
];

const account: HuaweiAccountScenario = huaweiAccount({
  clusters: [
    { id: "standard", name: "payments", version: "v1.28.15-r0", operations: upgrades },
    {
      service: "cce-autopilot",
      id: "autopilot",
      name: "batch",
      version: "v1.28.15-r0",
      operations: upgrades,
      upgradePlan: { to: "v1.31.4-r2", notBefore: "2026-12-01T02:00:00Z" },
    },
    {
      service: "css",
      id: "css",
      name: "logs",
      version: "7.10.2",
      images: [{ name: "7.10.2_25.1.0_0101" }],
      operations: [
        { id: "u1", to: "7.10.2_24.3.1_0101", startedAgo: "2d" },
        { id: "z1", kind: "zone-switch", to: "cn-north-4c", startedAgo: "10m" },
      ],
    },
  ],
});

async function start(): Promise<HcClient> {
  // Stands still: under load a running operation would be further by the time it is looked at.
  const startedAt = Date.now();
  simulator = await startSimulator({ scenario: scenarioOf(account), now: () => startedAt });
  const credentials = new BasicCredentials()
    .withAk(accessKeyId)
    .withSk(secretAccessKey)
    .withProjectId(projectId);
  return new ClientBuilder<HcClient>((built: HcClient) => built)
    .withCredential(credentials)
    .withEndpoint(simulator.url)
    .build();
}

interface Sent {
  readonly query?: Record<string, unknown>;
  readonly data?: object;
}

// biome-ignore lint/suspicious/noExplicitAny: the generic client has no types for answers
function call(client: HcClient, url: string, { query = {}, data }: Sent = {}): Promise<any> {
  const request = {
    method: data === undefined ? "GET" : "POST",
    url,
    contentType: "application/json",
    queryParams: query,
    pathParams: { project_id: projectId },
    headers: {},
  };
  return client.sendRequest(data === undefined ? request : { ...request, data });
}

describe.each([
  ["CCE", "/api/v3/projects/{project_id}/clusters", "standard", ""],
  ["CCE Autopilot", "/autopilot/v3/projects/{project_id}/clusters", "autopilot", "Autopilot"],
])("the official Huawei client, with %s", (_, clusters, id, infix) => {
  it("reads every call that tells about upgrades", async () => {
    const client = await start();
    const operation = `${clusters}/${id}/operation`;
    expect(await call(client, clusters, { query: { detail: "true" } })).toMatchObject({
      items: [{ metadata: { uid: id } }],
    });
    expect(await call(client, `${clusters}/${id}`)).toMatchObject({ spec: { version: "v1.29" } });
    expect(await call(client, `${clusters}/${id}/upgradeinfo`)).toMatchObject({
      spec: { versionInfo: { release: "v1.29.8", patch: "r4" }, lastUpgradeInfo: { phase: "Success" } },
    });
    expect(await call(client, `${operation}/upgradeworkflows`)).toMatchObject({
      items: [{ kind: "WorkFlowTask" }],
    });
    const workflow = await call(client, `${operation}/upgradeworkflows/w1`);
    expect(workflow.status.phase).toBe("Success");
    expect(await call(client, `${operation}/upgrade/tasks`)).toMatchObject({
      items: [{ metadata: { uid: "t1" } }],
    });
    expect(await call(client, `${operation}/upgrade/tasks/t1`)).toMatchObject({
      status: { phase: "Success" },
    });
    const { taskID } = workflow.status.pointStatuses[0];
    expect(await call(client, `${operation}/precheck/tasks`)).toMatchObject({
      items: [{ metadata: { uid: taskID } }],
    });
    expect(await call(client, `${operation}/precheck/tasks/${taskID}`)).toMatchObject({
      spec: { clusterID: id },
      status: { phase: "Success" },
    });
    expect(simulator?.stats.rejected).toEqual([]);
    expect(simulator?.stats.byAction).toEqual({
      [`List${infix}Clusters`]: 1,
      [`Show${infix}Cluster`]: 1,
      [`Show${infix}ClusterUpgradeInfo`]: 1,
      [`List${infix}UpgradeWorkFlows`]: 1,
      [`Show${infix}UpgradeWorkFlow`]: 1,
      [`List${infix}UpgradeClusterTasks`]: 1,
      [`Show${infix}UpgradeClusterTask`]: 1,
      [`List${infix}PreCheckTasks`]: 1,
      [`Show${infix}PreCheck`]: 1,
    });
    expect(simulator?.stats.byMethod).toEqual({ GET: 9 });
  });

  it("confirms an upgrade with a signed body", async () => {
    const client = await start();
    const spec = { clusterID: id, clusterVersion: "v1.28.15-r0", targetVersion: "v1.29.8-r4" };
    const data = { kind: "PostCheckTask", apiVersion: "v3", spec };
    const answer = await call(client, `${clusters}/${id}/operation/postcheck`, { data });
    expect(answer).toMatchObject({ httpStatusCode: 200, ...data, status: { phase: "Success" } });
    expect(simulator?.stats).toMatchObject({ rejected: [], byMethod: { POST: 1 } });
    expect(simulator?.stats.requests[0]?.body).toBe(JSON.stringify(data));
  });
});

describe("the official Huawei client", () => {
  it("reads the plan of an automatic upgrade", async () => {
    const client = await start();
    const path = "/autopilot/v3/projects/{project_id}/clusters/autopilot/upgradeplans";
    expect(await call(client, path)).toMatchObject({ items: { spec: { targetVersion: "v1.31.4-r2" } } });
    expect(simulator?.stats.rejected).toEqual([]);
  });

  it("reads every call of CSS that tells about upgrades", async () => {
    const client = await start();
    const clusters = "/v1.0/{project_id}/clusters";
    for (const query of [
      { offset: 1, limit: 1000 },
      { start: 1, limit: 10, datastoreType: "elasticsearch" },
      {},
    ])
      expect(await call(client, clusters, { query })).toMatchObject({
        totalSize: 1,
        clusters: [{ id: "css" }],
      });
    expect(await call(client, `${clusters}/css`)).toMatchObject({
      status: "200",
      actions: ["AZ_MIGRATION"],
      datastore: { subVersion: "7.10.2_24.3.1_0101" },
    });
    const detail = `${clusters}/css/upgrade/detail`;
    expect(await call(client, detail, { query: { limit: 10 } })).toMatchObject({
      totalSize: 1,
      detailList: [{ id: "u1", status: "SUCCESS" }],
    });
    const moves = await call(client, detail, { query: { action_mode: "AZ_MIGRATION", offset: 1 } });
    expect(moves.detailList).toMatchObject([{ id: "z1", status: "RUNNING" }]);
    expect(JSON.parse(moves.detailList[0].migrateParam)).toMatchObject({ targetAz: "cn-north-4c" });
    const images = await call(client, `${clusters}/css/target/same/images`, {
      query: { offset: 0, limit: 10 },
    });
    expect(images.imageInfoList).toMatchObject([{ displayName: "7.10.2_25.1.0_0101" }]);
    expect(simulator?.stats.rejected).toEqual([]);
    expect(simulator?.stats.byAction).toEqual({
      ListClustersDetails: 3,
      ShowClusterDetail: 1,
      UpgradeDetail: 2,
      ListImages: 1,
    });
  });

  it("reads the status of a missing CSS cluster, but not CSS's names for code and message", async () => {
    const client = await start();
    await expect(call(client, "/v1.0/{project_id}/clusters/none")).rejects.toMatchObject({
      httpStatusCode: 403,
    });
  });
});

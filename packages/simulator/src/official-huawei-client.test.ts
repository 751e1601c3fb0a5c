import { BasicCredentials, GlobalCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { ClientBuilder } from "@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js";
import type { HcClient } from "@huaweicloud/huaweicloud-sdk-core/HcClient.js";
import { Logger4jInstance } from "@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger.js";
import { afterEach, describe, expect, it } from "vitest";
import { type HuaweiAccountScenario, type Simulator, startSimulator } from "./index.ts";
import { huaweiAccount, scenarioOf } from "./testing/scenario.ts";

Logger4jInstance.level = "off"; // it prints every refusal, the whole request with it

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

const id = "b4b9e60f-8aa2-11ee-af09-0255ac10004f";
const project = huaweiAccount().projectId;
const workflowId = "c271e39e-1a6e-4d3d-8fa8-2a36329c68d1";
const taskId = "6d799ff6-3afe-4242-80b4-6f0a0fa746cb";

/** Two thirds through its `Cluster` step, after an upgrade that succeeded a week ago. */
const upgrading: HuaweiAccountScenario = huaweiAccount({
  clusters: [
    {
      id,
      name: "payments",
      version: "v1.27.16-r2",
      upgradableTo: ["v1.31.4-r2"],
      operations: [
        { to: "v1.28.15-r0", startedAgo: "7d", duration: "1h" },
        { id: workflowId, taskId, to: "v1.29.8-r4", startedAgo: "55m", duration: "100m" },
      ],
    },
  ],
});

async function start(account = upgrading): Promise<string> {
  // Stands still: under load a running operation would be further by the time it is looked at.
  const startedAt = Date.now();
  simulator = await startSimulator({ scenario: scenarioOf(account), now: () => startedAt });
  return simulator.url;
}

interface Credentials {
  readonly secret?: string;
  readonly securityToken?: string;
}

function client(url: string, { secret, securityToken }: Credentials = {}): HcClient {
  const { accessKeyId = "", secretAccessKey = "" } = huaweiAccount();
  const credentials = new BasicCredentials()
    .withAk(accessKeyId)
    .withSk(secret ?? secretAccessKey)
    .withProjectId(project);
  if (securityToken !== undefined) credentials.withSecurityToken(securityToken);
  return new ClientBuilder<HcClient>((built: HcClient) => built)
    .withCredential(credentials)
    .withEndpoint(url)
    .build();
}

// biome-ignore lint/suspicious/noExplicitAny: the generic client has no types for answers
function read(from: HcClient, path: string, queryParams: Record<string, unknown> = {}): Promise<any> {
  const url = `/api/v3/projects/{project_id}/clusters${path}`;
  const request = {
    method: "GET",
    url,
    contentType: "application/json",
    queryParams,
    pathParams: { project_id: project },
  };
  return from.sendRequest({ ...request, headers: {} });
}

describe("the official Huawei client", () => {
  it("reads every call of CCE that tells about upgrades", async () => {
    const from = client(await start());

    const list = await read(from, "", { detail: "true" });
    expect(list).toMatchObject({ httpStatusCode: 200, kind: "Cluster" });
    expect(list.items[0].metadata).toMatchObject({ uid: id, name: "payments" });

    const cluster = await read(from, `/${id}`);
    expect(cluster).toMatchObject({ spec: { version: "v1.28" }, status: { phase: "Upgrading" } });

    const info = await read(from, `/${id}/upgradeinfo`);
    expect(info.spec.versionInfo).toEqual({
      release: "v1.28.15",
      patch: "r0",
      suggestPatch: "",
      targetVersions: ["v1.31.4-r2"],
    });
    expect(info.spec.lastUpgradeInfo).toMatchObject({ phase: "Success", progress: "100.00" });
    expect(info.status).toMatchObject({ phase: "Running", progress: "50.00" });

    const workflows = await read(from, `/${id}/operation/upgradeworkflows`);
    expect(workflows).toMatchObject({ kind: "List", apiVersion: "v3" });
    expect(workflows.items).toHaveLength(2);

    const workflow = await read(from, `/${id}/operation/upgradeworkflows/${workflowId}`);
    expect(workflow.spec).toEqual({
      clusterID: id,
      clusterVersion: "v1.28.15-r0",
      targetVersion: "v1.29.8-r4",
    });
    expect(workflow.status.phase).toBe("Running");
    const [check, , main, last] = workflow.status.pointStatuses;
    expect(check).toMatchObject({ taskType: "PreCheck", status: "Success" });
    expect(check.expireTimeStamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})? \+0000 UTC$/);
    expect(main).toMatchObject({ taskType: "Cluster", taskID: taskId, status: "Running" });
    expect(main).not.toHaveProperty("endTimeStamp");
    expect(last).toEqual({ taskType: "PostCheck" });

    const tasks = await read(from, `/${id}/operation/upgrade/tasks`);
    expect(tasks.items.map((task: { spec: object }) => task.spec)).toContainEqual({
      version: "v1.28.15-r0",
      targetVersion: "v1.29.8-r4",
    });
    const task = await read(from, `/${id}/operation/upgrade/tasks/${taskId}`);
    expect(task).toMatchObject({ kind: "UpgradeTask", status: { phase: "Running", progress: "50.00" } });
    expect(task.status.completionTime).toMatch(/ \+0800 CST$/);

    expect(simulator?.stats.rejected).toEqual([]);
    expect(simulator?.stats.byAction).toMatchObject({ ListClusters: 1, ShowUpgradeClusterTask: 1 });
  });

  it("looks a project up in IAM, with the credentials of a global service", async () => {
    const url = await start();
    const { accessKeyId = "", secretAccessKey = "" } = huaweiAccount();
    const credentials = new GlobalCredentials()
      .withAk(accessKeyId)
      .withSk(secretAccessKey)
      .withDomainId("domain");
    const from = new ClientBuilder<HcClient>((built: HcClient) => built)
      .withCredential(credentials)
      .withEndpoint(url)
      .build();
    const request = {
      method: "GET",
      url: "/v3/projects",
      queryParams: { name: "cn-north-4" },
      pathParams: {},
    };
    const answer = await from.sendRequest({ ...request, contentType: "application/json", headers: {} });
    expect(answer).toMatchObject({ projects: [{ id: project, name: "cn-north-4", enabled: true }] });
    expect(simulator?.stats.rejected).toEqual([]);
  });

  it("is accepted with a security token, and only with the right one", async () => {
    const url = await start({ ...upgrading, securityToken: "EXAMPLE/TOKEN+abc==" });
    const cluster = await read(client(url, { securityToken: "EXAMPLE/TOKEN+abc==" }), `/${id}`);
    expect(cluster.metadata.uid).toBe(id);
    await expect(read(client(url, { securityToken: "other" }), `/${id}`)).rejects.toMatchObject({
      httpStatusCode: 401,
    });
    await expect(read(client(url), `/${id}`)).rejects.toMatchObject({ httpStatusCode: 401 });
  });

  it("is refused with a wrong secret", async () => {
    const url = await start();
    await expect(read(client(url, { secret: "wrong" }), `/${id}`)).rejects.toMatchObject({
      httpStatusCode: 401,
      errorCode: "APIG.0301",
      errorMsg: "Incorrect IAM authentication information: verify aksk signature fail",
    });
  });

  it("reads the error of a missing cluster", async () => {
    const url = await start();
    await expect(read(client(url), "/8978deaa-1743-11ee-8e46-0255ac10004c")).rejects.toMatchObject({
      httpStatusCode: 404,
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });
});

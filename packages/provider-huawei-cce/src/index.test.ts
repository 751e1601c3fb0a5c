import type { Observation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
// The test doubles of `huawei-cloud`, by path: no package publishes them. They import nothing of it.
import { clusterBody, failedWorkflow, ids, listOf } from "../../huawei-cloud/src/testing/bodies.ts";
import { openAccount } from "../../huawei-cloud/src/testing/cce-account.ts";
import { failedPreCheckBody } from "../../huawei-cloud/src/testing/pre-check-bodies.ts";
import provider from "./index.ts";

const cluster = "/api/v3/projects/{project_id}/clusters/{cluster_id}";

describe("the requests", () => {
  it("are those of the vendor's SDK", () => {
    const own = provider.reads.filter(({ service }) => service === undefined);
    expect(own.map(({ method, action, path }) => `${method ?? "GET"} ${action} ${path}`)).toEqual([
      "GET ListClusters /api/v3/projects/{project_id}/clusters",
      `GET ShowCluster ${cluster}`,
      `GET ShowClusterUpgradeInfo ${cluster}/upgradeinfo`,
      `GET ListUpgradeWorkFlows ${cluster}/operation/upgradeworkflows`,
      `GET ShowUpgradeWorkFlow ${cluster}/operation/upgradeworkflows/{upgrade_workflow_id}`,
      `GET ListUpgradeClusterTasks ${cluster}/operation/upgrade/tasks`,
      `GET ShowUpgradeClusterTask ${cluster}/operation/upgrade/tasks/{task_id}`,
      `GET ShowPreCheck ${cluster}/operation/precheck/tasks/{task_id}`,
      `GET ListPreCheckTasks ${cluster}/operation/precheck/tasks`,
      `POST CreatePostCheck ${cluster}/operation/postcheck`,
    ]);
  });

  it("read, but for the post-upgrade check and signing in", () => {
    const others = provider.reads.filter(({ purpose }) => purpose !== "sign-in");
    expect(others.filter(({ method = "GET" }) => method !== "GET")).toMatchObject([
      { action: "CreatePostCheck", purpose: "post-check", permission: "cce:cluster:upgrade" },
    ]);
    for (const { permission } of others) expect(permission).toBeTruthy();
  });

  it("of a healthy cluster are two beside the list", async () => {
    const { http, observe, list } = await openAccount(provider);
    const [listed] = await list();
    if (listed === undefined) throw new Error("there is no row");
    expect(await observe({ listed })).toEqual({
      version: "v1.29.8-r4",
      state: { condition: "ready", raw: "Available" },
      operations: [],
    });
    expect(http.actions).toEqual(["ListClusters", "ShowClusterUpgradeInfo", "ListUpgradeWorkFlows"]);
    expect(new Set(http.requests.map(({ baseUrl }) => baseUrl))).toEqual(
      new Set(["https://cce.cn-north-4.myhuaweicloud.com"]),
    );
  });
});

it("a failed upgrade has findings", async () => {
  const { observe } = await openAccount(provider, {
    ListUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
    ShowPreCheck: { body: failedPreCheckBody() },
  });
  expect(await observe()).toMatchObject({
    operations: [{ id: ids.workflow, phase: "failed" }],
    findings: [{ level: "error", item: "quota" }],
  });
});

it("the post-upgrade check succeeds", async () => {
  const { postCheck } = await openAccount(provider, {
    CreatePostCheck: {
      body: { kind: "PostCheckTask", metadata: { uid: "u" }, status: { phase: "Success" } },
    },
  });
  expect(await postCheck()).toMatchObject({ phase: "succeeded", id: "u" });
});

it.each<[string | null, Observation["state"]["condition"]]>([
  ["Available", "ready"],
  ["available", "ready"],
  ["Upgrading", "upgrading"],
  ["RollingBack", "rolling-back"],
  ["Error", "failed"],
  ["RollbackFailed", "failed"],
  ["Unavailable", "failed"],
  ["ScalingUp", "busy"],
  ["ScalingDown", "busy"],
  ["Resizing", "busy"],
  ["Creating", "busy"],
  ["Deleting", "busy"],
  ["Hibernating", "busy"],
  ["Hibernation", "busy"],
  ["Awaking", "busy"],
  ["Empty", "busy"],
  ["Shelved", "unknown"],
  ["Unknow", "unknown"],
  ["constructor", "unknown"],
  [null, "unknown"],
])("a cluster in state %s is %s", async (phase, condition) => {
  const { observe } = await openAccount(provider, {
    ShowCluster: { body: { ...clusterBody(), status: { phase } } },
  });
  expect((await observe()).state).toEqual({ condition, raw: phase ?? "" });
});

import type { ErrorFacts, Observation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
// The test doubles of `huawei-cloud`, by path: no package publishes them. They import nothing of it.
import {
  type Body,
  clusterBody,
  failedWorkflow,
  ids,
  listOf,
} from "../../huawei-cloud/src/testing/bodies.ts";
import { openAccount } from "../../huawei-cloud/src/testing/cce-account.ts";
import { failure, refusal } from "../../huawei-cloud/src/testing/failure.ts";
import { planBody } from "../../huawei-cloud/src/testing/plan-bodies.ts";
import { failedPreCheckBody } from "../../huawei-cloud/src/testing/pre-check-bodies.ts";
import provider from "./index.ts";

const cluster = "/autopilot/v3/projects/{project_id}/clusters/{cluster_id}";

/** A cluster of Autopilot: its category is that of CCE Turbo, its flavor tells them apart. */
function autopilotBody(phase: string | null = "Available"): Body {
  const body = clusterBody();
  body.spec = { ...body.spec, category: "Turbo", flavor: "cce.autopilot.cluster", enableAutopilot: true };
  body.status = { phase };
  return body;
}

describe("the requests", () => {
  it("are those of the vendor's SDK", () => {
    const own = provider.reads.filter(({ service }) => service === undefined);
    expect(own.map(({ method, action, path }) => `${method ?? "GET"} ${action} ${path}`)).toEqual([
      "GET ListAutopilotClusters /autopilot/v3/projects/{project_id}/clusters",
      `GET ShowAutopilotCluster ${cluster}`,
      `GET ShowAutopilotClusterUpgradeInfo ${cluster}/upgradeinfo`,
      `GET ListAutopilotUpgradeWorkFlows ${cluster}/operation/upgradeworkflows`,
      `GET ShowAutopilotUpgradeWorkFlow ${cluster}/operation/upgradeworkflows/{upgrade_workflow_id}`,
      `GET ListAutopilotUpgradeClusterTasks ${cluster}/operation/upgrade/tasks`,
      `GET ShowAutopilotUpgradeClusterTask ${cluster}/operation/upgrade/tasks/{task_id}`,
      `GET ShowAutopilotPreCheck ${cluster}/operation/precheck/tasks/{task_id}`,
      `GET ListAutopilotPreCheckTasks ${cluster}/operation/precheck/tasks`,
      `GET ListAutopilotUpgradePlans ${cluster}/upgradeplans`,
      `POST CreateAutopilotPostCheck ${cluster}/operation/postcheck`,
    ]);
  });

  it("read, but for the post-upgrade check and signing in", () => {
    const others = provider.reads.filter(({ purpose }) => purpose !== "sign-in");
    expect(others.filter(({ method = "GET" }) => method !== "GET")).toMatchObject([
      { action: "CreateAutopilotPostCheck", purpose: "post-check", permission: "cce:cluster:upgrade" },
    ]);
    for (const { permission } of others) expect(permission).toBeTruthy();
  });

  it("of a healthy cluster are two beside the list", async () => {
    const { http, observe, list } = await openAccount(provider, {
      ListAutopilotClusters: { body: { kind: "Cluster", items: [autopilotBody()] } },
    });
    const [listed] = await list();
    if (listed === undefined) throw new Error("there is no row");
    expect(await observe({ listed })).toEqual({
      version: "v1.29.8-r4",
      state: { condition: "ready", raw: "Available" },
      operations: [],
    });
    expect(http.actions).toEqual([
      "ListAutopilotClusters",
      "ShowAutopilotClusterUpgradeInfo",
      "ListAutopilotUpgradeWorkFlows",
    ]);
    expect(new Set(http.requests.map(({ baseUrl }) => baseUrl))).toEqual(
      new Set(["https://cce.cn-north-4.myhuaweicloud.com"]),
    );
  });

  it("of a failed upgrade are five, or one more where it does not name its check", async () => {
    const unnamed = failedWorkflow();
    delete unnamed.status.pointStatuses[0].taskID;
    for (const [workflow, check] of [
      [failedWorkflow(), "ShowAutopilotPreCheck"],
      [unnamed, "ListAutopilotPreCheckTasks"],
    ]) {
      const { http, observe } = await openAccount(provider, {
        ListAutopilotUpgradeWorkFlows: { body: listOf(workflow) },
      });
      await observe({ listed: { id: ids.cluster, name: "", version: null, row: autopilotBody() } });
      expect(http.actions.toSorted()).toEqual(
        [
          "ShowAutopilotClusterUpgradeInfo",
          "ListAutopilotUpgradeWorkFlows",
          "ListAutopilotUpgradeClusterTasks",
          "ListAutopilotUpgradePlans",
          check,
        ].toSorted(),
      );
    }
  });
});

it("a failed upgrade has its steps, findings and what is planned", async () => {
  const { observe } = await openAccount(provider, {
    ListAutopilotUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
    ShowAutopilotPreCheck: { body: failedPreCheckBody() },
    ListAutopilotUpgradePlans: { body: { kind: "List", items: planBody() } },
  });
  const observed = await observe();
  expect(observed).toMatchObject({
    findings: [{ level: "error", item: "quota" }],
    properties: { upgradePlans: [expect.stringContaining("v1.31.4-r2: Scheduled")] },
  });
  const [operation] = observed.operations;
  expect(operation).toMatchObject({ id: ids.workflow, phase: "failed", rawPhase: "Pending" });
  expect(operation?.steps.map(({ name, phase, expiresAt }) => [name, phase, expiresAt])).toEqual([
    ["PreCheck", "succeeded", "2023-11-25T08:21:05.518Z"],
    ["Snapshot", "pending", undefined],
    ["Cluster", "failed", undefined],
    ["PostCheck", "pending", undefined],
  ]);
});

it("a workflow and a task can be pinned", async () => {
  const { http, observe } = await openAccount(provider, {
    ShowAutopilotUpgradeWorkFlow: { body: failedWorkflow() },
    ShowAutopilotUpgradeClusterTask: { body: { kind: "UpgradeTask", status: { phase: "Failed" } } },
  });
  const { operations } = await observe({ with: { workflowId: ids.workflow, taskId: ids.task } });
  expect(operations).toMatchObject([{ id: ids.workflow, phase: "failed" }]);
  expect(http.actions).not.toContain("ListAutopilotUpgradeWorkFlows");
});

it("the post-upgrade check succeeds", async () => {
  const { postCheck } = await openAccount(provider, {
    CreateAutopilotPostCheck: {
      body: { kind: "PostCheckTask", metadata: { uid: "u" }, status: { phase: "Success" } },
    },
  });
  expect(await postCheck()).toMatchObject({ phase: "succeeded", id: "u" });
});

it.each<[number, string, ErrorFacts["kind"]]>([
  [404, "CCE.01404001", "not-found"],
  [404, "APIGW.0101", "unavailable"],
  [403, "CCE.01403001", "forbidden"],
  [401, "APIGW.0301", "unauthenticated"],
])("a cluster that answers %d %s is %s", async (status, code, kind) => {
  const { observe } = await openAccount(provider, { ShowAutopilotCluster: refusal(status, code) });
  expect((await failure(observe())).kind).toBe(kind);
});

it.each<[string | null, Observation["state"]["condition"]]>([
  ["Available", "ready"],
  ["Upgrading", "upgrading"],
  ["RollingBack", "rolling-back"],
  ["Error", "failed"],
  ["RollbackFailed", "failed"],
  ["Unavailable", "failed"],
  ["Creating", "busy"],
  ["DELETING", "busy"],
  ["Empty", "busy"],
  ["Hibernating", "unknown"],
  ["ScalingUp", "unknown"],
  ["Resizing", "unknown"],
  ["constructor", "unknown"],
  ["", "unknown"],
  [null, "unknown"],
])("a cluster in state %s is %s", async (phase, condition) => {
  const { observe } = await openAccount(provider, { ShowAutopilotCluster: { body: autopilotBody(phase) } });
  expect((await observe()).state).toEqual({ condition, raw: phase ?? "" });
});

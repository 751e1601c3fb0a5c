import { type ErrorFacts, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import {
  type Body,
  clusterBody,
  failedWorkflow,
  finishedWorkflow,
  ids,
  listOf,
  runningWorkflow,
  taskBody,
  upgradingInfo,
} from "../testing/bodies.ts";
import { connect } from "../testing/connect-cce.ts";
import { failure, refusal } from "../testing/failure.ts";
import type { FakeAnswer, FakeRoute } from "../testing/fake-http.ts";
import { failedPreCheckBody, preCheckBody } from "../testing/pre-check-bodies.ts";

const listed = { id: ids.cluster, name: "payments", version: null, row: clusterBody() };
const quota = { level: "error", item: "quota", message: "no quota left", resource: null };

/** The failed workflow without the id of its check. */
function unnamedCheck(): Body {
  const body = failedWorkflow();
  delete body.status.pointStatuses[0].taskID;
  return body;
}

/** The findings, and the requests for them, of a cluster whose newest workflow is this one. */
async function findings(workflow: Body, routes: Record<string, FakeRoute> = {}, changes = {}) {
  const { http, observe } = await connect({ ListUpgradeWorkFlows: { body: listOf(workflow) }, ...routes });
  const observed = await observe({ listed, ...changes });
  return {
    findings: observed.findings,
    asked: http.actions.filter((action) => action.includes("PreCheck")),
    http,
  };
}

describe("findings", () => {
  it("come from the check that the workflow names", async () => {
    const read = await findings(failedWorkflow(), { ShowPreCheck: { body: failedPreCheckBody() } });
    expect(read).toMatchObject({ findings: [quota], asked: ["ShowPreCheck"] });
    expect(read.http.requests.at(-1)?.path).toEqual({
      project_id: "p1",
      cluster_id: ids.cluster,
      task_id: ids.precheck,
    });
  });

  it("come from the list where it names none", async () => {
    const other = failedPreCheckBody(({ spec }) => {
      spec.targetVersion = "v1.21.7-r0";
    });
    const { findings: found, asked } = await findings(unnamedCheck(), {
      ListPreCheckTasks: { body: listOf(other, failedPreCheckBody()) },
    });
    expect([found, asked]).toEqual([[quota], ["ListPreCheckTasks"]]);
  });

  it("come from the check itself where the list tells too little of it", async () => {
    const row = { ...preCheckBody(), status: { phase: "Failed" } };
    const { findings: found, asked } = await findings(unnamedCheck(), {
      ListPreCheckTasks: { body: listOf(row) },
      ShowPreCheck: { body: failedPreCheckBody() },
    });
    expect([found, asked]).toEqual([[quota], ["ListPreCheckTasks", "ShowPreCheck"]]);
  });

  it("are told from a row alone that has no id", async () => {
    const row = { ...preCheckBody(), metadata: {}, status: { phase: "Failed" } };
    const { findings: found, asked } = await findings(unnamedCheck(), {
      ListPreCheckTasks: { body: listOf(row) },
    });
    expect(found).toEqual([{ level: "error", item: "PreCheck", message: null, resource: null }]);
    expect(asked).toEqual(["ListPreCheckTasks"]);
  });

  it.each<[string, Body]>([
    ["none was made", listOf()],
    [
      "none was made for it",
      listOf(failedPreCheckBody(({ spec }) => Object.assign(spec, { targetVersion: "v1.99" }))),
    ],
    ["its own went well", listOf(preCheckBody())],
  ])("are none where %s", async (_, body) => {
    const { findings: found } = await findings(unnamedCheck(), { ListPreCheckTasks: { body } });
    expect(found).toEqual([]);
  });

  it("are asked for a failed task", async () => {
    const { http, observe } = await connect({
      ListUpgradeClusterTasks: { body: listOf({ ...taskBody(), status: { phase: "Failed" } }) },
      ShowClusterUpgradeInfo: { body: upgradingInfo("Failed") },
      ListPreCheckTasks: {
        body: listOf(
          failedPreCheckBody(({ metadata, spec }) => {
            metadata.creationTimestamp = "2022-12-16 13:30:00 +0800 CST";
            spec.targetVersion = "v1.23.5-r0";
          }),
        ),
      },
    });
    expect((await observe({ listed })).findings).toEqual([quota]);
    expect(http.actions.at(-1)).toBe("ListPreCheckTasks");
  });

  it("are asked for a failure that only upgrade info knows of", async () => {
    const { observe } = await connect({
      ShowClusterUpgradeInfo: { body: upgradingInfo("Failed") },
      ListPreCheckTasks: { body: listOf(failedPreCheckBody()) },
    });
    expect((await observe({ listed })).findings).toEqual([quota]);
  });

  it("are asked for a pinned workflow", async () => {
    const { findings: found, asked } = await findings(
      finishedWorkflow(),
      { ShowUpgradeWorkFlow: { body: failedWorkflow() }, ShowPreCheck: { body: failedPreCheckBody() } },
      { with: { workflowId: ids.workflow } },
    );
    expect([found, asked]).toEqual([[quota], ["ShowPreCheck"]]);
  });

  it("are asked for where the check failed and the workflow does not say so", async () => {
    const body = runningWorkflow();
    body.status.pointStatuses[0].status = "Failed";
    const { findings: found } = await findings(body, { ShowPreCheck: { body: failedPreCheckBody() } });
    expect(found).toEqual([quota]);
  });

  it.each<[string, Body]>([
    ["runs", runningWorkflow()],
    ["went well", finishedWorkflow()],
    ["was cancelled", { ...failedWorkflow(), status: { phase: "Cancel" } }],
    ["has not begun", { ...failedWorkflow(), status: { phase: "Init" } }],
    ["is in a state that nobody knows", { ...failedWorkflow(), status: { phase: "Odd" } }],
  ])("are not asked for where the upgrade %s", async (_, workflow) => {
    const { findings: found, asked } = await findings(workflow);
    expect([found, asked]).toEqual([undefined, []]);
  });

  it("are not asked for of a failure in the past", async () => {
    const old = failedWorkflow();
    old.metadata.uid = "old";
    old.status.pointStatuses = [];
    old.metadata.creationTimestamp = "2022-01-01 00:00:00 +0000 UTC";
    const { observe, http } = await connect({
      ListUpgradeWorkFlows: { body: listOf(old, finishedWorkflow()) },
    });
    expect((await observe({ listed })).findings).toBeUndefined();
    expect(http.actions).toEqual(["ShowClusterUpgradeInfo", "ListUpgradeWorkFlows"]);
  });
});

describe("findings that cannot be read", () => {
  it.each<[string, FakeAnswer]>([
    ["closed", refusal(403, "CCE.01403001")],
    ["missing", refusal(404, "CCE.01404001")],
    ["not known to the gateway", refusal(404, "APIGW.0101")],
    ["throttled", refusal(429, "CCE.01429003")],
    ["down", refusal(503)],
    ["refused for its signature", refusal(401, "APIGW.0301")],
    ["of an odd shape", { body: {} }],
    ["a page", { body: "<html>" }],
    [
      "of another cluster",
      { body: failedPreCheckBody(({ spec }) => Object.assign(spec, { clusterID: "other" })) },
    ],
  ])("do not cost the rest: %s", async (_, answer) => {
    const { http, observe } = await connect({
      ListUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
      ShowPreCheck: answer,
    });
    const observed = await observe({ listed });
    expect(observed).toMatchObject({ findings: null, operations: [{ id: ids.workflow, phase: "failed" }] });
    expect(observed.unread).toBeUndefined();
    expect(http.actions.filter((action) => action.includes("PreCheck"))).toEqual(["ShowPreCheck"]);
  });

  it.each<[string, Record<string, FakeRoute>]>([
    ["the list", { ListPreCheckTasks: refusal(503) }],
    [
      "the check behind the list",
      {
        ListPreCheckTasks: { body: listOf({ ...preCheckBody(), status: { phase: "Failed" } }) },
        ShowPreCheck: refusal(404, "CCE.01404001"),
      },
    ],
  ])("do not cost the rest: %s", async (_, routes) => {
    expect((await findings(unnamedCheck(), routes)).findings).toBeNull();
  });

  it.each<[string, Error, ErrorFacts["kind"]]>([
    ["stopped", new ProviderError({ kind: "cancelled", message: "stopped" }), "cancelled"],
    ["out of time", new ProviderError({ kind: "timeout", message: "deadline" }), "timeout"],
  ])("end with the run that is %s", async (_, reason, kind) => {
    const run = new AbortController();
    const { observe } = await connect({
      ListUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
      ShowPreCheck: () => {
        run.abort(reason);
        throw reason;
      },
    });
    expect((await failure(observe({ listed }, run.signal))).kind).toBe(kind);
  });

  it("do not hide a bug", async () => {
    const { observe } = await connect({
      ListUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
      ShowPreCheck: () => {
        throw new TypeError("a bug");
      },
    });
    await expect(observe({ listed })).rejects.toThrow("a bug");
  });
});

import { describe, expect, it } from "vitest";
import {
  type Body,
  clusterBody,
  failedWorkflow,
  finishedWorkflow,
  ids,
  infoBody,
  listOf,
  runningWorkflow,
  upgradingInfo,
} from "../testing/bodies.ts";
import { connectWithPlans } from "../testing/connect-cce.ts";
import { failure, refusal } from "../testing/failure.ts";
import type { FakeAnswer } from "../testing/fake-http.ts";
import { planBody } from "../testing/plan-bodies.ts";

const listed = { id: ids.cluster, name: "payments", version: null, row: clusterBody() };
const line = expect.stringMatching(/^v1\.31\.4-r2: Scheduled, .*2026-12-01T02:00:00Z/);

describe("automatic upgrades", () => {
  it.each<[string, Body, Body, boolean]>([
    ["nothing ever", infoBody(), listOf(), false],
    ["a finished workflow", infoBody(), listOf(finishedWorkflow()), false],
    ["a cancelled workflow", infoBody(), listOf({ ...failedWorkflow(), status: { phase: "Cancel" } }), false],
    ["an upgrade without a workflow", upgradingInfo("Running"), listOf(), true],
    ["a past upgrade without a workflow", upgradingInfo("Success"), listOf(), true],
    ["a running workflow", infoBody(), listOf(runningWorkflow()), true],
    ["a paused upgrade", upgradingInfo("Pause"), listOf(runningWorkflow()), true],
    ["a failed workflow", infoBody(), listOf(failedWorkflow()), true],
  ])("are asked for or not: %s", async (_, info, workflows, asks) => {
    const { http, observe } = await connectWithPlans({
      ShowClusterUpgradeInfo: { body: info },
      ListUpgradeWorkFlows: { body: workflows },
      ListUpgradePlans: { body: listOf(planBody()) },
    });
    const { properties } = await observe({ listed });
    expect(http.actions.includes("ListUpgradePlans")).toBe(asks);
    expect(properties).toEqual(asks ? { upgradePlans: [line] } : undefined);
    if (!asks) expect(http.actions).toEqual(["ShowClusterUpgradeInfo", "ListUpgradeWorkFlows"]);
  });

  it("are asked for of a cluster that is being upgraded as its state says", async () => {
    const { http, observe } = await connectWithPlans();
    await observe({ listed: { ...listed, row: { ...listed.row, status: { phase: "Upgrading" } } } });
    expect(http.actions).toContain("ListUpgradePlans");
  });

  it.each<[string, Body, boolean]>([
    ["failed", failedWorkflow(), true],
    ["finished", finishedWorkflow(), false],
  ])("of a pinned workflow that %s", async (_, body, asks) => {
    const { http, observe } = await connectWithPlans({ ShowUpgradeWorkFlow: { body } });
    await observe({ listed, with: { workflowId: ids.workflow } });
    expect(http.actions.includes("ListUpgradePlans")).toBe(asks);
  });

  it.each<[string, FakeAnswer, unknown]>([
    ["one object", { body: { kind: "List", items: planBody() } }, { upgradePlans: [line] }],
    ["none", { body: listOf() }, undefined],
    ["closed", refusal(403, "CCE.01403001"), undefined],
    ["not there", refusal(404, "APIGW.0101"), undefined],
    ["missing", refusal(404, "CCE.01404001"), undefined],
    ["down", refusal(503), { upgradePlans: null }],
    ["throttled", refusal(429, "CCE.01429003"), { upgradePlans: null }],
    ["refused for its signature", refusal(401, "APIGW.0301"), { upgradePlans: null }],
    ["of an odd shape", { body: {} }, { upgradePlans: null }],
  ])("that are %s", async (_, answer, expected) => {
    const { observe } = await connectWithPlans({
      ListUpgradeWorkFlows: { body: listOf(runningWorkflow()) },
      ListUpgradePlans: answer,
    });
    const observed = await observe({ listed });
    expect(observed.properties).toEqual(expected);
    expect(observed).toMatchObject({ operations: [{ phase: "running" }] });
    expect(observed.unread).toBeUndefined();
  });

  it("end with the run", async () => {
    const run = new AbortController();
    const { observe } = await connectWithPlans({
      ListUpgradeWorkFlows: { body: listOf(runningWorkflow()) },
      ListUpgradePlans: () => {
        run.abort();
        return refusal(401, "APIGW.0301");
      },
    });
    expect((await failure(observe({ listed }, run.signal))).kind).toBe("cancelled");
  });
});

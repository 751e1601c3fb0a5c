import type { ErrorFacts } from "@upgradectl/provider-sdk";
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
import { connect } from "../testing/connect-cce.ts";
import { failure, refusal } from "../testing/failure.ts";
import type { FakeAnswer } from "../testing/fake-http.ts";
import { preCheckBody } from "../testing/pre-check-bodies.ts";

const upgradeReads = ["ShowClusterUpgradeInfo", "ListUpgradeWorkFlows"];
/** A workflow that ended well, with these parts. */
function finishedWith(...pointStatuses: readonly Body[]): Body {
  return { ...finishedWorkflow(), status: { phase: "Success", pointStatuses } };
}

const listed = { id: ids.cluster, name: "payments", version: null, row: clusterBody() };

describe("requests", () => {
  it("takes two for a listed cluster", async () => {
    const { http, observe } = await connect();
    await observe({ listed });
    expect(http.actions).toEqual(upgradeReads);
    expect(http.requests.map((request) => request.path)).toEqual([
      { project_id: "p1", cluster_id: ids.cluster },
      { project_id: "p1", cluster_id: ids.cluster },
    ]);
  });

  it("reads a cluster that is not listed first", async () => {
    const { http, observe } = await connect();
    const observed = await observe();
    expect(http.actions).toEqual(["ShowCluster", ...upgradeReads]);
    expect(observed).toMatchObject({ version: "v1.29.8-r4", state: { raw: "Available" }, operations: [] });
  });

  it.each<[string, Body]>([
    ["no status", { ...clusterBody(), status: null }],
    ["no phase", { ...clusterBody(), status: { phase: "" } }],
    ["another shape", "row"],
    ["nothing", undefined],
  ])("reads a cluster whose row has %s", async (_, row) => {
    const { http, observe } = await connect();
    expect((await observe({ listed: { ...listed, row } })).state.raw).toBe("Available");
    expect(http.actions).toEqual(["ShowCluster", ...upgradeReads]);
  });

  it.each<[string, Body, Body, boolean]>([
    ["nothing ever", infoBody(), listOf(), false],
    ["an upgrade in upgrade info", upgradingInfo("Running"), listOf(), true],
    [
      "a former upgrade in upgrade info",
      { ...infoBody(), spec: { lastUpgradeInfo: { phase: "Success" } } },
      listOf(),
      true,
    ],
    ["a running workflow", infoBody(), listOf(runningWorkflow()), true],
    ["a finished workflow", infoBody(), listOf(finishedWorkflow()), false],
    ["a finished workflow and Success", upgradingInfo("Success"), listOf(finishedWorkflow()), false],
    ["a finished workflow without parts", infoBody(), listOf(finishedWith()), false],
    [
      "a finished workflow whose parts say nothing",
      infoBody(),
      listOf(finishedWith({ taskType: "PreCheck" }, { taskType: "Cluster" })),
      false,
    ],
    ["a cancelled workflow", infoBody(), listOf({ ...failedWorkflow(), status: { phase: "Cancel" } }), false],
    [
      "a cancelled workflow and Pause",
      upgradingInfo("Pause"),
      listOf({ ...failedWorkflow(), status: { phase: "Cancel" } }),
      true,
    ],
    [
      "a newer workflow than the finished one",
      infoBody(),
      listOf(finishedWorkflow(), {
        kind: "WorkFlowTask",
        metadata: { uid: "w2", creationTimestamp: "2024-01-01 00:00:00 +0000 UTC" },
        status: { phase: "Init" },
      }),
      true,
    ],
    [
      "an older failed workflow than the finished one",
      infoBody(),
      listOf(
        {
          kind: "WorkFlowTask",
          metadata: { uid: "w0", creationTimestamp: "2022-01-01 00:00:00 +0000 UTC" },
          status: { phase: "Pending" },
        },
        finishedWorkflow(),
      ),
      false,
    ],
  ])("asks for the tasks or not: %s", async (_, info, workflows, asks) => {
    const { http, observe } = await connect({
      ShowClusterUpgradeInfo: { body: info },
      ListUpgradeWorkFlows: { body: workflows },
      ListUpgradeClusterTasks: { body: listOf() },
    });
    await observe({ listed });
    expect(http.actions).toEqual(asks ? [...upgradeReads, "ListUpgradeClusterTasks"] : upgradeReads);
  });

  it.each<[string, Body, Body]>([
    ["a failed workflow", infoBody(), listOf(failedWorkflow())],
    ["a finished workflow and Failed", upgradingInfo("Failed"), listOf(finishedWorkflow())],
  ])("asks for the tasks, then for the pre-upgrade check: %s", async (_, info, workflows) => {
    const { http, observe } = await connect({
      ShowClusterUpgradeInfo: { body: info },
      ListUpgradeWorkFlows: { body: workflows },
      ShowPreCheck: { body: preCheckBody() },
    });
    await observe({ listed });
    expect(http.actions).toMatchObject([
      ...upgradeReads,
      "ListUpgradeClusterTasks",
      expect.stringMatching(/PreCheck/),
    ]);
  });

  it.each(["Upgrading", "RollingBack"])("asks for the tasks of a cluster that is %s", async (phase) => {
    const { http, observe } = await connect({
      ShowClusterUpgradeInfo: { body: infoBody() },
      ListUpgradeWorkFlows: { body: listOf(finishedWorkflow()) },
      ListUpgradeClusterTasks: { body: listOf() },
    });
    await observe({ listed: { ...listed, row: { ...listed.row, status: { phase } } } });
    expect(http.actions).toEqual([...upgradeReads, "ListUpgradeClusterTasks"]);
  });
});

describe("the list", () => {
  it("has one page, with rows that observe understands", async () => {
    const { http, list, observe } = await connect({
      ListClusters: {
        body: {
          kind: "Cluster",
          apiVersion: "v3",
          items: [
            clusterBody(),
            {
              ...clusterBody(),
              metadata: { uid: "c2", alias: "two" },
              spec: { version: "v1.33" },
              status: { phase: "ScalingUp" },
            },
          ],
        },
      },
    });
    const rows = await list();
    expect(http.actions).toEqual(["ListClusters"]);
    expect(rows).toMatchObject([
      { id: ids.cluster, name: "payments", version: "v1.29.8-r4" },
      { id: "c2", name: "two", version: "v1.33" },
    ]);
    const row = JSON.parse(JSON.stringify(rows[1]?.row));
    const observed = await observe({ id: "c2", listed: { id: "c2", name: "two", version: null, row } });
    expect(observed.state).toEqual({ condition: "busy", raw: "ScalingUp" });
    expect(http.actions).not.toContain("ShowCluster");
  });

  it.each<[string, unknown, number]>([
    ["no items", { kind: "Cluster", apiVersion: "v3" }, 0],
    ["null", { kind: "Cluster", items: null }, 0],
    ["an empty list", { items: [] }, 0],
    ["one object", { kind: "List", items: clusterBody() }, 1],
  ])("may hold %s", async (_, body, count) => {
    const { list } = await connect({ ListClusters: { body } });
    expect(await list()).toHaveLength(count);
  });

  it.each<[string, FakeAnswer, ErrorFacts["kind"]]>([
    ["an empty object", { body: {} }, "unexpected-response"],
    [
      "a row without an id",
      { body: { kind: "List", items: [clusterBody(), { kind: "Cluster", metadata: { name: "x" } }] } },
      "unexpected-response",
    ],
    ["a row that is no object", { body: { kind: "List", items: ["x"] } }, "unexpected-response"],
    ["a 404", refusal(404, "CCE.01404001"), "unavailable"],
    ["a 403", refusal(403, "CCE.01403001"), "forbidden"],
  ])("is not empty where the answer is %s", async (_, answer, kind) => {
    const { list } = await connect({ ListClusters: answer });
    expect((await failure(list())).kind).toBe(kind);
  });
});

import { describe, expect, it } from "vitest";
import {
  clusterBody,
  failedWorkflow,
  finishedWorkflow,
  ids,
  listOf,
  upgradingInfo,
} from "../testing/bodies.ts";
import { connect } from "../testing/connect-cce.ts";
import { failure } from "../testing/failure.ts";
import type { FakeRoute } from "../testing/fake-http.ts";

const listed = { id: ids.cluster, name: "payments", version: null, row: clusterBody() };
const more = { continue: "abc", remainingItemCount: 1 };
const inPlace = { kind: "Status", apiVersion: "v1", metadata: {}, reason: "InternalError", code: 500 };

describe("a list that is not whole", () => {
  it.each<[string, Record<string, FakeRoute>]>([
    ["workflows", { ListUpgradeWorkFlows: { body: { ...listOf(finishedWorkflow()), metadata: more } } }],
    ["no workflows yet", { ListUpgradeWorkFlows: { body: { ...listOf(), metadata: more } } }],
    [
      "tasks",
      {
        ShowClusterUpgradeInfo: { body: upgradingInfo() },
        ListUpgradeWorkFlows: { body: listOf() },
        ListUpgradeClusterTasks: { body: { ...listOf(), metadata: more } },
      },
    ],
  ])("leaves the cluster unread: %s", async (_, routes) => {
    const { observe } = await connect(routes);
    const error = await failure(observe({ listed }));
    expect(error).toMatchObject({ kind: "unexpected-response", httpStatus: 200 });
    expect(error.message).toContain("at metadata: the list has more rows than this answer");
  });

  it("is no list of the account's clusters", async () => {
    const { list } = await connect({
      ListClusters: { body: { ...listOf(clusterBody()), kind: "Cluster", metadata: more } },
    });
    expect((await failure(list())).kind).toBe("unexpected-response");
  });

  it("is no list of the account's clusters either where an error stands beside the rows", async () => {
    const { list } = await connect({
      ListClusters: { body: { ...listOf(clusterBody()), error_code: "CCE.01500001", error_msg: "no" } },
    });
    expect((await failure(list())).kind).toBe("unavailable");
  });
});

describe("an error in place of a list", () => {
  it.each<[string, Record<string, FakeRoute>]>([
    ["upgrade info", { ShowClusterUpgradeInfo: { body: inPlace } }],
    ["workflows", { ListUpgradeWorkFlows: { body: inPlace } }],
    [
      "tasks",
      {
        ListUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
        ListUpgradeClusterTasks: { body: inPlace },
      },
    ],
  ])("leaves the cluster unread: %s", async (_, routes) => {
    const { observe } = await connect(routes);
    const error = await failure(observe({ listed }));
    expect(error).toMatchObject({ kind: "unavailable", retryable: true, httpStatus: 200, code: "500" });
    expect(error.message).toMatch(/answered 200 500: InternalError$/);
  });
});

describe("a workflow that names another cluster", () => {
  it("counts: the vendor's own samples are like that", async () => {
    const workflow = failedWorkflow();
    workflow.spec.clusterID = "another";
    const { observe } = await connect({
      ListUpgradeWorkFlows: { body: listOf(workflow) },
      ListUpgradeClusterTasks: { body: listOf() },
    });
    expect((await observe({ listed })).operations).toMatchObject([{ id: ids.workflow, phase: "failed" }]);
  });
});

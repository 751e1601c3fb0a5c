import type { ErrorFacts } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { clusterBody, ids, runningWorkflow, taskBody, upgradingInfo } from "../testing/bodies.ts";
import { connect } from "../testing/connect-cce.ts";
import { failure, refusal } from "../testing/failure.ts";
import type { FakeAnswer, FakeRoute } from "../testing/fake-http.ts";

const listed = { id: ids.cluster, name: "payments", version: null, row: clusterBody() };

describe("a pinned operation", () => {
  const pinned: Record<string, FakeRoute> = {
    ShowUpgradeWorkFlow: { body: runningWorkflow() },
    ShowUpgradeClusterTask: { body: { ...taskBody(), status: { phase: "Pause", progress: "42.00" } } },
  };

  it("is read in place of the workflows, and nothing else counts", async () => {
    const { http, observe } = await connect({
      ...pinned,
      ShowClusterUpgradeInfo: { body: upgradingInfo("Failed") },
    });
    const { operations } = await observe({ listed, with: { workflowId: ids.workflow } });
    expect(http.actions).toEqual(["ShowClusterUpgradeInfo", "ShowUpgradeWorkFlow"]);
    expect(http.requests[1]?.path).toEqual({
      project_id: "p1",
      cluster_id: ids.cluster,
      upgrade_workflow_id: ids.workflow,
    });
    expect(operations).toMatchObject([{ id: ids.workflow, phase: "running" }]);
  });

  it("may be a task", async () => {
    const { http, observe } = await connect(pinned);
    const { operations, version } = await observe({ listed, with: { taskId: ids.task } });
    expect(http.actions).toEqual(["ShowClusterUpgradeInfo", "ShowUpgradeClusterTask"]);
    expect(operations).toMatchObject([{ id: ids.task, phase: "paused", progress: 0.42 }]);
    expect(version).toBe("v1.29.8-r4");
  });

  it("may be a workflow with its task", async () => {
    const { http, observe } = await connect(pinned);
    const { operations } = await observe({ listed, with: { workflowId: ids.workflow, taskId: ids.task } });
    expect(http.actions).toEqual(["ShowClusterUpgradeInfo", "ShowUpgradeWorkFlow", "ShowUpgradeClusterTask"]);
    expect(operations).toMatchObject([{ id: ids.workflow, phase: "paused", progress: 0.42 }]);
  });

  it("keeps its id where the answer has none", async () => {
    const { observe } = await connect({
      ShowUpgradeWorkFlow: { body: { kind: "WorkFlowTask", status: { phase: "Init" } } },
      ShowUpgradeClusterTask: { body: { kind: "UpgradeTask", status: { phase: "Init" } } },
    });
    const { operations } = await observe({ listed, with: { workflowId: "w", taskId: "t" } });
    expect(operations.map((operation) => operation.id)).toEqual(["w", "t"]);
  });

  it.each([
    ["ShowUpgradeWorkFlow", { workflowId: "w1" }, "no workflow w1, which `with.workflowId` names"],
    ["ShowUpgradeClusterTask", { taskId: "t1" }, "no upgrade task t1, which `with.taskId` names"],
  ])("that %s does not find", async (action, pins, message) => {
    const { observe } = await connect({ [action]: refusal(404, "CCE.01404001") });
    const error = await failure(observe({ listed, with: pins }));
    expect(error).toMatchObject({
      kind: "not-found",
      code: "CCE.01404001",
      httpStatus: 404,
      requestId: "req-1",
      retryable: false,
    });
    expect(error.message).toContain(message);
  });

  it.each<[string, FakeAnswer, ErrorFacts["kind"]]>([
    ["the gateway has no such API", refusal(404, "APIGW.0101"), "unavailable"],
    ["a proxy has no such page", refusal(404), "unavailable"],
    ["it is forbidden", refusal(403, "CCE.01403001"), "forbidden"],
  ])("is not missing where %s", async (_, answer, kind) => {
    const { observe } = await connect({ ShowUpgradeWorkFlow: answer });
    const { unread, operations } = await observe({ listed, with: { workflowId: "w1" } });
    expect(operations).toEqual([]);
    expect(unread).toMatchObject({ kind, retryable: false });
    expect(unread?.message).toContain("the cluster could be read");
  });
});

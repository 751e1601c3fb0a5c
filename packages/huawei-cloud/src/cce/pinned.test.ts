import type { ErrorFacts } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import {
  type Body,
  clusterBody,
  failedWorkflow,
  finishedWorkflow,
  ids,
  runningWorkflow,
  taskBody,
  upgradingInfo,
} from "../testing/bodies.ts";
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
      ShowUpgradeWorkFlow: { body: finishedWorkflow() },
      ShowClusterUpgradeInfo: { body: upgradingInfo("Failed") },
    });
    const { operations } = await observe({ listed, with: { workflowId: ids.workflow } });
    expect(http.actions).toEqual(["ShowClusterUpgradeInfo", "ShowUpgradeWorkFlow"]);
    expect(http.requests[1]?.path).toEqual({
      project_id: "p1",
      cluster_id: ids.cluster,
      upgrade_workflow_id: ids.workflow,
    });
    expect(operations).toMatchObject([{ id: ids.workflow, phase: "succeeded" }]);
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
    expect(operations).toMatchObject([{ id: "w", steps: [{ name: "upgrade task t" }] }]);
  });

  const task = (phase: string, uid = "t1"): Body => ({ ...taskBody(), metadata: { uid }, status: { phase } });

  it.each<[string, Body, Body, object]>([
    [
      "a failed workflow",
      failedWorkflow(),
      task("Success"),
      { id: ids.workflow, phase: "failed", rawPhase: "Pending" },
    ],
    ["a failed task", finishedWorkflow(), task("Failed"), { id: "t1", phase: "failed", rawPhase: "Failed" }],
    ["a task nobody understands", finishedWorkflow(), task("Zzz"), { phase: "unknown", rawPhase: "Zzz" }],
    ["a failure beside what nobody understands", failedWorkflow(), task("Zzz"), { phase: "failed" }],
    ["a paused task", runningWorkflow(), task("Pause"), { id: "t1", phase: "paused" }],
    ["a running workflow", runningWorkflow(), task("Success"), { id: ids.workflow, phase: "running" }],
    ["neither", finishedWorkflow(), task("Success"), { id: ids.workflow, phase: "succeeded" }],
    [
      "its own task that failed under a success",
      finishedWorkflow(),
      task("Failed", ids.task),
      { id: ids.task, phase: "failed" },
    ],
  ])("of a workflow with a task is the worse one: %s", async (_, workflow, own, expected) => {
    const { observe } = await connect({
      ShowUpgradeWorkFlow: { body: workflow },
      ShowUpgradeClusterTask: ({ path }) => ({ body: path.task_id === own.metadata.uid ? own : taskBody() }),
    });
    const pins = { workflowId: ids.workflow, taskId: own.metadata.uid };
    const { operations } = await observe({ listed, with: pins });
    expect(operations).toMatchObject([expected]);
    const [operation] = operations;
    const isTask = operation?.id === own.metadata.uid;
    expect(operation?.steps.at(-1)).toMatchObject(
      isTask
        ? { name: `workflow ${ids.workflow}`, rawPhase: workflow.status.phase }
        : { name: `upgrade task ${own.metadata.uid}`, rawPhase: own.status.phase },
    );
  });

  it.each([
    ["Pause", "paused"],
    ["Failed", "failed"],
    ["Running", "running"],
  ])("that is a workflow is read with the task that it waits for: %s", async (raw, phase) => {
    const { http, observe } = await connect({
      ShowUpgradeWorkFlow: { body: runningWorkflow() },
      ShowUpgradeClusterTask: { body: task(raw, ids.task) },
    });
    const { operations } = await observe({ listed, with: { workflowId: ids.workflow } });
    expect(http.actions.slice(0, 3)).toEqual([
      "ShowClusterUpgradeInfo",
      "ShowUpgradeWorkFlow",
      "ShowUpgradeClusterTask",
    ]);
    expect(http.requests[2]?.path.task_id).toBe(ids.task);
    expect(operations).toMatchObject([{ id: ids.workflow, phase }]);
  });

  it.each<[string, Body]>([
    ["is cancelled", { ...runningWorkflow(), status: { ...runningWorkflow().status, phase: "Cancel" } }],
    ["has failed", failedWorkflow()],
    [
      "only checks",
      {
        ...runningWorkflow(),
        status: {
          phase: "Running",
          pointStatuses: [{ taskType: "PreCheck", taskID: ids.precheck, status: "Running" }],
        },
      },
    ],
    [
      "names an id that is none",
      {
        ...runningWorkflow(),
        status: {
          phase: "Running",
          pointStatuses: [{ taskType: "Cluster", taskID: "../x", status: "Running" }],
        },
      },
    ],
  ])("that is a workflow is read alone where it %s", async (_, workflow) => {
    const { http, observe } = await connect({ ShowUpgradeWorkFlow: { body: workflow } });
    await observe({ listed, with: { workflowId: ids.workflow } });
    expect(http.actions).not.toContain("ShowUpgradeClusterTask");
  });

  it.each([403, 404])("that is a workflow says so where its task is closed: %d", async (status) => {
    const { observe } = await connect({
      ShowUpgradeWorkFlow: { body: runningWorkflow() },
      ShowUpgradeClusterTask: refusal(status),
    });
    const { operations, unread } = await observe({ listed, with: { workflowId: ids.workflow } });
    expect(operations).toMatchObject([{ id: ids.workflow, phase: "running" }]);
    expect(unread?.message).toContain(`ShowUpgradeClusterTask answered ${status}`);
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

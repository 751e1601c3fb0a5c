import { type ErrorFacts, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import {
  type Body,
  clusterBody,
  failedWorkflow,
  ids,
  infoBody,
  listOf,
  runningWorkflow,
  taskBody,
} from "../testing/bodies.ts";
import { connect } from "../testing/connect-cce.ts";
import { failure, refusal } from "../testing/failure.ts";
import type { FakeAnswer } from "../testing/fake-http.ts";

const upgradeReads = ["ShowClusterUpgradeInfo", "ListUpgradeWorkFlows"];
const listed = { id: ids.cluster, name: "payments", version: null, row: clusterBody() };

describe("a closed upgrade API", () => {
  it.each<[string, number, string | undefined, ErrorFacts["kind"]]>([
    ["ShowClusterUpgradeInfo", 403, "CCE.01403001", "forbidden"],
    ["ShowClusterUpgradeInfo", 404, "CCE.01404001", "unavailable"],
    ["ShowClusterUpgradeInfo", 404, undefined, "unavailable"],
    ["ListUpgradeWorkFlows", 403, "APIGW.0302", "forbidden"],
    ["ListUpgradeWorkFlows", 404, "APIGW.0101", "unavailable"],
    ["ListUpgradeWorkFlows", 200, "CCE.01403001", "forbidden"],
  ])("%s answers %d %s", async (action, status, code, kind) => {
    const { observe } = await connect({ [action]: refusal(status, code) });
    const { unread, ...known } = await observe({ listed });
    expect(known).toMatchObject({ state: { condition: "ready", raw: "Available" }, operations: [] });
    expect(unread).toMatchObject({ kind, retryable: false, httpStatus: status, requestId: "req-1" });
    expect(unread?.code).toBe(code);
    expect(unread?.message).toContain(
      "the cluster could be read (state Available, version line v1.29.8-r4), but Huawei's cluster upgrade API is not available to this account",
    );
    expect(unread?.message).toContain(action);
    expect(unread?.hint).toMatch(/service ticket.*cce:cluster:get.*check\.failOn/);
  });

  it("shows what the other read knows", async () => {
    const { observe } = await connect({
      ShowClusterUpgradeInfo: refusal(403, "CCE.01403001"),
      ListUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
      ListUpgradeClusterTasks: refusal(403, "CCE.01403001"),
    });
    expect(await observe({ listed })).toMatchObject({
      operations: [{ id: ids.workflow, phase: "failed" }],
      unread: { kind: "forbidden" },
    });
  });

  it.each<[string, FakeAnswer, ErrorFacts["kind"]]>([
    ["throttled", refusal(429, "CCE.01429003"), "rate-limited"],
    ["down", refusal(503), "unavailable"],
    ["refused for its signature", refusal(401, "APIGW.0301"), "unauthenticated"],
    ["of an odd shape", { body: {} }, "unexpected-response"],
  ])("does not excuse another read that is %s", async (_, answer, kind) => {
    const { observe } = await connect({
      ShowClusterUpgradeInfo: refusal(403, "CCE.01403001"),
      ListUpgradeWorkFlows: answer,
    });
    expect((await failure(observe({ listed }))).kind).toBe(kind);
  });

  it.each<[Body, string, number, ErrorFacts["kind"]]>([
    [failedWorkflow(), "failed", 403, "forbidden"],
    [failedWorkflow(), "failed", 404, "unavailable"],
    [runningWorkflow(), "running", 403, "forbidden"],
    [runningWorkflow(), "running", 404, "unavailable"],
  ])("says so where only the tasks are closed: %#", async (workflow, phase, status, kind) => {
    const { observe } = await connect({
      ListUpgradeWorkFlows: { body: listOf(workflow) },
      ListUpgradeClusterTasks: refusal(status),
    });
    const { operations, unread } = await observe({ listed });
    expect(operations).toMatchObject([{ id: ids.workflow, phase }]);
    expect(unread).toMatchObject({ kind, httpStatus: status });
    expect(unread?.message).toContain(`: ListUpgradeClusterTasks answered ${status}`);
  });
});

describe("errors", () => {
  it.each<[string, string, FakeAnswer, Partial<ErrorFacts>]>([
    [
      "the cluster is missing",
      "ShowCluster",
      refusal(404, "CCE.01404001"),
      { kind: "not-found", code: "CCE.01404001" },
    ],
    ["a gateway has no such path", "ShowCluster", refusal(404), { kind: "unavailable", retryable: false }],
    ["the cluster is forbidden", "ShowCluster", refusal(403, "CCE.01403001"), { kind: "forbidden" }],
    [
      "the signature is refused",
      "ShowCluster",
      { status: 401, body: { error_code: "APIGW.0301", error_msg: "no" } },
      { kind: "unauthenticated" },
    ],
    [
      "upgrade info is refused",
      "ShowClusterUpgradeInfo",
      refusal(401, "APIGW.0301"),
      { kind: "unauthenticated" },
    ],
    [
      "workflows are throttled",
      "ListUpgradeWorkFlows",
      refusal(429, "CCE.01429003"),
      { kind: "rate-limited", retryable: true },
    ],
    ["tasks are down", "ListUpgradeClusterTasks", refusal(503), { kind: "unavailable", retryable: true }],
    [
      "tasks need a signature",
      "ListUpgradeClusterTasks",
      refusal(401, "APIGW.0301"),
      { kind: "unauthenticated" },
    ],
  ])("%s", async (_, action, answer, expected) => {
    const { observe } = await connect({
      ListUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
      [action]: answer,
    });
    expect(await failure(observe())).toMatchObject({ requestId: "req-1", ...expected });
  });

  const reads = ["ShowCluster", "ShowClusterUpgradeInfo", "ListUpgradeWorkFlows", "ListUpgradeClusterTasks"];
  const oddities: [string, unknown][] = [
    ["an empty object", {}],
    ["an object of another kind", { clusters: [] }],
    ["empty parts only", { kind: "", metadata: null, spec: [], status: "" }],
    ["a list", []],
    ["null", null],
    ["a number", 5],
    ["status as a text", { kind: "x", status: "Available", items: 5 }],
  ];
  it.each(reads.flatMap((action) => oddities.map(([name, body]) => [action, name, body] as const)))(
    "%s answers %s",
    async (action, _, body) => {
      const { observe } = await connect({
        ListUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
        [action]: { body },
      });
      const error = await failure(observe());
      expect(error).toMatchObject({ kind: "unexpected-response", retryable: false });
      expect(error.message).toContain(action);
    },
  );

  it.each<[string, string, unknown]>([
    ["a row that is no object", "ListUpgradeWorkFlows", listOf(failedWorkflow(), 5)],
    ["a row that is null", "ListUpgradeWorkFlows", listOf(failedWorkflow(), null)],
    ["a row that is empty", "ListUpgradeWorkFlows", listOf({})],
    ["a phase that is no text", "ListUpgradeWorkFlows", listOf({ kind: "x", status: { phase: 5 } })],
    [
      "a point that is no object",
      "ListUpgradeWorkFlows",
      listOf({ kind: "x", status: { phase: "Running", pointStatuses: ["x"] } }),
    ],
    ["a task that is no object", "ListUpgradeClusterTasks", listOf("x")],
    ["a version that is no text", "ShowCluster", { ...clusterBody(), spec: { version: 1.29 } }],
    ["a phase that is an object", "ShowClusterUpgradeInfo", { kind: "x", status: { phase: {} } }],
  ])("%s spoils the whole answer", async (_, action, body) => {
    const { observe } = await connect({
      ListUpgradeWorkFlows: { body: listOf(failedWorkflow()) },
      ListUpgradeClusterTasks: { body: listOf() },
      [action]: { body },
    });
    expect((await failure(observe())).kind).toBe("unexpected-response");
  });

  it.each<[string, (workflow: Body) => unknown]>([
    ["one bare workflow", (workflow) => workflow],
    [
      "odd lines",
      ({ status, ...rest }) =>
        listOf({ ...rest, status: { ...status, lineStatuses: ["x", { startPoint: 5 }, null] } }),
    ],
  ])("do not come of %s", async (_, change) => {
    const { observe } = await connect({
      ListUpgradeWorkFlows: { body: change(failedWorkflow()) },
      ListUpgradeClusterTasks: { body: listOf() },
    });
    const { operations } = await observe();
    expect(operations).toMatchObject([{ id: ids.workflow, phase: "failed" }]);
    expect(operations[0]?.steps.map(({ name }) => name)).toEqual([
      "PreCheck",
      "Snapshot",
      "Cluster",
      "PostCheck",
    ]);
  });

  it.each<[string, Record<string, unknown>, object, string]>([
    [
      "a cluster",
      { ShowCluster: { ...clusterBody(), metadata: { uid: "c-2" } } },
      {},
      `ShowCluster was asked for cluster ${ids.cluster} and answered with cluster c-2`,
    ],
    [
      "a workflow",
      { ShowUpgradeWorkFlow: { ...failedWorkflow(), metadata: { uid: "w-2" } } },
      { workflowId: ids.workflow },
      `ShowUpgradeWorkFlow was asked for workflow ${ids.workflow} and answered with workflow w-2`,
    ],
    [
      "a task",
      { ShowUpgradeClusterTask: { ...taskBody(), metadata: { uid: "t-2" } } },
      { taskId: ids.task },
      `ShowUpgradeClusterTask was asked for upgrade task ${ids.task} and answered with upgrade task t-2`,
    ],
    ["a list", { ShowCluster: listOf(clusterBody()) }, {}, "a list is there in place of one resource"],
  ])("come of %s that was not asked for", async (_, bodies, pins, message) => {
    const routes = Object.entries(bodies).map(([action, body]) => [action, { body }] as const);
    const { observe } = await connect(Object.fromEntries(routes));
    const error = await failure(observe({ with: pins }));
    expect(error).toMatchObject({ kind: "unexpected-response", retryable: false, httpStatus: 200 });
    expect(error.message).toContain(message);
  });

  it("of one read cancel the other, and nothing goes on", async () => {
    let cancelled = false;
    const { http, observe } = await connect({
      ShowClusterUpgradeInfo: ({ signal }) =>
        new Promise((_, reject) =>
          signal.addEventListener("abort", () => {
            cancelled = true;
            reject(new ProviderError({ kind: "cancelled", message: "stopped" }));
          }),
        ),
      ListUpgradeWorkFlows: refusal(503),
    });
    expect((await failure(observe({ listed }))).kind).toBe("unavailable");
    expect(cancelled).toBe(true);
    expect(http.actions).toEqual(upgradeReads);
  });

  it("say that the run was stopped", async () => {
    const stop = new AbortController();
    const { observe } = await connect({
      ShowClusterUpgradeInfo: () => {
        stop.abort();
        return { body: infoBody() };
      },
    });
    expect((await failure(observe({ listed }, stop.signal))).kind).toBe("cancelled");
  });
});

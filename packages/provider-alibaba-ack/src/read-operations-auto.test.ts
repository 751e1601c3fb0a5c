import { describe, expect, it } from "vitest";
import type { Reply } from "./testing/fake-cloud.ts";
import {
  failure,
  forbidden,
  gone,
  observe,
  observed,
  row,
  running,
  tasks,
  timeout,
} from "./testing/healthy-cluster.ts";

describe("source: auto", () => {
  const paused: Reply = { body: { upgrade_step: "pause" } };

  it.each<[string, Reply]>([
    ["forbidden", forbidden],
    ["gone", gone],
    ["not routed", { status: 404, body: "<html>" }],
  ])("reads the status where the tasks are %s", async (_, reply) => {
    const found = await observed({ DescribeClusterTasks: reply, GetUpgradeStatus: paused });
    expect(found.operations).toMatchObject([{ id: null, phase: "paused", rawPhase: "pause" }]);
  });

  it.each<[string, Reply, Reply, object]>([
    ["both are forbidden", forbidden, forbidden, { kind: "forbidden", code: "StatusForbidden" }],
    ["one is forbidden, the other gone", forbidden, gone, { kind: "forbidden", code: "StatusForbidden" }],
    ["both are gone", gone, gone, { kind: "unavailable", code: "InvalidAction.NotFound" }],
  ])("knows the cluster where %s", async (_, tasksReply, statusReply, unread) => {
    const found = await observed({ DescribeClusterTasks: tasksReply, GetUpgradeStatus: statusReply });
    expect(found).toMatchObject({
      version: "1.32.1-aliyun.1",
      state: { condition: "ready", raw: "running" },
      operations: [],
      unread: { ...unread, retryable: false, message: expect.stringContaining("DescribeClusterTasks") },
    });
  });

  it.each<[string, Reply, Reply, string]>([
    ["the tasks time out", timeout, paused, "timeout"],
    ["the tasks are forbidden and the status times out", forbidden, timeout, "timeout"],
    ["the tasks are forbidden and the status is empty", forbidden, { body: {} }, "unexpected-response"],
    ["the signature is refused", failure(400, "SignatureDoesNotMatch"), paused, "unauthenticated"],
  ])("does not know where %s", async (_, tasksReply, statusReply, kind) => {
    const { observation } = await observe({
      DescribeClusterTasks: tasksReply,
      GetUpgradeStatus: statusReply,
    });
    await expect(observation).rejects.toMatchObject({ kind });
  });

  const upgrading = { DescribeClusterDetail: { body: { ...row, state: "upgrading" } } };

  it.each<[string, Reply, readonly string[]]>([
    ["shows it paused", paused, ["succeeded", "paused"]],
    ["shows an end", { body: { status: "success" } }, ["succeeded"]],
    ["shows nothing", { body: { upgrade_step: "not_start" } }, ["succeeded"]],
    ["is gone", gone, ["succeeded"]],
    ["is forbidden", forbidden, ["succeeded"]],
  ])("asks why a cluster is upgrading without a task under way: the status %s", async (_, reply, phases) => {
    const found = await observed({ ...upgrading, GetUpgradeStatus: reply });
    expect(found.operations.map(({ phase }) => phase)).toEqual(phases);
    expect(found.state.condition).toBe("upgrading");
  });

  it("does not ask where a task explains it", async () => {
    const found = await observed({
      ...upgrading,
      DescribeClusterTasks: tasks(running),
      DescribeTaskInfo: { body: running },
    });
    expect(found.actions).not.toContain("GetUpgradeStatus");
  });

  it("does not ask while the cluster is only updating", async () => {
    const found = await observed({ DescribeClusterDetail: { body: { ...row, state: "updating" } } });
    expect(found.actions).toEqual(["DescribeClusterDetail", "DescribeClusterTasks"]);
  });

  it("passes a status that could not be read on", async () => {
    const { observation } = await observe({ ...upgrading, GetUpgradeStatus: timeout });
    await expect(observation).rejects.toMatchObject({ kind: "timeout" });
  });
});

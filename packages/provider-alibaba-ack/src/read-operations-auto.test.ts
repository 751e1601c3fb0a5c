import { findCurrent } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import type { Reply, Script } from "./testing/fake-cloud.ts";
import {
  type Asked,
  failure,
  forbidden,
  gone,
  observe,
  observed,
  row,
  running,
  task,
  tasks,
  timeout,
} from "./testing/healthy-cluster.ts";

describe("source: auto", () => {
  const paused: Reply = { body: { upgrade_step: "pause" } };

  describe("where a later page of the tasks cannot be read", () => {
    const older = { ...task, created: "2026-11-01T10:00:00+08:00" };
    const page = (first: object): Reply => {
      const rest = Array.from({ length: 49 }, (_, index) => ({ ...older, task_id: `T-old${index}` }));
      return { body: { tasks: [first, ...rest], page_info: { total_count: 60 } } };
    };
    const read = (first: object, second: Reply, more: Script = {}, asked: Asked = {}) =>
      observed(
        {
          DescribeClusterTasks: ({ query }) => (query?.page_number === 1 ? page(first) : second),
          DescribeTaskInfo: forbidden,
          ...more,
        },
        asked,
      );
    const failed = { ...task, state: "fail" };
    const newest = { failed, running };

    it.each<[string, keyof typeof newest, Reply, string]>([
      ["forbidden", "failed", forbidden, "forbidden"],
      ["forbidden", "running", forbidden, "forbidden"],
      ["forbidden by a page of a proxy", "failed", { status: 403, body: "<html>" }, "forbidden"],
      ["forbidden in a 200", "failed", { body: { tasks: [], code: "StatusForbidden" } }, "forbidden"],
      ["not allowed", "failed", { status: 405, body: "" }, "unavailable"],
      ["gone", "failed", gone, "unavailable"],
      ["not of a known cluster", "failed", failure(404, "ErrorClusterNotFound"), "unavailable"],
    ])("%s: keeps the %s upgrade, and says what is missing", async (_, phase, second, kind) => {
      const found = await read(newest[phase], second);
      expect(found.actions).not.toContain("GetUpgradeStatus");
      expect(found.operations).toHaveLength(50);
      expect(findCurrent(found.operations)).toMatchObject({ id: "T-1", phase });
      expect(found.unread).toMatchObject({
        kind,
        retryable: false,
        message: expect.stringMatching(/\(a later page, after 50 tasks\)$/),
      });
    });

    it("does so with the source tasks", async () => {
      const found = await read(failed, forbidden, {}, { with: { source: "tasks" } });
      expect(findCurrent(found.operations)).toMatchObject({ id: "T-1", phase: "failed" });
      expect(found.unread).toMatchObject({ kind: "forbidden" });
    });

    it("still asks why the cluster is upgrading", async () => {
      const found = await read(task, forbidden, {
        DescribeClusterDetail: { body: { ...row, state: "upgrading" } },
        GetUpgradeStatus: paused,
      });
      expect(findCurrent(found.operations)).toMatchObject({ id: null, phase: "paused" });
      expect(found.unread).toMatchObject({ kind: "forbidden" });
    });

    it("does so where the first page had a token and no rows", async () => {
      const found = await observed({
        DescribeClusterTasks: ({ query }) =>
          query?.next_token === undefined ? { body: { tasks: [], next_token: "a" } } : forbidden,
      });
      expect(found).toMatchObject({ operations: [], unread: { kind: "forbidden" } });
    });

    it("does not know where it may be read another time", async () => {
      await expect(read(failed, timeout)).rejects.toMatchObject({ kind: "timeout" });
    });
  });

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

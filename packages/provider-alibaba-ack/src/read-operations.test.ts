import { describe, expect, it } from "vitest";
import type { Reply } from "./testing/fake-cloud.ts";
import {
  failure,
  forbidden,
  gone,
  id,
  observe,
  observed,
  row,
  running,
  task,
  tasks,
  timeout,
} from "./testing/healthy-cluster.ts";

describe("tasks", () => {
  it("reads the detail of an upgrade under way", async () => {
    const info = {
      ...running,
      cluster_id: id,
      parameters: { next_version: "1.33.3" },
      stages: [{ state: "running" }],
    };
    const found = await observed({ DescribeClusterTasks: tasks(running), DescribeTaskInfo: { body: info } });
    expect(found.actions).toEqual(["DescribeClusterDetail", "DescribeClusterTasks", "DescribeTaskInfo"]);
    expect(found.operations).toMatchObject([
      { id: "T-1", phase: "running", toVersion: "1.33.3", steps: [{ phase: "running" }] },
    ]);
  });

  it("reads the detail of the task that decides, and of no other", async () => {
    const older = { ...task, task_id: "T-0", state: "failed", created: "2025-01-01T00:00:00Z" };
    const pool = {
      ...running,
      task_id: "T-2",
      task_type: "nodepool_upgrade",
      created: "2024-01-01T00:00:00Z",
    };
    const found = await observed({
      DescribeClusterTasks: tasks(older, task, pool),
      DescribeTaskInfo: ({ path }) => ({ body: { ...pool, task_id: path?.taskId } }),
    });
    expect(found.reads.at(-1)).toMatchObject({ action: "DescribeTaskInfo", path: { taskId: "T-2" } });
    expect(found.operations.map(({ id: taskId, kind, phase }) => [taskId, kind, phase])).toEqual([
      ["T-0", "version", "failed"],
      ["T-1", "version", "succeeded"],
      ["T-2", "node-pool", "running"],
    ]);
  });

  it("leaves what is no upgrade out", async () => {
    const others = ["cluster_scaleout", "cluster_addon_upgrade", "nodepool_update"];
    const found = await observed({
      DescribeClusterTasks: tasks(
        ...others.map((task_type, index) => ({ ...running, task_type, task_id: `T-${index}` })),
      ),
    });
    expect(found.operations).toEqual([]);
  });

  it("reads all pages", async () => {
    const all = Array.from({ length: 60 }, (_, index) => ({ ...task, task_id: `T-${index}` }));
    const found = await observed({
      DescribeClusterTasks: ({ query }) => {
        const start = (Number(query?.page_number) - 1) * 50;
        return { body: { tasks: all.slice(start, start + 50), page_info: { total_count: 60 } } };
      },
    });
    expect(found.operations).toHaveLength(60);
  });

  it("does not let the first of two rows of one task hide that the other failed", async () => {
    const failed = { ...task, state: "fail" };
    const found = await observed({
      DescribeClusterTasks: { body: { tasks: [task, failed], page_info: { total_count: 1 } } },
      DescribeTaskInfo: { body: failed },
    });
    expect(found.operations.map(({ phase }) => phase)).toEqual(["succeeded", "failed"]);
  });

  it("takes two equal rows of one task for one", async () => {
    const body = { tasks: [task, task], page_info: { total_count: 1 } };
    expect((await observed({ DescribeClusterTasks: { body } })).operations).toHaveLength(1);
  });

  it("takes a task that names this cluster", async () => {
    const own = { ...task, cluster_id: id.toUpperCase() };
    expect((await observed({ DescribeClusterTasks: tasks(own) })).operations).toHaveLength(1);
  });

  it.each<[string, Reply]>([
    ["an empty object", { body: {} }],
    ["a list", { body: [] }],
    ["rows of another type", { body: { tasks: [5] } }],
    [
      "an error beside an empty list",
      { body: { tasks: [], page_info: { total_count: 0 }, code: "Odd", message: "x" } },
    ],
    ["a task of another cluster", tasks({ ...task, cluster_id: "c999" })],
    [
      "a task of another cluster beside its own",
      tasks(task, { ...running, task_id: "T-2", cluster_id: "c9" }),
    ],
    ["a total without rows", { body: { tasks: null, page_info: { total_count: 3 } } }],
    ["a web page", { body: "<html>" }],
  ])("takes %s for no history", async (_, reply) => {
    const { observation } = await observe({ DescribeClusterTasks: reply });
    await expect(observation).rejects.toMatchObject({ kind: "unexpected-response" });
  });

  it.each<[string, Reply]>([
    ["null", { body: { tasks: null } }],
    ["an empty list", { body: { tasks: [] } }],
    ["left out beside a total of 0", { body: { page_info: { total_count: 0 } } }],
  ])("reads no tasks from %s", async (_, reply) => {
    expect((await observed({ DescribeClusterTasks: reply })).operations).toEqual([]);
  });

  it.each<[string, Reply]>([
    ["forbidden", forbidden],
    ["unknown", failure(404, "ErrorTaskNotFound")],
    ["gone", gone],
    ["down", failure(503, "ServiceUnavailable")],
  ])("makes do with the row where the detail is %s", async (_, reply) => {
    const found = await observed({ DescribeClusterTasks: tasks(running), DescribeTaskInfo: reply });
    expect(found.operations).toMatchObject([{ id: "T-1", phase: "running", toVersion: null, steps: [] }]);
  });

  it.each<[string, Reply, string]>([
    ["timed out", timeout, "timeout"],
    ["throttled", failure(429, "Throttling.User"), "rate-limited"],
    ["empty", { body: {} }, "unexpected-response"],
    ["another cluster's", { body: { ...running, cluster_id: "c2" } }, "unexpected-response"],
    ["refused for its signature", failure(400, "SignatureDoesNotMatch"), "unauthenticated"],
  ])("does not guess the target of a running upgrade whose detail is %s", async (_, reply, kind) => {
    const { observation } = await observe({ DescribeClusterTasks: tasks(running), DescribeTaskInfo: reply });
    await expect(observation).rejects.toMatchObject({ kind });
  });

  it.each<[string, Reply]>([
    ["timed out", timeout],
    ["empty", { body: {} }],
  ])("needs no detail of a failed upgrade: %s", async (_, reply) => {
    const failed = { ...task, state: "fail", error: { code: "400", message: "no quota" } };
    const found = await observed({ DescribeClusterTasks: tasks(failed), DescribeTaskInfo: reply });
    expect(found.operations).toMatchObject([{ phase: "failed", message: "no quota" }]);
  });

  it("asks for no detail where the row has no usable id", async () => {
    const found = await observed({ DescribeClusterTasks: tasks({ ...running, task_id: "../x" }) });
    expect(found.operations).toMatchObject([{ id: "../x", phase: "running" }]);
  });

  it("says what the tasks say with `source: tasks`", async () => {
    const found = await observed({ DescribeClusterTasks: forbidden }, { with: { source: "tasks" } });
    expect(found).toMatchObject({ operations: [], unread: { kind: "forbidden", retryable: false } });
    expect(found.actions).not.toContain("GetUpgradeStatus");
  });

  it("asks for nothing else with `source: tasks`, also while upgrading", async () => {
    const script = { DescribeClusterDetail: { body: { ...row, state: "upgrading" } } };
    const found = await observed(script, { with: { source: "tasks" } });
    expect(found.actions).toEqual(["DescribeClusterDetail", "DescribeClusterTasks"]);
  });
});

describe("source: upgrade-status", () => {
  const asked = { with: { source: "upgrade-status" } } as const;

  it("uses it alone", async () => {
    const found = await observed(
      { GetUpgradeStatus: { body: { status: "fail", error_message: "no" } } },
      asked,
    );
    expect(found.actions).toEqual(["DescribeClusterDetail", "GetUpgradeStatus", "ListClusterChecks"]);
    expect(found.operations).toMatchObject([{ phase: "failed", message: "no" }]);
  });

  it("says what to do where it is gone", async () => {
    const found = await observed({ GetUpgradeStatus: gone }, asked);
    expect(found).toMatchObject({
      operations: [],
      unread: { kind: "unavailable", hint: expect.stringContaining("with: { source: auto }") },
    });
  });

  it("says forbidden where it is", async () => {
    const found = await observed({ GetUpgradeStatus: forbidden }, asked);
    expect(found).toMatchObject({ operations: [], unread: { kind: "forbidden" } });
  });
});

describe("with.taskId", () => {
  const asked = { with: { taskId: "T-9" } } as const;
  const pinned = { ...task, task_id: "T-9", cluster_id: id, state: "paused" };

  it("reads that task alone", async () => {
    const found = await observed({ DescribeTaskInfo: { body: pinned } }, asked);
    expect(found.actions).toEqual(["DescribeClusterDetail", "DescribeTaskInfo"]);
    expect(found.operations).toMatchObject([{ id: "T-9", kind: "version", phase: "paused" }]);
  });

  it("takes any type of task", async () => {
    const reply = { body: { ...pinned, task_type: "nodepool_update" } };
    expect((await observed({ DescribeTaskInfo: reply }, asked)).operations).toMatchObject([
      { kind: "nodepool_update" },
    ]);
  });

  it.each<[string, Reply, string]>([
    ["there is none", failure(404, "ErrorTaskNotFound"), "not-found"],
    ["it is another cluster's", { body: { ...pinned, cluster_id: "c2" } }, "not-found"],
    ["another task comes", { body: { ...pinned, task_id: "T-1" } }, "unexpected-response"],
    ["nothing comes", { body: {} }, "unexpected-response"],
  ])("reports where %s", async (_, reply, kind) => {
    const { observation } = await observe({ DescribeTaskInfo: reply }, asked);
    await expect(observation).rejects.toMatchObject({ kind });
  });

  it.each<[string, Reply, string]>([
    ["the API is gone", gone, "unavailable"],
    ["it is forbidden", forbidden, "forbidden"],
  ])("knows the cluster where %s", async (_, reply, kind) => {
    const found = await observed({ DescribeTaskInfo: reply }, asked);
    expect(found).toMatchObject({ version: "1.32.1-aliyun.1", operations: [], unread: { kind } });
  });
});

import type { AlibabaClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { ackVersion, type Case, checkAck, idOf } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;
type Row = Readonly<Record<string, unknown>>;

const upgrade: Row = {
  task_id: "T-1",
  task_type: "cluster_upgrade",
  state: "running",
  created: "2026-11-20T09:57:26+08:00",
  updated: "2026-11-20T10:12:03.482+08:00",
};

function tasks(...rows: readonly Row[]) {
  return {
    body: {
      requestId: "r-1",
      next_token: "",
      page_info: { page_number: 1, page_size: 50, total_count: rows.length },
      tasks: rows,
    },
  };
}

function rowsCase(
  name: string,
  rows: readonly Row[],
  expected: AckCase["expected"],
  more: Partial<AckCase> = {},
): AckCase {
  return { name, answers: { DescribeClusterTasks: tasks(...rows) }, expected, ...more };
}

/** A case whose task has a detail; the simulator finds the cluster by an operation of that id. */
function detailCase(
  index: number,
  name: string,
  state: string,
  detail: Row,
  expected: AckCase["expected"],
  more: Partial<AckCase> = {},
): AckCase {
  const row = { ...upgrade, task_id: `T-${index}`, state };
  const { answers, ...rest } = more;
  return {
    name,
    answers: {
      DescribeClusterTasks: tasks(row),
      DescribeTaskInfo: { body: { ...row, cluster_id: idOf(index), ...detail } },
      ...answers,
    },
    cluster: {
      state: "running",
      operations: [{ id: `T-${index}`, to: ackVersion, startedAgo: "1h", duration: "1m" }],
    },
    expected,
    ...rest,
  };
}

describe("tasks of an ACK cluster", () => {
  it("every state that the vendor's documents and tools know", async () => {
    const states: readonly (readonly [state: unknown, phase: string, verdict: string])[] = [
      ["running", "running", "upgrading"],
      ["resuming", "running", "upgrading"],
      ["paused", "paused", "paused"],
      ["success", "succeeded", "converged"],
      ["fail", "failed", "failed"],
      ["failed", "failed", "failed"],
      ["timeout", "failed", "failed"],
      ["canceled", "cancelled", "converged"],
      ["cancelled", "cancelled", "converged"],
      ["SUCCESS", "succeeded", "converged"],
      ["exploded", "unknown", "unknown"],
      ["toString", "unknown", "unknown"],
      ["", "unknown", "unknown"],
      [null, "unknown", "unknown"],
    ];
    await checkAck(
      states.map(([state, phase, verdict]) =>
        rowsCase(`state ${JSON.stringify(state)}`, [{ ...upgrade, state }], {
          verdict,
          observed: { version: ackVersion, state: "running" },
          upgrade: {
            id: "T-1",
            kind: "version",
            phase,
            rawPhase: state === "" ? null : state,
            startedAt: "2026-11-20T01:57:26Z",
            updatedAt: "2026-11-20T02:12:03.482Z",
          },
        }),
      ),
    );
  });

  it("an unordered history: the one under way, else the newest by start", async () => {
    const at = (id: string, created: unknown, state: string): Row => ({
      ...upgrade,
      task_id: id,
      created,
      updated: null,
      state,
    });
    const oldFailure = at("T-old", "2026-01-05T00:00:00+08:00", "failed");
    const newSuccess = at("T-new", "2026-06-05T00:00:00+08:00", "success");
    const verdictOf = (verdict: string, id: string | null) => ({
      verdict,
      upgrade: id === null ? null : { id },
    });
    await checkAck([
      rowsCase("failure first", [oldFailure, newSuccess], verdictOf("converged", "T-new")),
      rowsCase("failure last", [newSuccess, oldFailure], verdictOf("converged", "T-new")),
      rowsCase(
        "in the middle",
        [oldFailure, at("T-3", "2026-07-01T00:00:00+08:00", "fail"), newSuccess],
        verdictOf("failed", "T-3"),
      ),
      rowsCase(
        "zones decide, not texts",
        [at("T-a", "2026-06-05T01:00:00+08:00", "fail"), at("T-b", "2026-06-04T18:00:00Z", "success")],
        verdictOf("converged", "T-b"),
      ),
      rowsCase(
        "one under way is older than an end",
        [newSuccess, at("T-run", "2026-02-01T00:00:00+08:00", "running")],
        verdictOf("upgrading", "T-run"),
      ),
      rowsCase(
        "an unknown one is history",
        [at("T-x", "2026-02-01T00:00:00+08:00", "exploded"), newSuccess],
        verdictOf("converged", "T-new"),
      ),
      rowsCase("epoch seconds", [at("T-s", 1780000000, "fail"), at("T-o", 1770000000, "success")], {
        verdict: "failed",
        upgrade: { id: "T-s", startedAt: "2026-05-28T20:26:40Z" },
      }),
      rowsCase(
        "epoch milliseconds",
        [at("T-o", 1770000000000, "fail"), at("T-ms", 1780000000000, "success")],
        { verdict: "converged", upgrade: { id: "T-ms", startedAt: "2026-05-28T20:26:40Z" } },
      ),
      rowsCase(
        "epoch texts beside RFC 3339",
        [
          at("T-o", "1770000000", "fail"),
          at("T-iso", "2026-05-28T20:26:40Z", "success"),
          at("T-ms", "1760000000000", "fail"),
        ],
        verdictOf("converged", "T-iso"),
      ),
      rowsCase("no task at all", [], verdictOf("converged", null)),
      rowsCase(
        "no upgrade among them",
        [
          { ...upgrade, task_type: "cluster_scaleout", state: "fail" },
          { ...upgrade, task_id: "T-2", task_type: "nodepool_create", state: "running" },
        ],
        verdictOf("converged", null),
      ),
      rowsCase(
        "a node pool's upgrade counts",
        [{ ...upgrade, task_type: "nodepool_upgrade", state: "fail" }],
        { verdict: "failed", upgrade: { kind: "node-pool" } },
      ),
      rowsCase("in its older spelling too", [{ ...upgrade, task_type: "nodePool_upgrade" }], {
        verdict: "upgrading",
        upgrade: { kind: "node-pool" },
      }),
      rowsCase(
        "behind after a success",
        [newSuccess],
        { verdict: "behind", upgrade: { id: "T-new", phase: "succeeded" } },
        { entry: { targetVersion: "1.33" } },
      ),
      rowsCase("failed at the right version", [{ ...upgrade, state: "fail" }], {
        verdict: "failed",
        drift: [],
      }),
    ]);
  });

  it("an error beside a success is the sample's, not a failure", async () => {
    const error = { code: "BadRequest", message: "invalid" };
    await checkAck([
      rowsCase("success", [{ ...upgrade, state: "success", error }], {
        verdict: "converged",
        upgrade: { phase: "succeeded", message: null },
      }),
      rowsCase("failure", [{ ...upgrade, state: "fail", error }], {
        verdict: "failed",
        upgrade: { phase: "failed", message: "invalid" },
      }),
      rowsCase("a number for a code", [{ ...upgrade, state: "failed", error: { code: 400, message: "" } }], {
        verdict: "failed",
        upgrade: { message: "400" },
      }),
      rowsCase("empty", [{ ...upgrade, state: "running", error: { code: "", message: "" } }], {
        verdict: "upgrading",
      }),
    ]);
  });

  it("101 tasks, the newest on the last page", async () => {
    const history = Array.from({ length: 100 }, (_, index) => ({
      id: `T-${String(index).padStart(3, "0")}`,
      to: ackVersion,
      startedAgo: `${1000 - index}h`,
      duration: "10m",
    }));
    const { simulator } = await checkAck([
      {
        name: "failed on page three",
        cluster: {
          operations: [
            ...history,
            {
              id: "T-zzz",
              to: ackVersion,
              startedAgo: "2h",
              duration: "1h",
              outcome: "failed",
              message: "disk full",
            },
          ],
        },
        expected: { verdict: "failed", upgrade: { id: "T-zzz", phase: "failed", message: "disk full" } },
      },
    ]);
    expect(simulator.stats.byAction.DescribeClusterTasks).toBe(3);
  });

  it("half a list is not the list", async () => {
    const page = (rows: readonly Row[], page_info: object) => ({
      DescribeClusterTasks: { body: { tasks: rows, page_info } },
    });
    const broken = { verdict: "unknown", observed: null, error: { kind: "unexpected-response" } };
    const done = { ...upgrade, state: "success" };
    await checkAck([
      {
        name: "total above rows",
        answers: page([done], { page_number: 1, page_size: 50, total_count: 60 }),
        expected: broken,
      },
      {
        name: "total above nothing",
        answers: page([], { page_number: 1, page_size: 50, total_count: 2 }),
        expected: broken,
      },
      {
        name: "no list, but a total of 0",
        answers: { DescribeClusterTasks: { body: { page_info: { total_count: 0 } } } },
        expected: { verdict: "converged", upgrade: null },
      },
      {
        name: "null list",
        answers: { DescribeClusterTasks: { body: { tasks: null } } },
        expected: { verdict: "converged", upgrade: null },
      },
    ]);
  });

  it("the detail: target, stage, stages", async () => {
    const { simulator } = await checkAck([
      detailCase(
        0,
        "leads where the manifest wants",
        "running",
        { parameters: { next_version: ackVersion }, current_stage: "DrainNodes" },
        {
          verdict: "upgrading",
          upgrade: {
            toVersion: ackVersion,
            steps: [
              {
                name: "DrainNodes",
                phase: "running",
                rawPhase: null,
                startedAt: null,
                finishedAt: null,
                message: null,
              },
            ],
          },
        },
      ),
      detailCase(
        1,
        "leads away",
        "running",
        { parameters: { next_version: "1.33.1-aliyun.1" } },
        { verdict: "diverging", outcome: "action", upgrade: { toVersion: "1.33.1-aliyun.1" } },
      ),
      detailCase(
        2,
        "names no target",
        "running",
        { parameters: {} },
        { verdict: "upgrading", upgrade: { toVersion: null } },
        { entry: { targetVersion: "1.36" } },
      ),
      detailCase(
        3,
        "stages without names and zones",
        "running",
        {
          current_stage: "DrainNodes",
          stages: [
            {
              state: "success",
              start_time: "2022-12-15 23:00:00",
              end_time: "2022-12-15 23:01:00",
              message: "",
              outputs: {},
            },
            {
              state: "running",
              start_time: "2022-12-15 23:01:00",
              end_time: "",
              message: "2 of 3",
              outputs: {},
            },
            { state: "", start_time: "", end_time: "" },
          ],
        },
        {
          verdict: "upgrading",
          upgrade: {
            steps: [
              { phase: "succeeded", rawPhase: "success" },
              {
                name: "DrainNodes",
                phase: "running",
                rawPhase: "running",
                finishedAt: null,
                message: "2 of 3",
              },
              { phase: "pending", rawPhase: null, startedAt: null, finishedAt: null },
            ],
          },
        },
      ),
      detailCase(
        4,
        "may not be read",
        "running",
        {},
        { verdict: "upgrading", upgrade: { id: "T-4", phase: "running", toVersion: null }, error: null },
        {
          answers: {
            DescribeTaskInfo: {
              status: 403,
              body: { code: "StatusForbidden", message: "no cs:DescribeTaskInfo", requestId: "r-9" },
            },
          },
        },
      ),
      detailCase(
        5,
        "may not be read, of a failure",
        "fail",
        {},
        { verdict: "failed", upgrade: { id: "T-5", phase: "failed" }, error: null },
        {
          answers: {
            DescribeTaskInfo: {
              status: 403,
              body: { code: "StatusForbidden", message: "no cs:DescribeTaskInfo" },
            },
          },
        },
      ),
      detailCase(
        6,
        "is stalled",
        "running",
        { created: "2026-01-01T00:00:00Z" },
        { verdict: "stalled", outcome: "action" },
        { entry: { stalledAfter: "6h" } },
      ),
      detailCase(
        7,
        "has ended since",
        "running",
        { state: "success" },
        { verdict: "converged", upgrade: { phase: "succeeded" } },
      ),
      detailCase(
        8,
        "failed since",
        "running",
        { state: "fail", error: { code: "X", message: "boom" } },
        { verdict: "failed", upgrade: { message: "boom" } },
      ),
      detailCase(
        9,
        "is another task's",
        "running",
        { task_id: "T-other" },
        { verdict: "unknown", error: { kind: "unexpected-response" } },
      ),
      detailCase(
        10,
        "is a page",
        "running",
        {},
        { verdict: "unknown", error: { kind: "unexpected-response" } },
        { answers: { DescribeTaskInfo: { text: "<html></html>" } } },
      ),
    ]);
    expect(simulator.stats.byAction.DescribeTaskInfo).toBe(11);
  });

  it("a pinned task decides alone", async () => {
    const pin = (index: number, more: object = {}) => ({
      entry: { with: { taskId: `T-${index}` }, ...more },
    });
    const missing = {
      verdict: "unknown",
      observed: null,
      error: { kind: "not-found", httpStatus: 404, retryable: false },
    };
    await checkAck([
      detailCase(
        0,
        "old failure",
        "fail",
        { error: { code: "X", message: "boom" } },
        { verdict: "failed", upgrade: { id: "T-0" } },
        pin(0),
      ),
      detailCase(
        1,
        "success",
        "success",
        {},
        { verdict: "converged", upgrade: { id: "T-1", phase: "succeeded" } },
        pin(1),
      ),
      detailCase(
        2,
        "unknown state",
        "odd",
        {},
        { verdict: "unknown", reason: expect.stringContaining("odd") },
        pin(2),
      ),
      { name: "missing", entry: { with: { taskId: "T-missing" } }, expected: missing },
      detailCase(
        4,
        "of another cluster",
        "success",
        { cluster_id: "c-other" },
        { verdict: "unknown", error: { kind: "not-found" } },
        pin(4),
      ),
      detailCase(
        5,
        "unknown to the gateway",
        "success",
        {},
        {
          verdict: "unknown",
          error: { kind: "unavailable", code: "InvalidAction.NotFound", httpStatus: 404 },
        },
        {
          ...pin(5),
          answers: {
            DescribeTaskInfo: {
              status: 404,
              body: { Code: "InvalidAction.NotFound", Message: "Specified api is not found", RequestId: "R" },
            },
          },
        },
      ),
      detailCase(
        6,
        "forbidden",
        "success",
        {},
        { verdict: "unknown", error: { kind: "forbidden", code: "StatusForbidden" } },
        {
          ...pin(6),
          answers: { DescribeTaskInfo: { status: 403, body: { code: "StatusForbidden", message: "no" } } },
        },
      ),
      detailCase(
        7,
        "{}",
        "success",
        {},
        { verdict: "unknown", error: { kind: "unexpected-response" } },
        { ...pin(7), answers: { DescribeTaskInfo: { body: {} } } },
      ),
    ]);
  });
});

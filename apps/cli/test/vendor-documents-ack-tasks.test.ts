import type { AlibabaClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { type Row, tasks, upgrade } from "./vendor-ack-bodies.ts";
import { ackVersion, type Case, checkAck } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;

function rowsCase(
  name: string,
  rows: readonly Row[],
  expected: AckCase["expected"],
  more: Partial<AckCase> = {},
): AckCase {
  return { name, answers: { DescribeClusterTasks: tasks(...rows) }, expected, ...more };
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
});

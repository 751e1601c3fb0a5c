import type { AlibabaClusterScenario, ResponsesScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { denied, gone, missing } from "./vendor-ack-bodies.ts";
import { type Case, checkAck, unread, unreadUpgrades } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;

const running = {
  body: { status: "running", upgrade_step: "upgrading", upgrade_task: { status: "running" } },
};
const failed = { body: { status: "fail", upgrade_step: "pause", error_message: "boom" } };
const idle = { body: { status: "", upgrade_step: "not_start", error_message: "" } };

function sourceCase(
  name: string,
  answers: ResponsesScenario,
  expected: AckCase["expected"],
  more: { source?: string; state?: string } = {},
): AckCase {
  return {
    name,
    answers,
    expected,
    ...(more.source === undefined ? {} : { entry: { with: { source: more.source } } }),
    ...(more.state === undefined ? {} : { cluster: { state: more.state } }),
  };
}

describe("ACK: where upgrades are read", () => {
  it("auto works where GetUpgradeStatus is there, where it is closed, and where it is gone", async () => {
    const moving = { state: "upgrading" };
    const nameless = { verdict: "upgrading", upgrade: { id: null, phase: "running" }, error: null };
    await checkAck([
      sourceCase("healthy: nobody asks", { GetUpgradeStatus: gone }, { verdict: "converged", upgrade: null }),
      sourceCase("upgrading without a task, gone", { GetUpgradeStatus: gone }, nameless, moving),
      sourceCase("upgrading without a task, closed", { GetUpgradeStatus: denied }, nameless, moving),
      sourceCase("upgrading without a task, running there", { GetUpgradeStatus: running }, nameless, moving),
      sourceCase(
        "upgrading without a task, failed there",
        { GetUpgradeStatus: failed },
        { verdict: "failed", upgrade: { message: "boom" } },
        moving,
      ),
      sourceCase("upgrading without a task, nothing there", { GetUpgradeStatus: idle }, nameless, moving),
      sourceCase(
        "upgrading without a task, broken there",
        { GetUpgradeStatus: { text: "<html>" } },
        unread("unexpected-response"),
        moving,
      ),
      sourceCase(
        "tasks closed, running there",
        { DescribeClusterTasks: denied, GetUpgradeStatus: running },
        nameless,
      ),
      sourceCase(
        "tasks closed, nothing there",
        { DescribeClusterTasks: denied, GetUpgradeStatus: idle },
        { verdict: "converged", upgrade: null },
      ),
      sourceCase(
        "tasks closed, gone",
        { DescribeClusterTasks: denied, GetUpgradeStatus: gone },
        unreadUpgrades("forbidden"),
      ),
      sourceCase(
        "both closed",
        { DescribeClusterTasks: denied, GetUpgradeStatus: denied },
        unreadUpgrades("forbidden"),
      ),
      sourceCase(
        "tasks fail for a moment",
        { DescribeClusterTasks: { status: 503, body: {} }, GetUpgradeStatus: idle },
        unread("unavailable"),
      ),
      sourceCase(
        "tasks without a shape",
        { DescribeClusterTasks: { body: {} }, GetUpgradeStatus: idle },
        unread("unexpected-response"),
      ),
    ]);
  });

  it("upgrade-status alone: what is not there is not known, and never not found", async () => {
    const source = "upgrade-status";
    const tasksFailed = { DescribeClusterTasks: { status: 500, body: {} } };
    await checkAck([
      sourceCase(
        "there",
        { ...tasksFailed, GetUpgradeStatus: running },
        { verdict: "upgrading" },
        { source },
      ),
      sourceCase(
        "gone",
        { GetUpgradeStatus: gone },
        unreadUpgrades("unavailable", {
          code: "InvalidAction.NotFound",
          httpStatus: 404,
          retryable: false,
          hint: expect.stringMatching(/source/),
        }),
        { source },
      ),
      sourceCase(
        "gone, another code",
        { GetUpgradeStatus: { status: 404, body: { Code: "InvalidApi.NotFound", Message: "gone" } } },
        unreadUpgrades("unavailable"),
        { source },
      ),
      sourceCase(
        "gone, without a body",
        { GetUpgradeStatus: { status: 404, text: "" } },
        unreadUpgrades("unavailable"),
        { source },
      ),
      sourceCase(
        "gone, while upgrading",
        { GetUpgradeStatus: gone },
        { verdict: "upgrading", error: { kind: "unavailable", code: "InvalidAction.NotFound" } },
        { source, state: "upgrading" },
      ),
      sourceCase(
        "closed",
        { GetUpgradeStatus: denied },
        unreadUpgrades("forbidden", { code: "StatusForbidden", httpStatus: 403 }),
        { source },
      ),
      sourceCase(
        "the listed cluster went meanwhile",
        { GetUpgradeStatus: missing, DescribeClusterDetail: missing },
        unread("not-found", { code: "ErrorClusterNotFound" }),
        { source },
      ),
      sourceCase(
        "throttled",
        { GetUpgradeStatus: { status: 400, body: { Code: "Throttling.User", Message: "flow control" } } },
        unread("rate-limited", { retryable: true }),
        { source },
      ),
      sourceCase(
        "an error with status 200",
        { GetUpgradeStatus: { body: { code: "StatusForbidden", message: "no", requestId: "R" } } },
        unreadUpgrades("forbidden"),
        { source },
      ),
      sourceCase(
        "an error of nothing",
        { GetUpgradeStatus: { body: { error_message: "internal" } } },
        { verdict: "unknown" },
        { source },
      ),
      ...[
        "<html><body>502</body></html>",
        "",
        '{"status":"succ',
        "null",
        "[]",
        '"success"',
        "{}",
        '{"data":{}}',
      ].map((text) =>
        sourceCase(
          `body ${JSON.stringify(text)}`,
          { GetUpgradeStatus: { text } },
          unread("unexpected-response", { httpStatus: 200 }),
          { source },
        ),
      ),
      ...[5, ["success"], { a: 1 }, true].map((status) =>
        sourceCase(
          `status ${JSON.stringify(status)}`,
          { GetUpgradeStatus: { body: { status, upgrade_step: "success" } } },
          { verdict: "unknown" },
          { source },
        ),
      ),
    ]);
  });

  it("tasks alone: GetUpgradeStatus is never asked", async () => {
    const source = "tasks";
    const { simulator } = await checkAck([
      sourceCase("nothing under way", {}, { verdict: "converged", upgrade: null }, { source }),
      sourceCase(
        "upgrading without a task",
        {},
        { verdict: "upgrading", upgrade: { id: null } },
        { source, state: "upgrading" },
      ),
      sourceCase("closed", { DescribeClusterTasks: denied }, unreadUpgrades("forbidden"), { source }),
    ]);
    expect(simulator.stats.byAction.GetUpgradeStatus).toBeUndefined();
  });

  it("a task's success comes before the cluster leaves upgrading", async () => {
    const success = {
      task_id: "T-1",
      task_type: "cluster_upgrade",
      state: "success",
      created: "2026-11-20T09:57:26+08:00",
      updated: "2026-11-20T10:57:26+08:00",
    };
    const answers = { DescribeClusterTasks: { body: { tasks: [success], page_info: { total_count: 1 } } } };
    const settling = { verdict: "upgrading", outcome: "pending", observed: { state: "upgrading" } };
    await checkAck([
      sourceCase("auto", answers, settling, { state: "upgrading" }),
      sourceCase(
        "auto, gone",
        { ...answers, GetUpgradeStatus: gone },
        { ...settling, upgrade: { id: "T-1", phase: "succeeded" } },
        { state: "upgrading" },
      ),
      sourceCase("tasks", answers, settling, { source: "tasks", state: "upgrading" }),
      sourceCase("settled", answers, { verdict: "converged" }, { state: "running" }),
    ]);
  });
});

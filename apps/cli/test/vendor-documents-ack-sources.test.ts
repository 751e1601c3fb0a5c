import type { AlibabaClusterScenario, ResponsesScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { ackVersion, type Case, checkAck } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;

const gone = {
  status: 404,
  body: {
    RequestId: "R-1",
    Message: "Specified api is not found, please check your url and method.",
    HostId: "cs.cn-hangzhou.aliyuncs.com",
    Code: "InvalidAction.NotFound",
  },
};
const denied = {
  status: 403,
  body: { code: "StatusForbidden", message: "policy Forbidden for action", requestId: "R-2", status: 403 },
};
const missing = {
  status: 404,
  body: { code: "ErrorClusterNotFound", message: "cluster not found", requestId: "R-3", status: 404 },
};
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
    const unread = (kind: string) => ({ verdict: "unknown", observed: null, error: { kind } });
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
        unread("forbidden"),
      ),
      sourceCase(
        "both closed",
        { DescribeClusterTasks: denied, GetUpgradeStatus: denied },
        unread("forbidden"),
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
    const unread = (kind: string, more: object = {}) => ({
      verdict: "unknown",
      observed: null,
      error: { kind, ...more },
    });
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
        unread("unavailable", {
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
        unread("unavailable"),
        { source },
      ),
      sourceCase(
        "gone, without a body",
        { GetUpgradeStatus: { status: 404, text: "" } },
        unread("unavailable"),
        { source },
      ),
      sourceCase("gone, while upgrading", { GetUpgradeStatus: gone }, unread("unavailable"), {
        source,
        state: "upgrading",
      }),
      sourceCase(
        "closed",
        { GetUpgradeStatus: denied },
        unread("forbidden", { code: "StatusForbidden", httpStatus: 403 }),
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
        unread("forbidden"),
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
      sourceCase(
        "closed",
        { DescribeClusterTasks: denied },
        { verdict: "unknown", error: { kind: "forbidden" } },
        { source },
      ),
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

describe("ACK: the cluster itself", () => {
  it("every documented state, and others", async () => {
    const verdicts: Readonly<Record<string, string>> = {
      running: "converged",
      upgrading: "upgrading",
      failed: "failed",
      unavailable: "failed",
      inactive: "failed",
      disconnected: "failed",
      delete_failed: "failed",
      initial: "converged",
      updating: "converged",
      removing: "converged",
      draining: "converged",
      scaling: "converged",
      deleting: "converged",
      waiting: "converged",
      melting: "unknown",
    };
    await checkAck(
      Object.entries(verdicts).map(([state, verdict]) =>
        sourceCase(state, {}, { verdict, observed: { state, version: ackVersion } }, { state }),
      ),
    );
  });

  it("bodies of the list and of the cluster's own read", async () => {
    const unread = (kind: string, more: object = {}) => ({
      verdict: "unknown",
      observed: null,
      error: { kind, ...more },
    });
    const detail = (name: string, answer: ResponsesScenario[string], expected: AckCase["expected"]) =>
      sourceCase(name, { DescribeClusterDetail: answer }, expected);
    await checkAck(
      [
        detail(
          "as it should be",
          { body: { cluster_id: "case-0", state: "running", current_version: ackVersion } },
          { verdict: "converged" },
        ),
        detail(
          "no version",
          { body: { cluster_id: "case-1", state: "running", current_version: "" } },
          { verdict: "unknown" },
        ),
        detail(
          "no state",
          { body: { cluster_id: "case-2", state: null, current_version: ackVersion } },
          { verdict: "unknown" },
        ),
        detail(
          "another cluster",
          { body: { cluster_id: "c-other", state: "running", current_version: ackVersion } },
          unread("unexpected-response"),
        ),
        detail(
          "a number for a version",
          { body: { cluster_id: "case-4", state: "running", current_version: 1.32 } },
          unread("unexpected-response"),
        ),
        detail("missing", missing, unread("not-found", { code: "ErrorClusterNotFound", httpStatus: 404 })),
        detail("unknown path", gone, unread("unavailable", { code: "InvalidAction.NotFound" })),
        detail("forbidden", denied, unread("forbidden")),
        detail("404 without a code", { status: 404, body: { message: "not found" } }, unread("unavailable")),
        detail("404 page", { status: 404, text: "<html>404</html>" }, unread("unavailable")),
        detail(
          "502 page",
          { status: 502, text: "<html>502</html>" },
          unread("unavailable", { retryable: true }),
        ),
        detail("{}", { body: {} }, unread("unexpected-response")),
        detail("array", { body: [] }, unread("unexpected-response")),
        detail("empty", { text: "" }, unread("unexpected-response")),
        detail("half", { text: '{"cluster_id":"ca' }, unread("unexpected-response")),
        detail("page", { text: "<html></html>" }, unread("unexpected-response")),
        detail(
          "a failure with status 200",
          { body: { code: "ErrorClusterNotFound", message: "cluster not found", status: 404 } },
          unread("not-found"),
        ),
      ],
      {
        DescribeClustersForRegion: {
          body: { clusters: [], page_info: { page_number: 1, page_size: 50, total_count: 0 } },
        },
      },
    );
  });

  it.each([
    ["forbidden", denied],
    ["gone", gone],
    ["a page", { text: "<html></html>" }],
    ["{}", { body: {} }],
    ["an array", { body: [] }],
    ["null rows", { body: { clusters: null, page_info: null } }],
  ])("a list that is %s costs one read a cluster, and nothing else", async (_what, list) => {
    const { simulator } = await checkAck(
      [
        { name: "one", expected: { verdict: "converged", error: null } },
        { name: "two", expected: { verdict: "converged", error: null } },
      ],
      { DescribeClustersForRegion: list },
    );
    expect(simulator.stats.byAction.DescribeClusterDetail).toBe(2);
  });

  it("node pools: the kubelet's version", async () => {
    const wants = (
      nodePools: unknown,
      nodes: AlibabaClusterScenario["nodePools"],
      name: string,
      expected: AckCase["expected"],
    ): AckCase => ({
      name,
      cluster: { nodePools: nodes ?? [] },
      entry: { expect: { nodePools } },
      expected,
    });
    const current = { name: "a", version: ackVersion };
    const old = { name: "b", version: "1.31.9-aliyun.1" };
    const newer = { name: "c", version: "1.33.1-aliyun.1" };
    const secret = { name: "d" };
    const pools = (body: unknown, name: string, expected: AckCase["expected"]): AckCase => ({
      name,
      answers: { DescribeClusterNodePools: { body } },
      entry: { expect: { nodePools: ackVersion } },
      expected,
    });
    const pool = (components: unknown) => ({
      nodepools: [{ nodepool_info: { name: "a", nodepool_id: "np1" }, node_components: components }],
    });
    const kubelet = { name: "kubelet", version: ackVersion };
    await checkAck([
      wants(ackVersion, [current], "all current", {
        verdict: "converged",
        observed: { nodePools: { a: ackVersion } },
      }),
      wants(ackVersion, [current, old], "one behind", {
        verdict: "behind",
        drift: [{ property: "nodePools", observed: { b: "1.31.9-aliyun.1" } }],
      }),
      wants(ackVersion, [current, newer], "one ahead", { verdict: "ahead" }),
      wants(ackVersion, [old, newer], "both ways", { verdict: "different" }),
      wants("1.32", [current], "a line", { verdict: "converged" }),
      wants(ackVersion, [current, secret], "one not shown", { verdict: "unknown" }),
      wants({ a: ackVersion, b: "1.31" }, [current, old], "by name", { verdict: "converged" }),
      wants({ a: ackVersion }, [current, old], "others do not matter", { verdict: "converged" }),
      wants({ b: ackVersion }, [current, old], "by name, behind", { verdict: "behind" }),
      wants({ z: ackVersion }, [current], "no such pool", { verdict: "different" }),
      pools(pool([kubelet]), "literal", { verdict: "converged" }),
      pools(pool([{ name: "runtime", version: "1.6" }, kubelet]), "other components first", {
        verdict: "converged",
      }),
      pools(pool(null), "null components", { verdict: "unknown" }),
      pools(pool([]), "no components", { verdict: "unknown" }),
      pools(pool([{ name: "kubelet", version: "" }]), "empty version", { verdict: "unknown" }),
      pools(pool("kubelet"), "a text for components", {
        verdict: "unknown",
        error: { kind: "unexpected-response" },
      }),
      pools({}, "{}", { verdict: "unknown", error: { kind: "unexpected-response" } }),
      pools([], "array", { verdict: "unknown", error: { kind: "unexpected-response" } }),
      {
        name: "forbidden",
        answers: { DescribeClusterNodePools: denied },
        entry: { expect: { nodePools: ackVersion } },
        expected: { verdict: "unknown", error: { kind: "forbidden" } },
      },
      {
        name: "nobody asks",
        answers: { DescribeClusterNodePools: denied },
        expected: { verdict: "converged" },
      },
    ]);
  });
});

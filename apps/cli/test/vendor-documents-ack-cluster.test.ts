import type { AlibabaClusterScenario, ResponsesScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { denied, gone, missing } from "./vendor-ack-bodies.ts";
import { ackVersion, type Case, checkAck, unread, unreadUpgrades } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;

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

  it("errors in both of the service's shapes", async () => {
    const error = (status: number, body: object, kind: string, more: object = {}): AckCase => ({
      name: `${status} ${JSON.stringify(body)}`,
      answers: { DescribeClusterTasks: { status, body } },
      entry: { with: { source: "tasks" } },
      expected: unread(kind, { httpStatus: status, ...more }),
    });
    const closed = (status: number, body: object, kind: string, more: object = {}): AckCase => ({
      ...error(status, body, kind),
      expected: unreadUpgrades(kind, { httpStatus: status, retryable: false, ...more }),
    });
    await checkAck([
      error(
        400,
        { Code: "Throttling.User", Message: "Request was denied due to user flow control.", RequestId: "R" },
        "rate-limited",
        { code: "Throttling.User", retryable: true },
      ),
      error(429, { code: "Throttling", message: "slow down", requestId: "R" }, "rate-limited", {
        code: "Throttling",
      }),
      error(503, { Code: "ServiceUnavailable", Message: "later" }, "unavailable", {
        code: "ServiceUnavailable",
        retryable: true,
      }),
      error(500, { code: "InternalError", message: "oops", status: 500 }, "unavailable", {
        code: "InternalError",
        retryable: true,
      }),
      error(500, {}, "unavailable", { code: null }),
      error(400, { Code: "SignatureNonceUsed", Message: "nonce" }, "unavailable", { retryable: true }),
      closed(403, { Code: "Forbidden.RAM", Message: "no" }, "forbidden", { code: "Forbidden.RAM" }),
      closed(
        403,
        {
          code: "StatusForbidden",
          message: "no",
          accessDeniedDetail: { AuthAction: "cs:DescribeClusterTasks", PolicyType: "x" },
        },
        "forbidden",
        { hint: expect.stringContaining("cs:DescribeClusterTasks") },
      ),
      error(404, { code: "ErrorClusterNotFound", message: "cluster not found" }, "unavailable"),
      closed(404, { Code: "InvalidAction.NotFound", Message: "gone" }, "unavailable"),
      closed(404, {}, "unavailable"),
      error(400, { code: "ErrorClusterState", message: "odd" }, "unexpected-response", {
        code: "ErrorClusterState",
      }),
    ]);
  });

  it.each([
    [404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."],
    [
      400,
      "SignatureDoesNotMatch",
      "Specified signature is not matched. server string to sign is:ACS3 LTAI5tTestKey000000001",
    ],
    [400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."],
    [400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."],
  ])(
    "%d %s is the key's fault, not a missing cluster, and ends the account's reads",
    async (status, Code, Message) => {
      const expected = unread("unauthenticated", {
        code: Code,
        message: expect.not.stringContaining("LTAI5tTestKey000000001"),
      });
      const { simulator } = await checkAck(
        ["one", "two", "three"].map((name) => ({ name, expected })),
        {
          DescribeClustersForRegion: {
            status,
            body: { RequestId: "R", Code, Message, Recommend: "https://example.invalid" },
          },
        },
      );
      expect(simulator.stats.total).toBe(1);
    },
  );
});

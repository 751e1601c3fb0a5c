import { type ErrorFacts, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { isClosed, readError } from "./errors.ts";
import { type Canned, toAnswer } from "./testing/fake-cloud.ts";

const detail = "DescribeClusterDetail";
const gateway = (Code: string, Message = "Refused.") => ({
  Code,
  Message,
  RequestId: "R-1",
  HostId: "h",
  Recommend: "",
});
const service = (code: string, message = "refused", more: object = {}) => ({
  code,
  message,
  requestId: "r-1",
  ...more,
});

function read(action: string, canned: Canned): ErrorFacts | undefined {
  return readError(toAnswer(action, canned));
}

describe("readError", () => {
  it.each<[string, number, unknown, ErrorFacts["kind"], boolean]>([
    [detail, 404, gateway("InvalidAccessKeyId.NotFound"), "unauthenticated", false],
    [detail, 403, gateway("InvalidAccessKeyId.Inactive"), "unauthenticated", false],
    [detail, 400, gateway("SignatureDoesNotMatch"), "unauthenticated", false],
    [detail, 400, gateway("IncompleteSignature"), "unauthenticated", false],
    [detail, 400, gateway("InvalidTimeStamp.Expired"), "unauthenticated", false],
    [detail, 400, gateway("IllegalTimestamp"), "unauthenticated", false],
    [detail, 400, gateway("MissingSecurityToken"), "unauthenticated", false],
    [detail, 400, gateway("InvalidSecurityToken.Expired"), "unauthenticated", false],
    [detail, 401, service("Whatever"), "unauthenticated", false],
    [detail, 400, gateway("SignatureNonceUsed"), "unavailable", true],
    [detail, 400, gateway("Throttling"), "rate-limited", true],
    [detail, 400, gateway("Throttling.User"), "rate-limited", true],
    [detail, 429, gateway("Throttling.Api"), "rate-limited", true],
    [detail, 503, service("Rejected.Throttling"), "rate-limited", true],
    [detail, 503, service("Busy", "Request was denied due to flow control."), "rate-limited", true],
    [detail, 400, service("Busy", "too many requests"), "rate-limited", true],
    [detail, 403, service("StatusForbidden"), "forbidden", false],
    [detail, 403, service("Forbidden.RAM"), "forbidden", false],
    [detail, 400, service("ForbiddenGrantPermissions"), "forbidden", false],
    [detail, 400, service("NoPermission"), "forbidden", false],
    [detail, 403, service("ErrorCheckAcl"), "forbidden", false],
    [detail, 404, service("ErrorClusterNotFound"), "not-found", false],
    [detail, 400, service("ErrorClusterNotFound"), "not-found", false],
    [detail, 404, gateway("InvalidAction.NotFound"), "unavailable", false],
    [detail, 404, gateway("InvalidApi.NotFound"), "unavailable", false],
    [detail, 404, service("SomethingNotFound"), "unavailable", false],
    [detail, 405, {}, "unavailable", false],
    [detail, 410, {}, "unavailable", false],
    [detail, 503, service("ServiceUnavailable"), "unavailable", true],
    [detail, 400, service("ServiceUnavailable"), "unavailable", true],
    [detail, 500, service("InternalError"), "unavailable", true],
    [detail, 400, service("InternalError"), "unavailable", true],
    [detail, 400, service("ErrorClusterState"), "unexpected-response", false],
    ["DescribeClusterTasks", 404, service("ErrorClusterNotFound"), "unavailable", false],
    ["DescribeTaskInfo", 404, service("ErrorTaskNotFound"), "not-found", false],
    ["DescribeTaskInfo", 400, service("TaskNotFound"), "not-found", false],
    ["DescribeTaskInfo", 404, service("ErrorClusterNotFound"), "not-found", false],
    ["DescribeTaskInfo", 404, { message: "no such task" }, "not-found", false],
    ["DescribeTaskInfo", 404, gateway("InvalidAction.NotFound"), "unavailable", false],
    ["DescribeTaskInfo", 404, gateway("InvalidAccessKeyId.NotFound"), "unauthenticated", false],
    ["GetUpgradeStatus", 404, gateway("InvalidAction.NotFound"), "unavailable", false],
    ["GetUpgradeStatus", 404, service("ErrorClusterNotFound"), "unavailable", false],
    ["GetUpgradeStatus", 400, service("ApiOffline"), "unavailable", false],
    ["GetUpgradeStatus", 400, gateway("Throttling"), "rate-limited", true],
    ["GetUpgradeStatus", 403, service("StatusForbidden"), "forbidden", false],
    ["GetUpgradeStatus", 408, {}, "timeout", true],
    ["GetUpgradeStatus", 500, {}, "unavailable", true],
  ])("%s: HTTP %i %j is %s", (action, status, body, kind, retryable) => {
    const facts = read(action, { status, body });
    if (facts === undefined) throw new Error("no error was read");
    expect({ kind: facts.kind, retryable: new ProviderError(facts).retryable }).toEqual({ kind, retryable });
    expect(facts.httpStatus).toBe(status);
  });

  it("takes code, message and request id from both shapes", () => {
    expect(read(detail, { status: 400, body: gateway("X", "Y.") })).toMatchObject({
      message: "DescribeClusterDetail answered X (HTTP 400): Y.",
      code: "X",
      requestId: "R-1",
    });
    expect(read(detail, { status: 400, body: service("x", "y") })).toMatchObject({
      message: "DescribeClusterDetail answered x (HTTP 400): y",
      code: "x",
      requestId: "r-1",
    });
  });

  it.each<[string, object, string]>([
    ["RequestId", { RequestId: "own" }, "own"],
    ["requestId", { requestId: "own" }, "own"],
    ["request_id", { request_id: "own" }, "own"],
    ["a blank one", { RequestId: " " }, "from-header"],
    ["none", {}, "from-header"],
  ])(
    "takes the cloud's own id in the body before a header, which may be a proxy's: %s",
    (_, ids, expected) => {
      const headers = { "x-acs-request-id": "from-header" };
      const facts = read(detail, { status: 400, body: { code: "x", ...ids }, headers });
      expect(facts?.requestId).toBe(expected);
    },
  );

  it("names no request where neither has an id", () => {
    expect(read(detail, { status: 400, body: { code: "x" } })).not.toHaveProperty("requestId");
  });

  const silent = [null, [], {}, "", "text", "<html>", { Code: null, Message: 5 }, { code: {}, message: [] }];

  it.each(
    [302, 401, 403, 404, 429, 500, 502].flatMap((status) => silent.map((body) => [status, body] as const)),
  )("leaves HTTP %i to the host where the body explains nothing: %j", (status, body) => {
    for (const action of [detail, "DescribeTaskInfo", "AssumeRole"])
      expect(read(action, { status, body })).toBeUndefined();
  });

  it.each(silent.map((body) => [body]))("copes with the body %j of an API that is gone", (body) => {
    expect(read(detail, { status: 410, body })).toMatchObject({
      kind: "unavailable",
      retryable: false,
      message: "DescribeClusterDetail answered HTTP 410",
      hint: expect.stringContaining("endpoint"),
    });
    expect(read("GetUpgradeStatus", { status: 400, body })).toMatchObject({
      kind: "unavailable",
      retryable: false,
      message: "GetUpgradeStatus answered HTTP 400",
    });
  });

  it("sees no error in a good answer without a body", () => {
    for (const body of silent) expect(read("GetUpgradeStatus", { status: 200, body })).toBeUndefined();
  });

  it("keeps the first sentence of a refused signature: the rest echoes the AccessKey ID", () => {
    const body = gateway(
      "SignatureDoesNotMatch",
      "Specified signature is not matched with our calculation. server string to sign is:GET\n/x\nAccessKeyId=LTAI5t",
    );
    const facts = read(detail, { status: 400, body });
    expect(facts?.message).toBe(
      "DescribeClusterDetail answered SignatureDoesNotMatch (HTTP 400): Specified signature is not matched with our calculation",
    );
    expect(facts?.hint).toMatch(/clock/);
    const other = gateway("Unknown", "Odd: server string to sign is:GET LTAI5t");
    expect(read(detail, { status: 400, body: other })?.message).not.toMatch(/LTAI5t/);
  });

  it("cuts nothing: of half a secret nobody would know that it is one", () => {
    const text = `${"y".repeat(5000)} end`;
    const message = read(detail, { status: 500, body: service("x", text) })?.message;
    expect(message).toBe(`DescribeClusterDetail answered x (HTTP 500): ${text}`);
  });

  it.each<[string, unknown, string]>([
    [
      "what the service names",
      service("StatusForbidden", "no", { accessDeniedDetail: { AuthAction: "cs:Get*" } }),
      "cs:Get*",
    ],
    ["what the read needs", service("StatusForbidden"), "cs:DescribeClusterDetail"],
    [
      "what the read needs, where the service's word is none",
      service("StatusForbidden", "no", { accessDeniedDetail: { AuthAction: "\u001b[31mrun: curl" } }),
      "cs:DescribeClusterDetail",
    ],
  ])("hints at the RAM action: %s", (_, body, action) => {
    expect(read(detail, { status: 403, body })?.hint).toContain(`RAM action ${action} `);
  });

  it("says that DescribeTaskInfo is granted for all resources only", () => {
    expect(read("DescribeTaskInfo", { status: 403, body: service("StatusForbidden") })?.hint).toMatch(
      /all resources/,
    );
  });

  it("names the switch-off of GetUpgradeStatus and its mend", () => {
    const facts = read("GetUpgradeStatus", { status: 404, body: gateway("InvalidAction.NotFound") });
    expect(facts?.hint).toMatch(/2026-09-30.*with: \{ source: auto \}/);
    const missing = read("GetUpgradeStatus", { status: 404, body: service("ErrorClusterNotFound") });
    expect(missing?.hint).toBeUndefined();
  });

  const none = { tasks: [], page_info: { total_count: 0 } };

  it.each<[string, unknown, ErrorFacts["kind"] | undefined]>([
    [detail, { cluster_id: "c", state: "running" }, undefined],
    [detail, { code: "ErrorClusterNotFound", message: "gone" }, "not-found"],
    [detail, { Code: "Throttling.User", Message: "slow" }, "rate-limited"],
    [detail, { code: "Odd", message: "x", status: 403 }, "forbidden"],
    [detail, { code: "Odd", message: "x" }, "unexpected-response"],
    [detail, { code: "200", message: "ok" }, undefined],
    [detail, { code: "Odd", message: "x", cluster_id: "c", state: "running" }, "unexpected-response"],
    [detail, { code: 200, cluster_id: "c", state: "running" }, undefined],
    [detail, { Code: "OK", cluster_id: "c", state: "running" }, undefined],
    [detail, { Code: "SUCCESS", cluster_id: "c", state: "running" }, undefined],
    [detail, { code: 0, cluster_id: "c", state: "running" }, undefined],
    [detail, { code: "", cluster_id: "c", state: "running" }, undefined],
    [detail, { code: null, cluster_id: "c", state: "running" }, undefined],
    [detail, { code: { a: 1 }, cluster_id: "c", state: "running" }, undefined],
    ["DescribeClusterTasks", { code: "StatusForbidden", message: "no", tasks: [] }, "forbidden"],
    ["DescribeClusterTasks", { ...none, code: "Throttling.User", message: "slow" }, "rate-limited"],
    ["DescribeClusterTasks", { ...none, Code: "InternalError", Message: "x" }, "unavailable"],
    ["DescribeClusterTasks", { ...none, code: "StatusForbidden", message: "no" }, "forbidden"],
    ["DescribeClusterTasks", { ...none, code: "StatusForbidden" }, "forbidden"],
    ["DescribeClusterTasks", { ...none, code: 500 }, "unexpected-response"],
    ["DescribeClusterTasks", { ...none, message: "fine" }, undefined],
    ["DescribeClustersForRegion", { code: "StatusForbidden", message: "no", clusters: null }, "forbidden"],
    ["DescribeClusterNodePools", { code: "Throttling", nodepools: [{}] }, "rate-limited"],
    ["ListClusterChecks", { code: "Throttling", checks: [{}] }, "rate-limited"],
    ["GetClusterCheck", { code: "Throttling", check_id: "x", status: "Failed" }, "rate-limited"],
    ["DescribeTaskInfo", { code: "Throttling", task_id: "T-1", state: "success" }, "rate-limited"],
    ["GetUpgradeStatus", { code: "Throttling", upgrade_step: "success" }, "rate-limited"],
    ["GetUpgradeStatus", { code: "StatusForbidden", message: "no", status: 403 }, "forbidden"],
    ["GetUpgradeStatus", { status: "", upgrade_step: "" }, undefined],
    ["DescribeTaskInfo", { error: { code: "400", message: "failed" }, state: "fail" }, undefined],
  ])("%s: HTTP 200 %j is %s", (action, body, kind) => {
    expect(read(action, { body })?.kind).toBe(kind);
  });
});

describe("isClosed", () => {
  it.each<[ErrorFacts | Error, boolean]>([
    [{ kind: "forbidden", message: "" }, true],
    [{ kind: "unavailable", message: "", retryable: false }, true],
    [{ kind: "unavailable", message: "" }, false],
    [{ kind: "not-found", message: "" }, false],
    [{ kind: "timeout", message: "" }, false],
    [new Error("bug"), false],
  ])("%j: %s", (error, closed) => {
    expect(isClosed(error instanceof Error ? error : new ProviderError(error))).toBe(closed);
  });
});

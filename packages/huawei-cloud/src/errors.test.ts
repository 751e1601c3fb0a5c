import type { Answer, ErrorFacts } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { cceErrorRules, missingCluster } from "./cce/error-rules.ts";
import { createReadError } from "./errors.ts";
import { reads } from "./testing/context.ts";

const readError = createReadError([missingCluster("ShowCluster"), ...cceErrorRules], reads);

function read(
  status: number,
  body: unknown,
  action = "ShowCluster",
  requestId: string | null = "r1",
): ErrorFacts | undefined {
  const answer: Answer = {
    action,
    status,
    body,
    headers: {},
    isJson: typeof body !== "string",
    requestId,
  };
  return readError(answer);
}

const live = {
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  code: 400,
  errorCode: "CCE.01400001",
  errorMessage: "Invalid request.",
  error_code: "CCE_CM.0004",
  error_msg: "Request is invalid",
  message: "clusterID has a bad form",
  reason: "BadRequest",
};

describe("the shapes of error bodies", () => {
  it.each<[string, number, unknown, Partial<ErrorFacts>]>([
    [
      "CCE",
      400,
      live,
      {
        code: "CCE.01400001",
        kind: "unexpected-response",
        retryable: false,
        message:
          "ShowCluster answered 400 CCE.01400001: Invalid request; Request is invalid; clusterID has a bad form",
      },
    ],
    [
      "CCE in its documents",
      403,
      { errorCode: "CCE.01403001", errorMessage: "Forbidden." },
      { code: "CCE.01403001", kind: "forbidden" },
    ],
    [
      "the gateway",
      401,
      { error_code: "APIG.0301", error_msg: "Incorrect IAM authentication information", request_id: "x" },
      {
        code: "APIG.0301",
        kind: "unauthenticated",
        message: "ShowCluster answered 401 APIG.0301: Incorrect IAM authentication information",
      },
    ],
    [
      "CSS",
      400,
      { errCode: "CSS.0004", externalMessage: "CSS.0004 : Invalid operation." },
      { code: "CSS.0004", message: "ShowCluster answered 400 CSS.0004: CSS.0004 : Invalid operation" },
    ],
    [
      "IAM, classic",
      403,
      { error: { code: 403, message: "not allowed", title: "Forbidden" } },
      { kind: "forbidden", message: "ShowCluster answered 403 not allowed" },
    ],
    [
      "IAM, newer",
      403,
      { error_code: "IAM.0002", error_msg: "no", details: [] },
      { code: "IAM.0002", kind: "forbidden" },
    ],
    [
      "the same text twice",
      500,
      { errorCode: "CCE.01500001", errorMessage: "oops.", message: "oops" },
      { code: "CCE.01500001", message: "ShowCluster answered 500 CCE.01500001: oops" },
    ],
    [
      "wrong types",
      500,
      { errorCode: {}, message: 5, error: "x" },
      { kind: "unavailable", message: "ShowCluster answered 500 5" },
    ],
  ])("%s", (_, status, body, expected) => {
    const facts = read(status, body);
    expect(facts).toMatchObject({ httpStatus: status, requestId: "r1", ...expected });
    if (expected.code === undefined) expect(facts).not.toHaveProperty("code");
  });

  it.each<[string | null, unknown, string | undefined]>([
    [null, "gw-77", "gw-77"],
    ["r1", "gw-77", "r1"],
    [null, "", undefined],
    [null, 77, undefined],
    [null, "not an\nid", undefined],
    [null, "x".repeat(129), undefined],
  ])("has the request id of header %j and body %j", (header, own, expected) => {
    const body = { error_msg: "no", error_code: "APIGW.0101", request_id: own };
    expect(read(404, body, "ShowCluster", header)?.requestId).toBe(expected);
  });

  it.each<[string, number, unknown]>([
    ["HTML", 502, "<html>Bad gateway</html>"],
    ["nothing", 504, ""],
    ["null", 500, null],
    ["a list", 404, ["x"]],
    ["an empty object", 401, {}],
    ["empty fields", 403, { errorCode: "", message: null, code: 403 }],
  ])("%s is left to the host", (_, status, body) => {
    expect(read(status, body)).toBeUndefined();
  });
});

describe("codes", () => {
  it("of a signature whose token is over ask for a new key and its token", () => {
    const error_msg = "Incorrect IAM authentication information: check securityToken fail";
    const facts = read(401, { error_code: "APIG.0301", error_msg });
    expect(facts).toMatchObject({ kind: "unauthenticated", retryable: false });
    expect(facts?.hint).toMatch(/new temporary key together with its token/);
  });

  it.each<[number, string, ErrorFacts["kind"], boolean | undefined, RegExp?]>([
    [401, "APIG.0301", "unauthenticated", false, /clock/],
    [401, "APIGW.0301", "unauthenticated", false, /clock/],
    [401, "APIGW.0303", "unauthenticated", false],
    [401, "APIG.0305", "unauthenticated", false],
    [401, "APIG.0307", "unauthenticated", false, /new token/],
    [401, "APIGW.0302", "unauthenticated", false, /clock/],
    [401, "APIGW.0101", "unauthenticated", false, /clock/],
    [401, "CCE.01403001", "unauthenticated", false, /clock/],
    [401, "CCE.01404001", "unauthenticated", false, /clock/],
    [403, "APIG.0301", "unauthenticated", false],
    [403, "APIG.0302", "forbidden", false],
    [403, "APIG.0304", "forbidden", false],
    [403, "APIGW.0306", "forbidden", false],
    [403, "APIG.0310", "forbidden", false, /projectId/],
    [403, "APIGW.0802", "forbidden", false, /region/],
    [429, "APIG.0308", "rate-limited", true],
    [404, "APIGW.0101", "unavailable", false, /endpoint/],
    [500, "APIG.0601", "unavailable", true],
    [502, "APIG.0610", "unavailable", true],
    [503, "APIG.0613", "unavailable", true],
    [400, "APIG.0201", "unexpected-response", false],
    [504, "APIG.0201", "unavailable", true],
    [401, "CCE.01401001", "unauthenticated", false, /clock/],
    [403, "CCE.02403001", "forbidden", false, /cce:cluster:get/],
    [404, "CCE.01404001", "not-found", false, /region/],
    [409, "CCE.01409001", "unexpected-response", false],
    [429, "CCE.01429002", "rate-limited", true],
    [429, "CCE.02429001", "rate-limited", true],
    [500, "CCE.02500001", "unavailable", true],
    [408, "X.1", "timeout", true],
    [404, "X.1", "unavailable", false],
    [200, "CCE.01403001", "forbidden", false],
    [200, "CCE.01429003", "rate-limited", true],
    [200, "X.1", "unexpected-response", false],
  ])("%d %s is %s", (status, code, kind, retryable, hint) => {
    const facts = read(status, { error_code: code, error_msg: "said" });
    expect(facts).toMatchObject({ kind, retryable, code });
    if (hint !== undefined) expect(facts?.hint).toMatch(hint);
  });

  it("means the cluster only in a read of the cluster itself", () => {
    expect(read(404, { errorCode: "CCE.01404001" }, "ListUpgradeWorkFlows")?.kind).toBe("unavailable");
  });

  it("is the one that decided where there are two", () => {
    const facts = read(401, { errorCode: "CCE_CM.0001", error_code: "APIGW.0307" });
    expect(facts).toMatchObject({ kind: "unauthenticated", code: "APIGW.0307" });
  });

  it("does not hide that a key is locked", () => {
    const facts = read(403, { error_msg: "AK access failed to reach the limit,forbidden." });
    expect(facts).toMatchObject({ kind: "unauthenticated", retryable: false });
    expect(facts?.hint).toMatch(/five minutes/);
  });
});

describe("a success", () => {
  it.each<[string, unknown]>([
    ["a cluster", { kind: "Cluster", status: { phase: "Available" }, metadata: {} }],
    ["empty error fields", { kind: "Cluster", error_code: "", errorCode: null, errCode: "0", error: null }],
    ["a message of its own", { kind: "Cluster", message: "fine", code: 200 }],
    ["a text", "pong"],
  ])("is no error: %s", (_, body) => {
    expect(read(200, body)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["CSS's busy answer", { errCode: "CSS.0011", externalMessage: "busy" }],
    ["a failure of the Kubernetes kind", { kind: "Status", status: "Failure", message: "no" }],
    ["a failure without a word", { kind: "Status", status: "Failure" }],
    ["a classic error", { error: { code: 403, message: "no" } }],
  ])("may hide an error: %s", (_, body) => {
    expect(read(200, body)?.kind).toBe("unexpected-response");
  });

  const status = { kind: "Status", apiVersion: "v1", metadata: {} };
  it.each<[string, object, Partial<ErrorFacts>]>([
    [
      "a code and a reason",
      { code: 500, reason: "InternalError" },
      { kind: "unavailable", retryable: true, message: "ShowCluster answered 200 500: InternalError" },
    ],
    ["a code alone", { code: "503" }, { kind: "unavailable", retryable: true }],
    [
      "a reason alone",
      { reason: "InternalError" },
      { kind: "unexpected-response", message: "ShowCluster answered 200 InternalError" },
    ],
    [
      "a message too",
      { code: 429, reason: "TooManyRequests", message: "slow down" },
      { kind: "rate-limited", retryable: true, message: "ShowCluster answered 200 429: slow down" },
    ],
    ["a refusal", { status: "Failure", code: 403, reason: "Forbidden" }, { kind: "forbidden" }],
    ["a refused identity", { code: 401 }, { kind: "unauthenticated", retryable: false }],
    ["a code of the service", { code: 500, errorCode: "CCE.01404001" }, { kind: "not-found" }],
  ])("may hide a Kubernetes status with %s", (_, fields, expected) => {
    expect(read(200, { ...status, ...fields })).toMatchObject({ httpStatus: 200, ...expected });
  });

  it.each<[string, object]>([
    ["a success", { ...status, status: "Success", reason: "Created", code: 201 }],
    ["nothing", status],
    ["the same fields in a resource", { kind: "Cluster", reason: "ScaledUp", code: 500 }],
  ])("is no error where a status tells of %s", (_, body) => {
    expect(read(200, body)).toBeUndefined();
  });
});

import type { HuaweiClusterScenario, ResponsesScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { denied, gateway404, late, missing, oddBodies } from "./vendor-cce-bodies.ts";
import { type Case, cceVersion, checkCce, unread } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;
type Answer = ResponsesScenario[string];

const emptyList = { ListClusters: { body: { kind: "Cluster", apiVersion: "v3", items: [] } } };

describe("CCE: the cluster itself", () => {
  it("every documented phase, and others", async () => {
    const verdicts: Readonly<Record<string, string>> = {
      Available: "converged",
      Upgrading: "upgrading",
      RollingBack: "upgrading",
      Error: "failed",
      RollbackFailed: "failed",
      Unavailable: "failed",
      ScalingUp: "converged",
      ScalingDown: "converged",
      Resizing: "converged",
      Creating: "converged",
      Deleting: "converged",
      Hibernating: "converged",
      Hibernation: "converged",
      Awaking: "converged",
      Empty: "converged",
      Melting: "unknown",
      Unknow: "unknown",
    };
    await checkCce(
      Object.entries(verdicts).map(([state, verdict]) => ({
        name: state,
        cluster: { state },
        expected: { verdict, observed: { state, version: cceVersion } },
      })),
    );
  });

  it("bodies of its own read and of errors", async () => {
    const row = (
      more: object = {},
      status: object = {},
      spec: object = { version: "v1.29", legacyVersion: cceVersion },
    ) => ({
      body: {
        kind: "cluster",
        apiVersion: "v3",
        metadata: { name: "c" },
        spec,
        status: { phase: "Available", ...status },
        ...more,
      },
    });
    const noInfo = { ShowClusterUpgradeInfo: { body: { kind: "UpgradeInfo" } } };
    const own = (
      name: string,
      ShowCluster: Answer,
      expected: CceCase["expected"],
      entry: object = {},
    ): CceCase => ({ name, answers: { ...noInfo, ShowCluster }, entry, expected });
    const converged = { verdict: "converged", observed: { version: cceVersion, state: "Available" } };
    const error = (status: number, body: unknown, kind: string, code: string | null, more: object = {}) =>
      own(
        `${status} ${JSON.stringify(body)}`,
        { status, body },
        unread(kind, { httpStatus: status, code, ...more }),
      );
    await checkCce(
      [
        own(
          "conditions: array",
          row(
            {},
            {
              conditions: [
                {
                  type: "ClusterCertificate",
                  status: "False",
                  reason: "CertificateValid",
                  lastTransitionTime: late,
                },
                { type: "ElasticPublicIP", status: "UNBOUND" },
              ],
            },
          ),
          converged,
        ),
        own(
          "conditions: object",
          row({}, { conditions: { type: "ClusterCertificate", status: "False" } }),
          converged,
        ),
        own("conditions: null", row({}, { conditions: null }), converged),
        own(
          "endpoints: array",
          row({}, { endpoints: [{ url: "https://192.168.0.10:5443", type: "Internal" }] }),
          converged,
        ),
        own(
          "endpoints: object",
          row({}, { endpoints: { internal: "https://192.168.0.10:5443", external: "" } }),
          converged,
        ),
        own("no phase", row({}, { phase: "" }), { verdict: "unknown" }),
        own("no status", row({ status: null }), { verdict: "unknown" }),
        own("a number for the phase", row({}, { phase: 7 }), unread("unexpected-response")),
        own("minor line alone cannot tell", row({}, {}, { version: "v1.29" }), {
          verdict: "unknown",
          outcome: "incomplete",
        }),
        own(
          "minor line is enough for a line",
          row({}, {}, { version: "v1.29" }),
          { verdict: "converged", observed: { version: "v1.29" } },
          { targetVersion: "1.29" },
        ),
        own("minor line is below", row({}, {}, { version: "v1.28" }), { verdict: "behind" }),
        own("no version", row({}, {}, {}), { verdict: "unknown" }),
        own("an old cluster's whole version", row({}, {}, { version: "v1.19.10-r0" }), {
          verdict: "behind",
          observed: { version: "v1.19.10-r0" },
        }),
        ...oddBodies.map((text) =>
          own(`body ${JSON.stringify(text)}`, { text }, unread("unexpected-response", { httpStatus: 200 })),
        ),
        own(
          "502 page",
          { status: 502, text: "<html>" },
          unread("unavailable", { httpStatus: 502, retryable: true }),
        ),
        own(
          "404 page",
          { status: 404, text: "<html>" },
          unread("unavailable", { httpStatus: 404, retryable: false }),
        ),
        own("404 empty", { status: 404, text: "" }, unread("unavailable")),
        own(
          "missing",
          missing,
          unread("not-found", {
            code: "CCE.01404001",
            httpStatus: 404,
            retryable: false,
            requestId: expect.stringMatching(/./),
          }),
        ),
        own("missing, in a 200", { body: missing.body }, unread("not-found", { code: "CCE.01404001" })),
        error(404, gateway404.body, "unavailable", "APIGW.0101"),
        error(
          404,
          { error_msg: "API not found", error_code: "APIG.0101", request_id: "r" },
          "unavailable",
          "APIG.0101",
        ),
        error(
          400,
          {
            kind: "Status",
            code: 400,
            errorCode: "CCE.01400001",
            errorMessage: "Invalid request.",
            error_code: "CCE_CM.0004",
            error_msg: "Request is invalid",
            message: "the useful part",
            reason: "BadRequest",
          },
          "unexpected-response",
          "CCE.01400001",
          { message: expect.stringContaining("the useful part") },
        ),
        error(403, denied.body, "forbidden", "CCE.01403001"),
        error(403, { error_msg: "no", error_code: "APIGW.0302", request_id: "r" }, "forbidden", "APIGW.0302"),
        error(
          403,
          { error_msg: "User forbidden in this region", error_code: "APIGW.0802" },
          "forbidden",
          "APIGW.0802",
        ),
        error(
          403,
          { error_msg: "denied", error_code: "IAM.0003", encoded_authorization_message: "x", details: [] },
          "forbidden",
          "IAM.0003",
        ),
        error(
          403,
          { error: { message: "You are not authorized", code: 403, title: "Forbidden" } },
          "forbidden",
          null,
          { message: expect.stringContaining("You are not authorized") },
        ),
        error(429, { error_msg: "throttled", error_code: "APIGW.0308" }, "rate-limited", "APIGW.0308", {
          retryable: true,
        }),
        error(429, { errorCode: "CCE.02429001", errorMessage: "too many" }, "rate-limited", "CCE.02429001"),
        error(500, { errorCode: "CCE.03500001", errorMessage: "oops" }, "unavailable", "CCE.03500001", {
          retryable: true,
        }),
        error(503, { error_msg: "IAM unavailable", error_code: "APIGW.0613" }, "unavailable", "APIGW.0613", {
          retryable: true,
        }),
        error(
          200,
          { errCode: "CCE.01403001", externalMessage: "CCE.01403001 : no" },
          "forbidden",
          "CCE.01403001",
        ),
        error(418, {}, "unexpected-response", null),
      ],
      emptyList,
    );
  });

  it.each([
    [
      "the gateway's",
      { error_msg: "Incorrect IAM authentication information", error_code: "APIGW.0301", request_id: "r" },
    ],
    ["the service's", { errorCode: "CCE.01401001", errorMessage: "Authentication failed." }],
    [
      "classic IAM's",
      {
        error: {
          message: "The request you have made requires authentication.",
          code: 401,
          title: "Unauthorized",
        },
      },
    ],
    ["nobody's", {}],
  ])("401 in %s shape ends the account's reads", async (_whose, body) => {
    const { simulator } = await checkCce(
      ["one", "two", "three"].map((name) => ({ name, expected: unread("unauthenticated") })),
      { ListClusters: { status: 401, body } },
    );
    expect(simulator.stats.total).toBe(1);
  });
});

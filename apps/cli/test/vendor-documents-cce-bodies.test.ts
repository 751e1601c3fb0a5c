import type { HuaweiClusterScenario, ResponsesScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";
import { info, listOf, task, upgradeProgress, workflow } from "./vendor-cce-bodies.ts";
import { type Case, cceVersion, checkCce } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;
type Answer = ResponsesScenario[string];

const early = "2026-03-01 08:00:00.123456 +0000 UTC";
const late = "2026-06-01 08:00:00.123456 +0000 UTC";
const emptyList = { ListClusters: { body: { kind: "Cluster", apiVersion: "v3", items: [] } } };
const gateway404 = {
  status: 404,
  body: {
    error_msg: "The API does not exist or has not been published in the environment",
    error_code: "APIGW.0101",
    request_id: "r-1",
  },
};
const missing = {
  status: 404,
  body: {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    code: 404,
    errorCode: "CCE.01404001",
    errorMessage: "Resource not found.",
    message: "cluster not found",
    reason: "NotFound",
  },
};
const denied = { status: 403, body: { errorCode: "CCE.01403001", errorMessage: "Forbidden." } };
/** What no API of the service answers: pages, halves, other shapes. */
const oddBodies: readonly string[] = [
  "<html><body>login</body></html>",
  "",
  '{"kind":"List","ite',
  "{}",
  "[]",
  "null",
  '"ok"',
  "42",
  '{"data":[]}',
];

function unread(kind: string, more: object = {}): CceCase["expected"] {
  return {
    verdict: "unknown",
    outcome: "incomplete",
    observed: null,
    upgrade: null,
    error: { kind, ...more },
  };
}

describe("CCE: upgradeinfo", () => {
  function infoCase(
    name: string,
    answer: Answer,
    expected: CceCase["expected"],
    more: ResponsesScenario = {},
    entry: object = {},
  ): CceCase {
    return { name, answers: { ShowClusterUpgradeInfo: answer, ...more }, entry, expected };
  }

  it("what it says of upgrades", async () => {
    const last = (phase: unknown, at?: string) => ({ lastUpgradeInfo: upgradeProgress(phase, at) });
    const done = (created: string) => ({
      ListUpgradeWorkFlows: listOf([workflow("w-1", "Success", created)]),
    });
    await checkCce([
      infoCase("running", info(upgradeProgress("Running")), {
        verdict: "upgrading",
        upgrade: { id: null, phase: "running", rawPhase: "Running", progress: 0.42 },
      }),
      infoCase("init, completionTime filled", info(upgradeProgress("Init", late)), {
        verdict: "upgrading",
        upgrade: { phase: "pending", finishedAt: null },
      }),
      infoCase("paused", info(upgradeProgress("Pause")), {
        verdict: "paused",
        upgrade: { phase: "paused", rawPhase: "Pause" },
      }),
      infoCase("failed", info(upgradeProgress("Failed")), {
        verdict: "failed",
        upgrade: { phase: "failed", rawPhase: "Failed" },
      }),
      infoCase("success", info(upgradeProgress("Success")), {
        verdict: "converged",
        upgrade: { phase: "succeeded" },
      }),
      infoCase("unknown word", info(upgradeProgress("Melting")), {
        verdict: "unknown",
        reason: expect.stringContaining("Melting"),
      }),
      infoCase("blank", info({ phase: "", progress: "", completionTime: "" }), {
        verdict: "converged",
        upgrade: null,
      }),
      infoCase("null", info(null, { lastUpgradeInfo: null }), { verdict: "converged", upgrade: null }),
      infoCase("last failed", info(undefined, last("Failed", late)), {
        verdict: "failed",
        upgrade: { phase: "failed", rawPhase: "Failed" },
      }),
      infoCase(
        "last failed, another workflow succeeded later",
        info(undefined, last("Failed", early)),
        { verdict: "converged", upgrade: { id: "w-1" } },
        done(late),
      ),
      infoCase(
        "last failed after the newest workflow",
        info(undefined, last("Failed", late)),
        { verdict: "failed" },
        done(early),
      ),
      infoCase("last failed, success since", info(upgradeProgress("Success", late), last("Failed", early)), {
        verdict: "converged",
      }),
      infoCase(
        "last succeeded, failed since",
        info(upgradeProgress("Failed", late), last("Success", early)),
        { verdict: "failed" },
      ),
      infoCase(
        "running beside a finished workflow",
        info(upgradeProgress("Running")),
        { verdict: "upgrading" },
        done(late),
      ),
      infoCase(
        "failed beside a finished workflow",
        info(upgradeProgress("Failed", late)),
        { verdict: "failed" },
        done(early),
      ),
      infoCase(
        "running, task list closed",
        info(upgradeProgress("Running")),
        { verdict: "upgrading" },
        { ListUpgradeClusterTasks: denied },
      ),
      infoCase("running, task list broken", info(upgradeProgress("Running")), unread("unexpected-response"), {
        ListUpgradeClusterTasks: { text: "<html>" },
      }),
    ]);
  });

  it("what it says of versions", async () => {
    const versions = (versionInfo: unknown) => info(undefined, { versionInfo });
    const at = (version: string) => ({ observed: { version } });
    await checkCce([
      infoCase("no suggestion", versions({ release: "v1.29.8", patch: "r4", suggestPatch: "" }), {
        verdict: "converged",
        ...at(cceVersion),
      }),
      infoCase("patch behind", versions({ release: "v1.29.8", patch: "r2", suggestPatch: "r4" }), {
        verdict: "behind",
        ...at("v1.29.8-r2"),
        drift: [{ property: "version", expected: cceVersion, observed: "v1.29.8-r2" }],
      }),
      infoCase("r10 is above r4", versions({ release: "v1.29.8", patch: "r10", targetVersions: null }), {
        verdict: "ahead",
        ...at("v1.29.8-r10"),
      }),
      infoCase("it beats the list's row", versions({ release: "v1.31.4", patch: "r2" }), {
        verdict: "ahead",
        ...at("v1.31.4-r2"),
      }),
      infoCase("missing", versions(undefined), { verdict: "converged", ...at(cceVersion) }),
      infoCase("null", versions(null), { verdict: "converged", ...at(cceVersion) }),
      infoCase("blank", versions({ release: "", patch: "" }), { verdict: "converged", ...at(cceVersion) }),
      infoCase(
        "no spec",
        { body: { kind: "UpgradeInfo", apiVersion: "v3" } },
        { verdict: "converged", ...at(cceVersion) },
      ),
      infoCase(
        "a list for versions",
        versions({ release: ["v1.29.8"], patch: "r4" }),
        unread("unexpected-response"),
      ),
    ]);
  });

  it("closed, absent, or not what the API answers", async () => {
    const closed = (kind: string, more: object) =>
      unread(kind, { hint: expect.stringMatching(/on request/), ...more });
    const calls = ["ShowClusterUpgradeInfo", "ListUpgradeWorkFlows"] as const;
    await checkCce(
      calls.flatMap((call): CceCase[] => [
        {
          name: `${call} 403`,
          answers: { [call]: denied },
          expected: closed("forbidden", { code: "CCE.01403001", httpStatus: 403, retryable: false }),
        },
        {
          name: `${call} 404 of the gateway`,
          answers: { [call]: gateway404 },
          expected: closed("unavailable", { code: "APIGW.0101", httpStatus: 404, retryable: false }),
        },
        {
          name: `${call} 404 of the service`,
          answers: { [call]: missing },
          expected: closed("unavailable", { code: "CCE.01404001", httpStatus: 404 }),
        },
        {
          name: `${call} 404 of a proxy`,
          answers: { [call]: { status: 404, text: "<html>" } },
          expected: unread("unavailable", { httpStatus: 404 }),
        },
        {
          name: `${call} 500`,
          answers: {
            [call]: { status: 500, body: { errorCode: "CCE.01500001", errorMessage: "Internal error." } },
          },
          expected: unread("unavailable", { code: "CCE.01500001", retryable: true }),
        },
        {
          name: `${call} 429`,
          answers: { [call]: { status: 429, body: { error_code: "APIGW.0308", error_msg: "throttled" } } },
          expected: unread("rate-limited"),
        },
        ...oddBodies.map(
          (text): CceCase => ({
            name: `${call} ${JSON.stringify(text)}`,
            answers: { [call]: { text } },
            expected: unread("unexpected-response", { httpStatus: 200 }),
          }),
        ),
      ]),
    );
  });

  it.each([
    ["closed", "forbidden"],
    ["absent", "unavailable"],
  ] as const)(
    "an account whose upgrade API is %s: %s, and the cluster is not called missing",
    async (upgradeApi, kind) => {
      const simulator = await simulate(
        huawei(
          [
            { name: "a", id: "c-1", version: cceVersion },
            { name: "b", id: "c-2", version: cceVersion },
          ],
          { upgradeApi },
        ),
      );
      const entry = { provider: "hw", targetVersion: cceVersion };
      const cwd = await folderWith({
        "upgradectl.yaml": manifest(simulator.url, [
          { name: "a", id: "c-1", ...entry },
          { name: "b", id: "c-2", with: { workflowId: "w-1" }, ...entry },
        ]),
      });
      const result = await runCli(["check", "--retries", "0", "-o", "json"], { cwd });
      expect(result.code).toBe(4);
      expect(reportOf(result)).toMatchObject({ complete: false, clusters: [unread(kind), unread(kind)] });
      expect(simulator.stats.rejected).toEqual([]);
    },
  );
});

describe("CCE: lists and pinned operations", () => {
  it("an empty list in every form is a healthy cluster", async () => {
    const forms = [[], null, "", undefined];
    await checkCce(
      forms.map((items, index) => ({
        name: `form ${index}`,
        answers: { ListUpgradeWorkFlows: listOf(items) },
        expected: { verdict: "converged", upgrade: null },
      })),
    );
  });

  it("rows that are none are not an empty list", async () => {
    const rows = [
      "text",
      5,
      [null],
      ["w-1"],
      [{}],
      { phase: "Success" },
      [[workflow("w-1", "Success", late)]],
    ];
    await checkCce(
      rows.flatMap((items): CceCase[] => [
        {
          name: `workflows ${JSON.stringify(items).slice(0, 60)}`,
          answers: { ListUpgradeWorkFlows: listOf(items) },
          expected: unread("unexpected-response"),
        },
        {
          name: `tasks ${JSON.stringify(items).slice(0, 60)}`,
          answers: {
            ShowClusterUpgradeInfo: info(upgradeProgress("Running")),
            ListUpgradeClusterTasks: listOf(items),
          },
          expected: unread("unexpected-response"),
        },
      ]),
    );
  });

  it("one object for the tasks' list", async () => {
    await checkCce([
      {
        name: "one",
        answers: {
          ShowClusterUpgradeInfo: info(upgradeProgress("Running")),
          ListUpgradeClusterTasks: listOf(task("t-1", "Running", late)),
        },
        expected: { verdict: "upgrading", upgrade: { id: "t-1", startedAt: "2026-06-01T08:00:00.123Z" } },
      },
    ]);
  });

  it("an operation in `with` that is missing, closed or no operation", async () => {
    const pins = [
      ["ShowUpgradeWorkFlow", { workflowId: "w-1" }],
      ["ShowUpgradeClusterTask", { taskId: "t-1" }],
    ] as const;
    await checkCce(
      pins.flatMap(([call, pin]): CceCase[] => {
        const pinned = (
          name: string,
          answer: Answer | undefined,
          expected: CceCase["expected"],
        ): CceCase => ({
          name: `${call} ${name}`,
          ...(answer === undefined ? {} : { answers: { [call]: answer } }),
          entry: { with: pin },
          expected,
        });
        return [
          pinned("missing", undefined, unread("not-found", { httpStatus: 404, retryable: false })),
          pinned("missing, literal", missing, unread("not-found", { code: "CCE.01404001", httpStatus: 404 })),
          pinned("unknown to the gateway", gateway404, unread("unavailable", { code: "APIGW.0101" })),
          pinned("a proxy's 404", { status: 404, text: "<html>" }, unread("unavailable")),
          pinned("closed", denied, unread("forbidden", { code: "CCE.01403001" })),
          ...oddBodies.map((text) => pinned(JSON.stringify(text), { text }, unread("unexpected-response"))),
        ];
      }),
    );
  });
});

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

  it.each([
    ["forbidden", denied],
    ["gone", gateway404],
    ["a page", { text: "<html></html>" }],
    ["{}", { body: {} }],
    ["an array", { body: [] }],
    [
      "rows without ids",
      { body: { kind: "Cluster", items: [{ kind: "Cluster", metadata: { name: "x" } }] } },
    ],
  ])("a list that is %s costs one read a cluster, and nothing else", async (_what, list) => {
    const cases = ["one", "two"].map(
      (name): CceCase => ({ name, expected: { verdict: "converged", error: null } }),
    );
    const { simulator } = await checkCce(cases, { ListClusters: list });
    expect(simulator.stats.byAction.ShowCluster).toBe(2);
  });

  it("rows of a literal list: odd neighbours do not matter", async () => {
    const row = (uid: string, status: unknown) => ({
      kind: "Cluster",
      apiVersion: "v3",
      metadata: { uid, name: uid },
      spec: { version: "v1.29", legacyVersion: cceVersion },
      status,
    });
    const list = {
      kind: "Cluster",
      apiVersion: "v3",
      items: [
        row("case-2", { phase: "Error" }),
        row("case-0", { phase: "Available", endpoints: {}, conditions: {} }),
        row("stranger", null),
        row("case-1", null),
      ],
    };
    const { simulator } = await checkCce(
      [
        { name: "good", expected: { verdict: "converged" } },
        { name: "without a phase: read by itself", expected: { verdict: "converged" } },
        { name: "broken", expected: { verdict: "failed", observed: { state: "Error" } } },
        { name: "not listed: read by itself", expected: { verdict: "converged" } },
      ],
      { ListClusters: { body: list } },
    );
    expect(simulator.stats.byAction.ShowCluster).toBe(2);
  });
});

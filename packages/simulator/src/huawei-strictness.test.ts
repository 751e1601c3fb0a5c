import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./index.ts";
import { clusterPath, huaweiHeaders, projectPath, type Sent, send, sendHuawei } from "./testing/client.ts";
import { huaweiAccount, scenarioOf } from "./testing/scenario.ts";

let simulator: Simulator;
let now: number;
const start = Date.parse("2026-11-20T10:00:00Z");

beforeEach(async () => {
  now = start;
  const clusters = [{ name: "elsewhere", version: "v1.29.8-r4" }];
  const accounts = [
    huaweiAccount({ token: "TOKEN" }),
    huaweiAccount({ name: "other", projectId: "ffff", clusters }),
  ];
  simulator = await startSimulator({ scenario: scenarioOf(...accounts), now: () => now });
});
afterEach(() => simulator.close());

function show(sent: Sent = {}) {
  return sendHuawei(simulator.url, clusterPath, { time: now, ...sent });
}

describe("Huawei sign-in", () => {
  it("accepts a signature and a token, with a request id", async () => {
    const signed = await show();
    expect(signed).toMatchObject({ status: 200, body: { metadata: { name: "payments" } } });
    expect(signed.headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
    const token = await send(simulator.url, clusterPath, { headers: { "x-auth-token": "TOKEN" } });
    expect(token.status).toBe(200);
    expect(simulator.stats.rejected).toEqual([]);
  });

  const project = { "x-project-id": "0123456789abcdef0123456789abcdef" };
  it.each<[string, Sent, RegExp]>([
    ["another secret", { secret: "wrong" }, /verify aksk signature fail$/],
    ["a date 16 minutes ago", { time: start - 16 * 60_000 }, /x-sdk-date is expired/],
    ["a date 16 minutes ahead", { time: start + 16 * 60_000 }, /x-sdk-date is expired/],
    ["no date", { headers: { "x-sdk-date": undefined } }, /x-sdk-date is missing/],
    ["a project that is not the path's", { headers: { "x-project-id": "ffff" } }, /x-project-id differs/],
    [
      "a token that the key does not have",
      { headers: { "x-security-token": "t" } },
      /check securityToken fail/,
    ],
  ])("refuses %s", async (_, sent, reason) => {
    const answer = await show(sent);
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({
      error_code: "APIG.0301",
      error_msg: expect.stringMatching(/^Incorrect IAM authentication information: /),
      request_id: answer.headers["x-request-id"],
    });
    expect(answer.body.error_msg).toMatch(reason);
    expect(simulator.stats.rejected).toMatchObject([{ severity: "refused", action: "ShowCluster" }]);
  });

  it.each<
    [string, (headers: Record<string, string | undefined>) => Record<string, string | undefined>, RegExp]
  >([
    ["nothing to sign in with", () => ({}), /x-auth-token not found/],
    ["a token of nobody", () => ({ "x-auth-token": "x" }), /decrypt token fail/],
    ["a malformed header", () => ({ authorization: "SDK-HMAC-SHA256 Access=EXAMPLEAK" }), /malformed/],
    [
      "an unknown key",
      (h) => ({ ...h, authorization: h.authorization?.replace("EXAMPLEAK", "NOBODY") }),
      /ak not exist/,
    ],
    ["a header added after signing", (h) => ({ ...h, ...project }), /x-project-id is not signed/],
    [
      "a header changed after signing",
      (h) => ({ ...h, "x-sdk-date": "20261120T100001Z" }),
      /signature fail$/,
    ],
  ])("refuses %s", async (_, change, reason) => {
    const headers = change(huaweiHeaders(simulator.url, clusterPath, { time: now }));
    const answer = await send(simulator.url, clusterPath, { headers });
    expect(answer).toMatchObject({ status: 401, body: { error_code: "APIG.0301" } });
    expect(answer.body.error_msg).toMatch(reason);
  });

  it("refuses a path or query other than the signed one", async () => {
    const headers = huaweiHeaders(simulator.url, clusterPath, { time: now });
    expect((await send(simulator.url, `${clusterPath}?detail=true`, { headers })).status).toBe(401);
    expect((await send(simulator.url, `${projectPath}/clusters`, { headers })).status).toBe(401);
  });

  it("locks a key for five minutes after more than five failures in a row", async () => {
    for (let failure = 0; failure < 5; failure++) await show({ secret: "wrong" });
    expect((await show()).status).toBe(200);
    for (let failure = 0; failure < 6; failure++) await show({ secret: "wrong" });
    const locked = await show();
    expect(locked.status).toBe(401);
    expect(locked.body.error_msg).toMatch(/AK access failed to reach the limit,forbidden/);
    now += 5 * 60_000 - 1;
    expect((await show()).status).toBe(401);
    now += 1;
    expect((await show()).status).toBe(200);
  });
});

describe("Huawei paths", () => {
  it.each([
    ["POST", clusterPath],
    ["GET", `${projectPath}/nodes`],
    ["GET", `${clusterPath}/`],
    ["GET", "/"],
  ])("answers the gateway's 404 to %s %s", async (method, target) => {
    const answer = await sendHuawei(simulator.url, target, { method, time: now });
    expect(answer).toMatchObject({ status: 404, body: { error_code: "APIG.0101" } });
    expect(simulator.stats.rejected).toHaveLength(1);
  });

  it("answers 400 to an escape that is none", async () => {
    expect((await send(simulator.url, "/api/v3/%zz")).status).toBe(400);
  });

  it("answers the service's 404 for a missing cluster, workflow and task, with both families of codes", async () => {
    for (const target of [
      `${projectPath}/clusters/none`,
      `${clusterPath}/operation/upgradeworkflows/none`,
      `${clusterPath}/operation/upgrade/tasks/none`,
    ]) {
      const answer = await sendHuawei(simulator.url, target, { time: now });
      expect(answer.body, target).toMatchObject({
        kind: "Status",
        code: 404,
        errorCode: "CCE.01404001",
        error_code: "CCE_CM.0003",
        message: expect.stringContaining("none"),
      });
      expect(answer.status).toBe(404);
    }
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("keeps the projects of one key apart, and forbids those of others", async () => {
    const other = await sendHuawei(simulator.url, "/api/v3/projects/ffff/clusters", { time: now });
    expect(other.body.items).toHaveLength(1);
    const foreign = await sendHuawei(simulator.url, "/api/v3/projects/eeee/clusters", { time: now });
    expect(foreign).toMatchObject({ status: 403, body: { errorCode: "CCE.01403001" } });
  });

  it("answers, and notes, a query parameter that the call does not have", async () => {
    const answer = await sendHuawei(simulator.url, `${projectPath}/clusters?limit=50`, { time: now });
    expect(answer.status).toBe(200);
    expect(simulator.stats.rejected).toEqual([
      {
        severity: "warning",
        method: "GET",
        target: `${projectPath}/clusters?limit=50`,
        action: "ListClusters",
        reason: "ListClusters has no query parameter limit",
      },
    ]);
  });
});

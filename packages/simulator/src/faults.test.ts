import { afterEach, describe, expect, it } from "vitest";
import {
  type AlibabaAccountScenario,
  type HuaweiAccountScenario,
  type Simulator,
  startSimulator,
} from "./index.ts";
import { clusterPath, projectPath, type Received, send, sendAlibaba, sendHuawei } from "./testing/client.ts";
import { alibabaAccount, huaweiAccount, scenarioOf } from "./testing/scenario.ts";

let simulator: Simulator;
afterEach(() => simulator.close());

async function start(account: HuaweiAccountScenario | AlibabaAccountScenario): Promise<Simulator> {
  simulator = await startSimulator({ scenario: scenarioOf(account) });
  return simulator;
}

function show(): Promise<Received> {
  return sendHuawei(simulator.url, clusterPath);
}

function detail(): Promise<Received> {
  return sendAlibaba(simulator.url, "DescribeClusterDetail", "/clusters/c106f377e16f34eb1808d6b9362c9abcd");
}

describe("status faults", () => {
  it.each([
    [400, "CCE.01400001"],
    [401, "APIG.0301"],
    [403, "CCE.01403001"],
    [404, "APIG.0101"],
    [408, "APIG.0201"],
    [409, "CCE.01409001"],
    [429, "APIG.0308"],
    [500, "CCE.01500001"],
    [502, "APIG.0201"],
    [503, "APIG.0613"],
    [504, "APIG.0201"],
  ] as const)("Huawei answers %i with %s", async (kind, code) => {
    await start(huaweiAccount({ faults: [{ kind }] }));
    const { status, body } = await show();
    expect([status, body.errorCode ?? body.error_code]).toEqual([kind, code]);
    expect(simulator.stats).toMatchObject({ faults: 1, rejected: [] });
  });

  it.each([
    [400, "InvalidParameter"],
    [401, "Unauthorized"],
    [403, "StatusForbidden"],
    [404, "InvalidAction.NotFound"],
    [409, "ErrorClusterState"],
    [429, "Throttling.User"],
    [500, "InternalError"],
    [503, "ServiceUnavailable"],
  ] as const)("Alibaba answers %i with %s", async (kind, code) => {
    await start(alibabaAccount({ faults: [{ kind }] }));
    const { status, body } = await detail();
    expect([status, body.Code ?? body.code]).toEqual([kind, code]);
  });

  it("asks to wait in each cloud's own header and unit", async () => {
    await start(huaweiAccount({ faults: [{ kind: 429, retryAfter: 1.5 }] }));
    expect((await show()).headers["retry-after"]).toBe("1.5");
    await simulator.close();
    await start(alibabaAccount({ faults: [{ kind: 429, retryAfter: 1.5 }] }));
    expect((await detail()).headers["x-acs-retry-after"]).toBe("1500");
  });

  it("counts: some pass first, some are hit, the rest pass; other calls are not counted", async () => {
    await start(huaweiAccount({ faults: [{ kind: 503, action: "ShowCluster", after: 1, times: 2 }] }));
    const statuses: number[] = [];
    for (let request = 0; request < 4; request++) {
      await sendHuawei(simulator.url, `${projectPath}/clusters`);
      statuses.push((await show()).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it("hit one cluster only, each of a `count` with its own counts", async () => {
    const faulty = {
      name: "a",
      id: "a",
      version: "v1.29.8-r4",
      count: 2,
      faults: [{ kind: 500, times: 1 }],
    } as const;
    await start(huaweiAccount({ clusters: [faulty, { name: "b", id: "b", version: "v1.29.8-r4" }] }));
    const statuses = [];
    for (const id of ["a-001", "a-002", "a-001", "b"])
      statuses.push((await sendHuawei(simulator.url, `${projectPath}/clusters/${id}`)).status);
    expect(statuses).toEqual([500, 500, 200, 200]);
  });
});

describe("broken answers", () => {
  it("resets the connection", async () => {
    await start(huaweiAccount({ faults: [{ kind: "reset" }] }));
    await expect(show()).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("cuts the body short of its length", async () => {
    await start(huaweiAccount({ faults: [{ kind: "truncate" }] }));
    await expect(show()).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("sends a proxy's page, no body, or half of one", async () => {
    await start(
      huaweiAccount({
        faults: [
          { kind: "html", times: 1 },
          { kind: "empty", after: 1, times: 1 },
          { kind: "malformed", after: 2 },
        ],
      }),
    );
    const html = await show();
    expect(html).toMatchObject({ status: 502, headers: { "content-type": "text/html" } });
    expect(html.text).toContain("<html>");
    expect(await show()).toMatchObject({ status: 200, text: "" });
    const half = await show();
    expect(half).toMatchObject({
      status: 200,
      headers: { "content-type": "application/json" },
      body: undefined,
    });
    expect(half.text).toMatch(/^\{"kind":"Cluster"/);
  });

  it("hangs until the client gives up, and counts it out", async () => {
    await start(huaweiAccount({ faults: [{ kind: "hang", times: 1 }] }));
    await expect(
      sendHuawei(simulator.url, clusterPath, { signal: AbortSignal.timeout(20) }),
    ).rejects.toThrow();
    expect((await show()).status).toBe(200);
    expect(simulator.stats.maxInFlight).toBeLessThanOrEqual(2);
  });

  it("answers late", async () => {
    await start(huaweiAccount({ latency: "5ms", faults: [{ kind: "slow", delay: "10ms" }] }));
    const begin = performance.now();
    expect((await show()).status).toBe(200);
    expect(performance.now() - begin).toBeGreaterThan(12);
  });
});

describe("limits and literal answers", () => {
  it("throttles above the limit, now and then with a wait in fractions of a second", async () => {
    await start(huaweiAccount({ requestsPerSecond: 1 }));
    const answers = [];
    for (let request = 0; request < 6; request++) answers.push(await show());
    expect(answers.map(({ status }) => status)).toEqual([200, 429, 429, 429, 429, 429]);
    expect(answers.map(({ headers }) => headers["retry-after"]).filter(Boolean)).toEqual(["0.25"]);
    expect(simulator.stats.throttled).toBe(5);
  });

  it("serves a literal body, status and headers to requests that are signed in", async () => {
    const responses = {
      GetUpgradeStatus: { status: 202, headers: { "X-Odd": "1" }, body: { status: null } },
    };
    const cluster = { name: "orders", id: "c1", version: "1.32.1-aliyun.1", responses };
    await start(
      alibabaAccount({ clusters: [cluster], responses: { DescribeClusterDetail: { text: "<xml/>" } } }),
    );
    const path = "/api/v2/clusters/c1/upgrade/status";
    const literal = await sendAlibaba(simulator.url, "GetUpgradeStatus", path);
    expect(literal).toMatchObject({ status: 202, headers: { "x-odd": "1" }, body: { status: null } });
    expect(await sendAlibaba(simulator.url, "DescribeClusterDetail", "/clusters/c1")).toMatchObject({
      text: "<xml/>",
    });
    expect(
      (await send(simulator.url, path, { headers: { "x-acs-action": "GetUpgradeStatus" } })).status,
    ).toBe(404);
  });

  it.each([
    ["closed", 403, "CCE.01403001"],
    ["absent", 404, "APIG.0101"],
  ] as const)(
    "answers for upgrade calls that are %s, but still shows the cluster",
    async (upgradeApi, status, code) => {
      await start(huaweiAccount({ upgradeApi }));
      for (const call of ["upgradeinfo", "operation/upgradeworkflows", "operation/upgrade/tasks"]) {
        const answer = await sendHuawei(simulator.url, `${clusterPath}/${call}`);
        expect([answer.status, answer.body.errorCode ?? answer.body.error_code]).toEqual([status, code]);
      }
      expect((await show()).status).toBe(200);
    },
  );
});

describe("the server", () => {
  it("counts what is in flight, overall and by account, and forgets on request", async () => {
    await start(huaweiAccount({ latency: "20ms" }));
    await Promise.all([show(), show(), show()]);
    const { total, maxInFlight, byAccount, byAction, requests } = simulator.stats;
    expect({ total, maxInFlight, byAccount, byAction }).toEqual({
      total: 3,
      maxInFlight: 3,
      byAccount: { cce: { total: 3, maxInFlight: 3 } },
      byAction: { ShowCluster: 3 },
    });
    expect(requests[0]).toMatchObject({ action: "ShowCluster", account: "cce", status: 200 });
    expect(simulator.stats.byMethod).toEqual({ GET: 3 });
    simulator.resetStats();
    expect(simulator.stats.byMethod).toEqual({});
    expect(simulator.stats).toMatchObject({ total: 0, maxInFlight: 0, byAccount: {}, requests: [] });
  });

  it("closes within 100 ms whatever hangs, and twice", async () => {
    await start(huaweiAccount({ latency: "1h" }));
    const hanging = [show(), show()].map((answer) => answer.catch((error: Error) => error.message));
    while (simulator.stats.total < 2) await new Promise((resolve) => setImmediate(resolve));
    const begin = performance.now();
    await simulator.close();
    await simulator.close();
    expect(performance.now() - begin).toBeLessThan(100);
    expect(await Promise.all(hanging)).toEqual(["socket hang up", "socket hang up"]);
  });

  it("answers 500 for its own mistakes, notes them, and goes on", async () => {
    const responses = { ShowCluster: { headers: { "not a header": "x" }, body: {} } };
    await start(huaweiAccount({ responses }));
    expect(await show()).toMatchObject({
      status: 500,
      body: { simulator: expect.stringContaining("not a header") },
    });
    expect(simulator.stats.rejected).toMatchObject([{ severity: "bug" }]);
    expect((await sendHuawei(simulator.url, `${projectPath}/clusters`)).status).toBe(200);
  });

  it("stays on loopback and refuses a scenario that is none", async () => {
    await start(huaweiAccount());
    const scenario = scenarioOf(huaweiAccount());
    await expect(startSimulator({ scenario, host: "0.0.0.0" })).rejects.toThrow(/loopback only/);
    const broken = scenarioOf(huaweiAccount({ latency: "soon" }));
    await expect(startSimulator({ scenario: broken })).rejects.toThrow(/accounts\[0\]\.latency/);
  });
});

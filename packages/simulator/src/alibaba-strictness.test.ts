import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./index.ts";
import { alibabaHeaders, type Sent, send, sendAlibaba } from "./testing/client.ts";
import { alibabaAccount, scenarioOf } from "./testing/scenario.ts";

let simulator: Simulator;
const now = Date.parse("2026-11-20T10:00:00Z");
const path = "/clusters/c106f377e16f34eb1808d6b9362c9abcd";

beforeEach(async () => {
  simulator = await startSimulator({ scenario: scenarioOf(alibabaAccount()), now: () => now });
});
afterEach(() => simulator.close());

function detail(sent: Sent = {}) {
  return sendAlibaba(simulator.url, "DescribeClusterDetail", path, { time: now, ...sent });
}

describe("Alibaba sign-in", () => {
  it("accepts a signature, with a request id", async () => {
    const answer = await detail();
    expect(answer).toMatchObject({ status: 200, body: { name: "orders" } });
    expect(answer.headers["x-acs-request-id"]).toMatch(/^[0-9A-F-]{36}$/);
    expect(simulator.stats.rejected).toEqual([]);
  });

  it.each<[string, Sent, number, string]>([
    ["another secret", { secret: "wrong" }, 400, "SignatureDoesNotMatch"],
    ["a date 16 minutes ago", { time: now - 16 * 60_000 }, 400, "InvalidTimeStamp.Expired"],
    [
      "a date with milliseconds",
      { headers: { "x-acs-date": "2026-11-20T10:00:00.000Z" } },
      400,
      "InvalidTimeStamp.Format",
    ],
    ["another version", { headers: { "x-acs-version": "2014-05-26" } }, 404, "InvalidVersion"],
    [
      "another call's name",
      { headers: { "x-acs-action": "GetUpgradeStatus" } },
      404,
      "InvalidAction.NotFound",
    ],
    ["no nonce", { headers: { "x-acs-signature-nonce": undefined } }, 400, "MissingParameter"],
    [
      "a body hash that is not the body's",
      { headers: { "x-acs-content-sha256": "00" } },
      400,
      "SignatureDoesNotMatch",
    ],
    [
      "a token that the key lacks",
      { headers: { "x-acs-security-token": "t" } },
      400,
      "InvalidSecurityToken.MismatchWithAccessKey",
    ],
  ])("refuses %s (signed)", async (_, sent, status, code) => {
    const answer = await detail(sent);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ Code: code, RequestId: answer.headers["x-acs-request-id"] });
  });

  it.each<
    [
      string,
      (headers: Record<string, string | undefined>) => Record<string, string | undefined>,
      number,
      string,
    ]
  >([
    ["no authorization", (h) => ({ ...h, authorization: undefined }), 400, "MissingAuthorization"],
    [
      "spaces after commas",
      (h) => ({ ...h, authorization: h.authorization?.replaceAll(",", ", ") }),
      400,
      "IncompleteSignature",
    ],
    [
      "an unknown key",
      (h) => ({ ...h, authorization: h.authorization?.replace(/Credential=\w+/, "Credential=NOBODY") }),
      404,
      "InvalidAccessKeyId.NotFound",
    ],
    [
      "a vendor header that is not signed",
      (h) => ({ ...h, "x-acs-extra": "1" }),
      400,
      "SignatureDoesNotMatch",
    ],
    [
      "a content type that is not signed",
      (h) => ({ ...h, "content-type": "application/json" }),
      400,
      "SignatureDoesNotMatch",
    ],
  ])("refuses %s", async (_, change, status, code) => {
    const headers = change(alibabaHeaders(simulator.url, "DescribeClusterDetail", path, { time: now }));
    const answer = await send(simulator.url, path, { headers });
    expect(answer).toMatchObject({ status, body: { Code: code } });
    expect(simulator.stats.rejected).toHaveLength(1);
  });

  it("shows what it signed when the signature does not match, the key id among it", async () => {
    const answer = await detail({ secret: "wrong" });
    expect(answer.body.Message).toContain("server string to sign is: ACS3-HMAC-SHA256\n");
    expect(answer.body.Message).toContain(alibabaAccount().accessKeyId);
    expect(answer.text).not.toContain(alibabaAccount().accessKeySecret);
  });

  it("refuses a nonce that was used before", async () => {
    const headers = alibabaHeaders(simulator.url, "DescribeClusterDetail", path, { time: now });
    expect((await send(simulator.url, path, { headers })).status).toBe(200);
    const replayed = await send(simulator.url, path, { headers });
    expect(replayed).toMatchObject({ status: 400, body: { Code: "SignatureNonceUsed" } });
  });
});

describe("Alibaba paths", () => {
  it.each([
    ["POST", path],
    ["GET", `${path}/nodes`],
    ["GET", "/clusters"],
  ])("answers the gateway's 404 to %s %s", async (method, target) => {
    const answer = await sendAlibaba(simulator.url, "DescribeClusterDetail", target, { method, time: now });
    expect(answer).toMatchObject({ status: 404, body: { Code: "InvalidAction.NotFound" } });
  });

  it("answers the service's 404 for a missing cluster and task", async () => {
    const cluster = await sendAlibaba(simulator.url, "DescribeClusterTasks", "/clusters/c0/tasks", {
      time: now,
    });
    expect(cluster).toMatchObject({ status: 404, body: { code: "ErrorClusterNotFound", status: 404 } });
    const task = await sendAlibaba(simulator.url, "DescribeTaskInfo", "/tasks/T-0", { time: now });
    expect(task).toMatchObject({ status: 404, body: { code: "ErrorTaskNotFound" } });
  });

  it("lists nothing in a region without an account", async () => {
    const list = await sendAlibaba(
      simulator.url,
      "DescribeClustersForRegion",
      "/regions/cn-beijing/clusters",
      { time: now },
    );
    expect(list.body).toEqual({ clusters: [], page_info: { page_number: 1, page_size: 10, total_count: 0 } });
  });

  it("gives no more than a hundred rows a page, and says so", async () => {
    await simulator.close();
    const account = alibabaAccount({ clusters: [{ name: "n", version: "1.32.1-aliyun.1", count: 120 }] });
    simulator = await startSimulator({ scenario: scenarioOf(account), now: () => now });
    const target = "/regions/cn-hangzhou/clusters?page_size=500&page_number=2";
    const list = await sendAlibaba(simulator.url, "DescribeClustersForRegion", target, { time: now });
    expect(list.body.clusters).toHaveLength(20);
    expect(list.body.page_info).toEqual({ page_number: 2, page_size: 100, total_count: 120 });
  });
});

import { createServer, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccessKey } from "./credentials/access-key.ts";
import { authorize, signRequest, stsVersion } from "./sign.ts";

const credentials: AccessKey = {
  accessKeyId: "LTAI5tDummyAccessKeyId00",
  accessKeySecret: "DummyAccessKeySecret0123456789",
};
const cluster = "c106f377e16f34eb1808d6b9362c9abcd";

describe("the vendor's own client", () => {
  const require = createRequire(import.meta.url);
  const { default: AckSdk, ...models } = require("@alicloud/cs20151215");
  const { default: GenericSdk, $OpenApiUtil, OpenApiUtil } = require("@alicloud/openapi-core");
  const captured: { request: IncomingMessage; body: string }[] = [];
  const server = createServer((incoming, response) => {
    let body = "";
    incoming.setEncoding("utf8");
    incoming.on("data", (chunk: string) => {
      body += chunk;
    });
    incoming.on("end", () => {
      captured.push({ request: incoming, body });
      response.setHeader("content-type", "application/json");
      response.end("{}");
    });
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const config = (key: AccessKey) =>
    new $OpenApiUtil.Config({
      ...key,
      endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      protocol: "http",
      regionId: "cn-hangzhou",
    });

  /** Signs what the client sent, from what came over the wire, and compares. Its URL parser rewrites `'` after signing. */
  function expectSameSignature(action: string, key: AccessKey, signedPath?: string, version?: string): void {
    const last = captured.at(-1);
    if (last === undefined) throw new Error("the client sent nothing");
    const headers = Object.fromEntries(
      Object.entries(last.request.headers).map(([name, value]) => [name, String(value)]),
    );
    const url = new URL(last.request.url ?? "", "http://127.0.0.1");
    const ours = signRequest(
      {
        action,
        method: last.request.method ?? "",
        host: headers.host ?? "",
        path: signedPath ?? (last.request.url ?? "").split("?")[0] ?? "",
        query: encodeQuery(url.searchParams),
        headers,
        body: last.body,
        time: Date.parse(headers["x-acs-date"] ?? ""),
      },
      key,
      headers["x-acs-signature-nonce"] ?? "",
      version,
    );
    for (const [name, value] of Object.entries(ours)) expect([name, headers[name]]).toEqual([name, value]);
  }

  it.each<[string, (client: Record<string, (...args: unknown[]) => Promise<unknown>>) => Promise<unknown>]>([
    ["DescribeClusterDetail", (client) => client.describeClusterDetail?.(cluster) ?? never()],
    ["DescribeTaskInfo", (client) => client.describeTaskInfo?.("T-5faa48fb31b6b8078d000006") ?? never()],
    ["GetUpgradeStatus", (client) => client.getUpgradeStatus?.(cluster) ?? never()],
    [
      "DescribeClusterTasks",
      (client) =>
        client.describeClusterTasks?.(
          cluster,
          new models.DescribeClusterTasksRequest({ pageNumber: 2, pageSize: 50 }),
        ) ?? never(),
    ],
    [
      "DescribeClustersForRegion",
      (client) =>
        client.describeClustersForRegion?.(
          "cn-hangzhou",
          new models.DescribeClustersForRegionRequest({ pageNumber: 1, pageSize: 50, name: "a b/中~*'()!" }),
        ) ?? never(),
    ],
    [
      "DescribeClusterNodePools",
      (client) =>
        client.describeClusterNodePools?.(cluster, new models.DescribeClusterNodePoolsRequest({})) ?? never(),
    ],
  ])("signs %s as we do", async (action, call) => {
    for (const key of [credentials, { ...credentials, securityToken: "CAIS+dummy/token==" }]) {
      await call(new AckSdk(config(key)));
      expectSameSignature(action, key);
    }
  });

  it("signs a form for STS as we do", async () => {
    const params = new $OpenApiUtil.Params({
      action: "AssumeRole",
      version: stsVersion,
      protocol: "HTTP",
      pathname: "/",
      method: "POST",
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    });
    const body = { RoleArn: "acs:ram::1:role/r", RoleSessionName: "a@b", Policy: '{"a": "中 +*"}' };
    for (const key of [credentials, { ...credentials, securityToken: "CAIS+dummy/token==" }]) {
      const client = new GenericSdk(config(key));
      await client.callApi(params, new $OpenApiUtil.OpenApiRequest({ body }), {});
      expectSameSignature("AssumeRole", key, "/", stsVersion);
    }
  });

  it("signs generated paths, queries, bodies and tokens as we do", async () => {
    const random = generator(20151215);
    for (let round = 0; round < 40; round += 1) {
      const key = {
        accessKeyId: `LTAI${pick(random, "abcdef0123456789", 20)}`,
        accessKeySecret: pick(random, printable, 30),
        ...(round % 2 === 0 ? {} : { securityToken: pick(random, printable, 60) }),
      };
      const segments = [1, 2, 3].map(() => encodeURIComponent(pick(random, hostile, 12)) || "x");
      const pathname = `/${segments.join("/")}`;
      const query = Object.fromEntries(
        ["zeta", "Alpha", "next_token", "page_size"].map((name) => [name, pick(random, hostile, round % 9)]),
      );
      const hasBody = round % 3 === 0;
      const params = new $OpenApiUtil.Params({
        action: "Generated",
        version: "2015-12-15",
        protocol: "HTTP",
        pathname,
        method: hasBody ? "POST" : "GET",
        authType: "AK",
        style: "ROA",
        reqBodyType: "json",
        bodyType: "json",
      });
      const body = hasBody ? { body: { text: pick(random, hostile, 40) } } : {};
      const client = new GenericSdk(config(key));
      await client.callApi(params, new $OpenApiUtil.OpenApiRequest({ query, ...body }), {});
      expectSameSignature("Generated", key, pathname);
    }
  });

  it("canonicalises any path as we do", () => {
    const random = generator(7);
    for (let round = 0; round < 200; round += 1) {
      const plain = `/${encodeURI(pick(random, hostile, 20))
        .replaceAll("?", "%3F")
        .replaceAll("#", "%23")}`;
      const path = round % 2 === 0 ? plain : plain.replaceAll("~", "%7E");
      const headers = { host: "h", "x-acs-date": "2026-01-02T03:04:05Z" };
      const sdk = { method: "GET", pathname: path, query: { q: pick(random, hostile, 9) }, headers };
      const theirs = OpenApiUtil.getAuthorization(sdk, "ACS3-HMAC-SHA256", emptyHash, "id", "secret");
      const query = encodeQuery(new URLSearchParams(sdk.query));
      const key = { accessKeyId: "id", accessKeySecret: "secret" };
      expect(authorize({ method: "GET", path, query, headers, body: "" }, key)).toBe(theirs);
    }
  });
});

const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const printable = "ABCXYZabcxyz0189+/=._-";
const hostile = "aZ09 -_.~!*'()+%&=/?#:@,;中é😀\"<>";

function never(): never {
  throw new Error("the vendor's client has no such method");
}

function encodeQuery(query: URLSearchParams): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return [...query]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

/** A small linear congruential generator: the same requests on every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

function pick(random: () => number, alphabet: string, length: number): string {
  const letters = [...alphabet];
  return Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join("");
}

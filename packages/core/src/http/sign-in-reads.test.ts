import type { IncomingMessage } from "node:http";
import type { Read } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { failureOf, healthyTransport, sendJson, serve } from "../testing/loopback.ts";
import { collectEvidence, type Evidence } from "./evidence.ts";
import { allowPostCheck } from "./post-check-scope.ts";

const reads: readonly Read[] = [
  { action: "Query", method: "POST", path: "/query" },
  { action: "Get", path: "/get" },
  { action: "Token", method: "PUT", path: "/token", service: "metadata", purpose: "sign-in", answer: "text" },
  { action: "Key", path: "/key", service: "metadata", purpose: "sign-in" },
  { action: "PostCheck", method: "POST", path: "/postcheck", purpose: "post-check" },
];
const { signal } = new AbortController();

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Answers with what it was sent. */
async function mirror() {
  const server = await serve((request, response) => {
    textOf(request).then((body) =>
      sendJson(response, 200, {
        body,
        type: request.headers["content-type"],
        length: request.headers["content-length"],
      }),
    );
  });
  return { server, api: healthyTransport({ reads }).http.api({ baseUrl: server.url }) };
}

describe("bodies", () => {
  it.each([
    [{ json: { a: "ü", b: [1] } }, '{"a":"ü","b":[1]}', "application/json"],
    [{ form: { b: "x y&=", a: "*" } }, "a=%2A&b=x%20y%26%3D", "application/x-www-form-urlencoded"],
    [
      { json: {}, headers: { "Content-Type": "application/json; charset=utf-8" } },
      "{}",
      "application/json; charset=utf-8",
    ],
    [{}, "", undefined],
  ])("%j is sent as it is signed", async (request, body, type) => {
    const { api } = await mirror();
    const answer = await api.read("Query", { ...request, signal });
    expect(answer.body).toMatchObject({ body, ...(type === undefined ? {} : { type }) });
    if (body !== "") expect(answer.body).toMatchObject({ length: String(Buffer.byteLength(body)) });
  });

  it.each([
    ["Get", { json: {} }, /a body, which a GET has not/],
    ["Query", { json: {}, form: {} }, /both a JSON and a form body/],
    ["Query", { json: () => 1 }, /a body that JSON cannot say/],
  ])("%s with %j is the plugin's bug", async (action, request, message) => {
    const { server, api } = await mirror();
    expect(await failureOf(api.read(action, { ...request, signal }))).toMatchObject({
      kind: "plugin",
      message: expect.stringMatching(message),
    });
    expect(server.requests).toEqual([]);
  });
});

describe("sign-ins", () => {
  const metadata = (url: string) =>
    healthyTransport({ reads, retries: 3 }).http.api({ service: "metadata", baseUrl: url });

  it("may answer in plain text, also where that is JSON", async () => {
    const server = await serve((_, response) => response.end("12345"));
    expect((await metadata(server.url).read("Token", { signal })).body).toBe("12345");
  });

  it.each([
    [403, '{"AccessKeySecret":"not-yet-known"}'],
    [200, "<html>not-yet-known</html>"],
    [500, "not-yet-known"],
  ])("are not quoted where they fail (%i)", async (status, body) => {
    const server = await serve((_, response) => response.writeHead(status).end(body));
    const error = await failureOf(metadata(server.url).read("Key", { signal, once: true }));
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain("not-yet-known");
    expect(server.requests).toHaveLength(1);
  });

  it("have a deadline of their own", async () => {
    const server = await serve(() => {});
    const error = await failureOf(metadata(server.url).read("Key", { signal, once: true, timeoutMs: 30 }));
    expect(error).toMatchObject({ kind: "timeout", message: expect.stringMatching(/within 0.03 s/) });
  });
});

describe("post-upgrade checks", () => {
  it("are refused outside of one", async () => {
    const { server, api } = await mirror();
    expect(await failureOf(api.read("PostCheck", { json: {}, signal }))).toMatchObject({
      kind: "plugin",
      message: expect.stringMatching(/only a post-upgrade check may make/),
    });
    expect(server.requests).toEqual([]);
    await allowPostCheck(() => api.read("PostCheck", { json: {}, signal }), signal);
    expect(server.requests).toEqual(["POST /postcheck"]);
    expect(await failureOf(api.read("PostCheck", { json: {}, signal }))).toMatchObject({ kind: "plugin" });
  });

  it("are refused when theirs has ended, or was stopped", async () => {
    const { server, api } = await mirror();
    const later = Promise.withResolvers<void>();
    const post = () => failureOf(api.read("PostCheck", { json: {}, signal }));
    const after = allowPostCheck(async () => ({ late: later.promise.then(post) }), signal);
    const { late } = await after;
    later.resolve();
    expect(await late).toMatchObject({ kind: "plugin" });
    const stopping = new AbortController();
    const stopped = allowPostCheck(async () => {
      stopping.abort();
      return post();
    }, stopping.signal);
    expect(await stopped).toMatchObject({ kind: "plugin" });
    expect(server.requests).toEqual([]);
  });

  it.each([
    [429, 3],
    [503, 1],
  ])("are repeated only where they were not taken (%i)", async (status, requests) => {
    const server = await serve((_, response) => sendJson(response, status, {}));
    const api = healthyTransport({ reads, retries: 2 }).http.api({ baseUrl: server.url });
    await allowPostCheck(() => failureOf(api.read("PostCheck", { json: {}, signal })), signal);
    expect(server.requests).toHaveLength(requests);
  });
});

it("what a stranger declares besides does no harm", async () => {
  const { server } = await mirror();
  const odd = Object.assign({ action: "Get", path: "/get" }, { build: () => "a function cannot be cloned" });
  const api = healthyTransport({ reads: [odd] }).http.api({ baseUrl: server.url });
  await api.read("Get", { signal });
  expect(server.requests).toEqual(["GET /get"]);
});

it("what a plugin declared cannot change once it is connected", async () => {
  const { server } = await mirror();
  const own: Read[] = [
    { action: "Get", path: "/get" },
    { action: "PostCheck", method: "POST", path: "/postcheck", purpose: "post-check" },
  ];
  const api = healthyTransport({ reads: own }).http.api({ baseUrl: server.url });
  own[0] = { action: "Get", path: "/get", method: "POST" };
  own[1] = { action: "PostCheck", method: "POST", path: "/postcheck" };
  expect(await failureOf(api.read("PostCheck", { json: {}, signal }))).toMatchObject({ kind: "plugin" });
  await api.read("Get", { signal });
  expect(server.requests).toEqual(["GET /get"]);
});

it("evidence names who asked, with the access key id masked", async () => {
  const server = await serve((_, response) => sendJson(response, 200, {}));
  const api = healthyTransport({ reads }).http.api({
    baseUrl: server.url,
    sign: () => ({
      headers: {},
      principal: { kind: "temporary-access-key", id: "ABCDEFGHIJ", source: "metadata" },
    }),
  });
  const evidence: Evidence[] = [];
  await collectEvidence(evidence, () => api.read("Get", { signal }));
  expect(evidence).toMatchObject([
    { action: "Get", identity: { kind: "temporary-access-key", id: "ABCD****", source: "metadata" } },
  ]);
});

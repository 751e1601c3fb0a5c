import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { type Authority, createAuthority } from "../testing/authority.ts";
import { failureOf, healthyTransport, list, listen, sendJson, serve, serveRaw } from "../testing/loopback.ts";
import { answerOfProxy, type ProxyOptions, startProxy, type TestProxy } from "../testing/proxy.ts";
import { trustAlso } from "./authorities.ts";
import { readProxies } from "./proxies.ts";
import type { TransportOptions } from "./transport.ts";

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority();
});

const baseUrl = "https://api.example.test";

/** A cloud that is only reached through a proxy: no machine knows its name. */
async function serveCloud(certificate = authority.issue()) {
  const seen: (readonly string[])[] = [];
  const { url, sockets } = await listen(
    createTlsServer(await certificate, (request, response) => {
      seen.push(request.rawHeaders);
      sendJson(response, 200, { path: request.url });
    }),
  );
  return { url, sockets, seen };
}

function apiBehind(variable: string, changes: Partial<TransportOptions> = {}) {
  const { findWay, problem } = readProxies({ HTTPS_PROXY: variable });
  expect(problem).toBeUndefined();
  const trust = trustAlso([authority.cert]);
  return healthyTransport({ findWay, trust, ...changes }).http.api({
    baseUrl,
    sign: () => ({ headers: { authorization: "cloud-signature" } }),
  });
}

describe("through a proxy", () => {
  it("a request reaches its host, and the proxy sees nothing of it", async () => {
    const cloud = await serveCloud();
    const proxy = await startProxy({ to: cloud.url });
    expect((await list(apiBehind(proxy.url))).body).toEqual({ path: "/clusters" });
    expect(proxy.heads).toEqual([
      "CONNECT api.example.test:443 HTTP/1.1\r\nhost: api.example.test:443\r\n\r\n",
    ]);
    expect(cloud.seen[0]).toContain("cloud-signature");
    expect(cloud.seen[0]?.join().toLowerCase()).not.toMatch(/proxy/);
  });

  it("the name and password go to the proxy alone", async () => {
    const cloud = await serveCloud();
    const proxy = await startProxy({ to: cloud.url });
    await list(apiBehind(`http://us%40er:p%3Aw@${proxy.host}`));
    const expected = Buffer.from("us@er:p:w").toString("base64");
    expect(proxy.heads[0]).toContain(`\r\nproxy-authorization: Basic ${expected}\r\n`);
    expect(cloud.seen[0]?.join()).not.toContain(expected);
  });

  it("a proxy over TLS is spoken with over TLS, and its certificate is looked at", async () => {
    const cloud = await serveCloud();
    const proxy = await startProxy({ to: cloud.url, secure: await authority.issue() });
    expect((await list(apiBehind(proxy.url))).status).toBe(200);
    expect(proxy.heads).toHaveLength(1);
    const stranger = await startProxy({ to: cloud.url, secure: await (await createAuthority()).issue() });
    const failure = await failureOf(list(apiBehind(stranger.url, { retries: 2 })));
    expect(failure).toMatchObject({ kind: "network", retryable: false });
    expect(failure.message).toMatch(/through the proxy that HTTPS_PROXY names: the certificate of 127/);
    expect(failure.hint).toMatch(/caFile/);
    expect(stranger.heads).toEqual([]);
  });

  it("connections are kept, and there are no more of them than allowed", async () => {
    const cloud = await serveCloud();
    const proxy = await startProxy({ to: cloud.url });
    const api = apiBehind(proxy.url, { concurrency: 3 });
    await Promise.all(Array.from({ length: 30 }, () => list(api)));
    expect(cloud.seen).toHaveLength(30);
    expect(proxy.sockets()).toBeLessThanOrEqual(3);
    expect(cloud.sockets()).toBe(proxy.sockets());
  });

  it("the certificate of the host is looked at, whoever opened the way", async () => {
    const cloud = await serveCloud(authority.issue({ names: ["other.example.test"] }));
    const proxy = await startProxy({ to: cloud.url });
    const failure = await failureOf(list(apiBehind(proxy.url)));
    expect(failure).toMatchObject({ kind: "network", retryable: false });
    expect(failure.message).toContain("is for another name (other.example.test)");
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ["says nothing more", (socket) => socket.end(), /before TLS was agreed on/],
    ["resets", (socket) => socket.resetAndDestroy(), /broke the connection off/],
    ["speaks plain text", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), /does not speak https/],
  ])("a host that %s is told as one that is near", async (_, talk, message) => {
    const { url } = await serveRaw(talk);
    const proxy = await startProxy({ to: url });
    const failure = await failureOf(list(apiBehind(proxy.url)));
    expect(failure).toMatchObject({ kind: "network", message: expect.stringMatching(message) });
    expect(failure.message).toMatch(/api\.example\.test/);
  });

  it("loopback is not, whatever the variables say", async () => {
    const server = await serve((_, response) => sendJson(response, 200, {}));
    const proxy = await startProxy({});
    const { findWay } = readProxies({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url });
    await list(healthyTransport({ findWay }).http.api({ baseUrl: server.url }));
    expect(proxy.sockets()).toBe(0);
  });
});

describe("a proxy that opens no way", () => {
  const cases: readonly [string, ProxyOptions["refuse"], boolean, RegExp, RegExp][] = [
    ["wants a password", () => answerOfProxy(407), false, /wants a user name and a password/, /HTTPS_PROXY/],
    ["forbids the host", () => answerOfProxy(403), false, /refuses to connect to api/, /NO_PROXY/],
    ["is no proxy", () => answerOfProxy(405), false, /refuses to connect .*405/, /HTTPS_PROXY/],
    ["does not reach it", () => answerOfProxy(502), true, /could not connect to api.*502/, /HTTPS_PROXY/],
    ["is slow", () => answerOfProxy(504), true, /could not connect/, /HTTPS_PROXY/],
    ["is overrun", () => answerOfProxy(429), true, /could not connect/, /HTTPS_PROXY/],
    ["speaks no HTTP", () => "SSH-2.0-x\r\n\r\n", false, /did not answer as a proxy/, /HTTPS_PROXY/],
    ["sends endless headers", () => "H".repeat(20_000), false, /did not answer as a proxy/, /HTTPS_PROXY/],
    ["ends in the head", () => "HTTP/1.1 200", true, /broke the connection off/, /HTTPS_PROXY/],
    ["switches protocols", () => answerOfProxy(101), false, /did not answer as a proxy/, /HTTPS_PROXY/],
  ];
  it.each(cases)("because it %s, is named with its variable", async (_, refuse, retryable, message, hint) => {
    const proxy = await startProxy({ ...(refuse === undefined ? {} : { refuse }) });
    const failure = await failureOf(list(apiBehind(proxy.url, { retries: 2 })));
    expect(failure).toMatchObject({ kind: "network", retryable, httpStatus: undefined });
    expect(failure.message).toMatch(message);
    expect(failure.message).toContain(proxy.host);
    expect(failure.hint).toMatch(hint);
    expect(proxy.heads).toHaveLength(retryable ? 3 : 1);
  });

  it("because of a wrong password, which is not shown", async () => {
    const proxy = await startProxy({ refuse: () => answerOfProxy(407) });
    const failure = await failureOf(list(apiBehind(`http://user:hunter22@${proxy.host}`)));
    expect(failure.message).toMatch(/does not take the user name and password of HTTPS_PROXY/);
    expect(`${failure.message}${failure.hint}`).not.toContain("hunter22");
  });

  it("because it is not there", async () => {
    const failure = await failureOf(list(apiBehind("http://127.0.0.1:1")));
    expect(failure).toMatchObject({ kind: "network", retryable: true });
    expect(failure.message).toContain("through the proxy that HTTPS_PROXY names: 127.0.0.1:1 refused");
    expect(failure.hint).toMatch(/add api.example.test to NO_PROXY/);
  });

  it("because it says nothing, ends with the request's time", async () => {
    const proxy = await startProxy({ refuse: () => "" });
    const failure = await failureOf(list(apiBehind(proxy.url, { requestTimeoutMs: 60 })));
    expect(failure.kind).toBe("timeout");
    expect(`${failure.message} ${failure.hint}`).toMatch(new RegExp(`the proxy ${proxy.host}`));
  });

  it("because it says nothing, does not hold up the end of the run", async () => {
    const proxy: TestProxy = await startProxy({ refuse: () => "" });
    const { findWay } = readProxies({ HTTPS_PROXY: proxy.url });
    const transport = healthyTransport({ findWay, requestTimeoutMs: 60_000 });
    const reading = failureOf(list(transport.http.api({ baseUrl })));
    await expect.poll(() => proxy.heads.length).toBe(1);
    await transport.close();
    expect((await reading).kind).toBe("cancelled");
  });
});

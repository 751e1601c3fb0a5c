import { createServer as createTlsServer } from "node:https";
import type { TLSSocket } from "node:tls";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type Authority, type Certificate, createAuthority, selfSign } from "../testing/authority.ts";
import {
  failureOf,
  healthyApi,
  healthyTransport,
  list,
  listen,
  sendJson,
  serve,
  serveRaw,
} from "../testing/loopback.ts";
import { serveTls, trusting } from "../testing/serve-tls.ts";

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day);

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority();
});

const name = String.raw`127\.0\.0\.1:\d+`;

describe("a certificate", () => {
  const faults: readonly [string, () => Promise<Certificate>, RegExp, RegExp][] = [
    [
      "that has expired",
      () => authority.issue({ notBefore: inDays(-9), notAfter: inDays(-1) }),
      /has expired$/,
      /clock.*fast.*authority's, has to be renewed/,
    ],
    [
      "of tomorrow",
      () => authority.issue({ notBefore: inDays(1), notAfter: inDays(9) }),
      /is not valid yet$/,
      /clock.*slow/,
    ],
    [
      "of another host",
      () => authority.issue({ names: ["cce.example.test", "10.0.0.1"] }),
      /is for another name \(cce\.example\.test, 10\.0\.0\.1\)$/,
      /`endpoint`.*proxy/,
    ],
    ["signed by itself", () => selfSign(), /signed by itself/, /caFile.*NODE_EXTRA_CA_CERTS/],
    [
      "of an authority that nobody knows",
      async () => (await createAuthority()).issue(),
      /authority that this machine does not trust/,
      /caFile.*NODE_EXTRA_CA_CERTS/,
    ],
    [
      "without the one between",
      async () => (await authority.issueAuthority()).issue(),
      /authority that this machine does not trust, or came without those between/,
      /whole chain/,
    ],
    [
      "of an unknown authority that comes with it",
      async () => {
        const unknown = await createAuthority();
        const { cert, key } = await unknown.issue();
        return { cert: `${cert}\n${unknown.cert}`, key };
      },
      /authority that this machine does not trust/,
      /caFile/,
    ],
  ];
  it.each(faults)("%s is told as it is, and asked once", async (_, certificate, message, hint) => {
    const server = await serveTls(await certificate());
    const failure = await failureOf(list(healthyApi(server.url, {}, trusting(authority.cert))));
    expect(failure).toMatchObject({ kind: "network", retryable: false });
    expect(failure.message).toMatch(new RegExp(`^List: the certificate of ${name} `));
    expect(failure.message).toMatch(message);
    expect(failure.hint).toMatch(hint);
    expect(server.connections()).toBe(1);
  });

  it("is not believed because the environment says so", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const server = await serveTls(await selfSign());
    expect((await failureOf(list(healthyApi(server.url)))).message).toMatch(/signed by itself/);
  });
});

describe("a server", () => {
  it("that speaks plain text on https is not asked again", async () => {
    const server = await serve((_, response) => sendJson(response, 200, {}));
    const https = server.url.replace("http:", "https:");
    const failure = await failureOf(list(healthyApi(https, {}, { retries: 2 })));
    expect(failure).toMatchObject({ kind: "network", retryable: false });
    expect(failure.message).toMatch(/does not speak https$/);
    expect(failure.hint).toMatch(/port of `endpoint`/);
    expect(server.sockets()).toBe(1);
  });

  it("that speaks https on http is told so", async () => {
    const server = await serveTls(await authority.issue());
    const failure = await failureOf(list(healthyApi(server.url.replace("https:", "http:"))));
    expect(failure.kind).toBe("network");
    expect(failure.hint).toMatch(/write https:\/\/ in `endpoint`/);
  });

  it("that knows only versions of TLS that are broken", async () => {
    const certificate = await authority.issue();
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    const server = await serveTls({ ...certificate, ...old });
    const failure = await failureOf(list(healthyApi(server.url, {}, trusting(authority.cert))));
    expect(failure).toMatchObject({ kind: "network", retryable: false });
    expect(failure.message).toMatch(/knows no version that is safe/);
    expect(server.connections()).toBe(1);
  });

  it.each([
    ["TLSv1.2", /wants a certificate/],
    // The client is done before it is refused, and what it sends then may meet a closed connection first.
    ["TLSv1.3", /wants a certificate|broke the connection off/],
  ] as const)("that wants a certificate of the client's (%s)", async (version, expected) => {
    const certificate = await authority.issue();
    const server = await serveTls({
      ...certificate,
      requestCert: true,
      rejectUnauthorized: true,
      ca: authority.cert,
      minVersion: version,
      maxVersion: version,
    });
    const failure = await failureOf(list(healthyApi(server.url, {}, trusting(authority.cert))));
    expect(failure.kind).toBe("network");
    expect(failure.message).toMatch(expected);
  });

  it("that goes in the middle of the handshake", async () => {
    const { url } = await serveRaw((socket) => socket.end());
    const failure = await failureOf(list(healthyApi(url.replace("http:", "https:"))));
    expect(failure).toMatchObject({ kind: "network", retryable: true });
    expect(failure.message).toMatch(/before TLS was agreed on/);
  });

  it("that never ends the handshake costs no more than the request's time", async () => {
    const { url } = await serveRaw(() => {});
    const https = url.replace("http:", "https:");
    const failure = await failureOf(list(healthyApi(https, {}, { requestTimeoutMs: 50 })));
    expect(failure.kind).toBe("timeout");
  });

  it("is asked over one connection and one version of TLS that is safe", async () => {
    let protocol: string | null = null;
    const server = createTlsServer(await authority.issue(), (request, response) => {
      protocol = (request.socket as TLSSocket).getProtocol();
      sendJson(response, 200, {});
    });
    const { url, sockets } = await listen(server);
    const { http } = healthyTransport({ ...trusting(authority.cert), concurrency: 1 });
    const api = http.api({ baseUrl: url.replace("http:", "https:") });
    await list(api);
    await list(api);
    expect(protocol).toBe("TLSv1.3");
    expect(sockets()).toBe(1);
  });
});

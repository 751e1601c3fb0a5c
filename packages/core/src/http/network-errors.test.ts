import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { selfSigned } from "../testing/certificate.ts";
import { failureOf, healthyApi, list, listen, sendJson, serveRaw } from "../testing/loopback.ts";
import { networkError } from "./network-errors.ts";
import { directly } from "./way.ts";

const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

describe("the network", () => {
  const brokenOff = /broke the connection off before its answer was complete/;
  const broken: [string, (socket: Socket) => void, string, boolean, RegExp][] = [
    ["closes at once", (socket) => socket.end(), "network", true, brokenOff],
    ["resets", (socket) => socket.resetAndDestroy(), "network", true, brokenOff],
    ["closes in the headers", (socket) => socket.end("HTTP/1.1 200 OK\r\nx-a"), "network", true, brokenOff],
    [
      "sends less than it announced",
      (socket) => socket.end(`${head}content-length: 100\r\n\r\n{"a":1}`),
      "network",
      true,
      brokenOff,
    ],
    [
      "announces an end and sends less",
      (socket) => socket.end(`${head}connection: close\r\ncontent-length: 100\r\n\r\n{"a":1}`),
      "network",
      true,
      brokenOff,
    ],
    [
      "resets in the body",
      (socket) => {
        socket.write(`${head}content-length: 100\r\n\r\n{`);
        setImmediate(() => socket.resetAndDestroy());
      },
      "network",
      true,
      brokenOff,
    ],
    [
      "cuts the chunks off",
      (socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n`),
      "network",
      true,
      brokenOff,
    ],
    [
      "cuts the last chunks off and closes",
      (socket) =>
        socket.end(`${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n`),
      "network",
      true,
      brokenOff,
    ],
    [
      "speaks something else",
      (socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"),
      "unexpected-response",
      false,
      /not HTTP/,
    ],
    [
      "breaks the chunks",
      (socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\nzz\r\n`),
      "unexpected-response",
      false,
      /not HTTP/,
    ],
    [
      "switches protocols",
      (socket) =>
        socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
      "unexpected-response",
      false,
      /interim/,
    ],
    [
      "only says to continue",
      (socket) => socket.write("HTTP/1.1 100 Continue\r\n\r\n"),
      "unexpected-response",
      false,
      /interim/,
    ],
    [
      "sends hints without an end",
      (socket) => socket.write("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(1000)),
      "unexpected-response",
      false,
      /interim/,
    ],
    [
      "sends more headers than anybody reads",
      (socket) => socket.write(`HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(20_000)}`),
      "unexpected-response",
      false,
      /more headers/,
    ],
    [
      "sends endless trailers",
      (socket) =>
        socket.write(`${head}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n${"x: y\r\n".repeat(20_000)}`),
      "unexpected-response",
      false,
      /more headers/,
    ],
    [
      "has a status that is none",
      (socket) => socket.end("HTTP/1.1 2OO OK\r\n\r\n"),
      "unexpected-response",
      false,
      /not HTTP/,
    ],
    [
      "has a status line of another protocol",
      (socket) => socket.end("ICY 200 OK\r\n\r\n"),
      "unexpected-response",
      false,
      /not HTTP/,
    ],
    [
      "announces two lengths",
      (socket) => socket.end(`${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{} `),
      "network",
      true,
      brokenOff,
    ],
    [
      "announces a length and chunks",
      (socket) =>
        socket.end(`${head}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
      "network",
      true,
      brokenOff,
    ],
    [
      "sends endless headers",
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nx-a: ${"a".repeat(100_000)}`),
      "unexpected-response",
      false,
      /more headers/,
    ],
  ];
  test.each(broken)("a server that %s", async (_, talk, kind, retryable, message) => {
    const server = await serveRaw(talk);
    const failure = await failureOf(list(healthyApi(server.url)));
    expect(failure).toMatchObject({ kind, retryable, message: expect.stringMatching(message) });
    expect(failure.message).toContain(new URL(server.url).host);
  });

  test("an early hint before the answer is passed over", async () => {
    const server = await serveRaw((socket) =>
      socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${head}content-length: 2\r\n\r\n{}`),
    );
    expect(await list(healthyApi(server.url))).toMatchObject({ status: 200, body: {} });
  });

  test("a body without a length that ends with the connection is complete", async () => {
    const server = await serveRaw((socket) => socket.end(`${head}connection: close\r\n\r\n{"a":1}`));
    expect((await list(healthyApi(server.url))).body).toEqual({ a: 1 });
  });

  test("nobody listens", async () => {
    const failure = await failureOf(list(healthyApi("http://127.0.0.1:1")));
    expect(failure).toMatchObject({
      kind: "network",
      retryable: true,
      message: "List: 127.0.0.1:1 refused the connection",
    });
    expect(failure.hint).toMatch(/not through a proxy/);
  });

  test("a certificate that this machine trusts is fine", async () => {
    const { url } = await listen(createTlsServer(selfSigned, (_, response) => sendJson(response, 200, {})));
    const trusted = getCACertificates();
    setDefaultCACertificates([...trusted, selfSigned.cert]);
    onTestFinished(() => setDefaultCACertificates(trusted));
    expect((await list(healthyApi(url.replace("http:", "https:")))).status).toBe(200);
  });

  test.each([
    ["ENOTFOUND", "network", true, /the name api.example.com does not exist/],
    ["EAI_AGAIN", "network", true, /could not be looked up/],
    ["ECONNREFUSED", "network", true, /refused the connection/],
    ["ECONNRESET", "network", true, brokenOff],
    ["EHOSTUNREACH", "network", true, /no route/],
    ["ETIMEDOUT", "timeout", true, /did not accept a connection in time/],
    ["UND_ERR_CONNECT_TIMEOUT", "timeout", true, /did not accept a connection in time/],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "network", false, /is for another name/],
    ["CERT_NOT_YET_VALID", "network", false, /is not valid yet/],
    ["CERT_REVOKED", "network", false, /was revoked/],
    ["CERT_SIGNATURE_FAILURE", "network", false, /does not trust/],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "network", false, /does not speak https/],
    ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "network", false, /no version that is safe/],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "network", false, /wants a certificate/],
    ["CERT_HAS_EXPIRED", "network", false, /has expired/],
    ["SELF_SIGNED_CERT_IN_CHAIN", "network", false, /does not trust/],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "network", false, /does not trust/],
    ["EPROTO", "network", false, /no TLS connection/],
    ["UND_ERR_INVALID_ARG", "plugin", false, /that HTTP does not allow: what Node said/],
    ["EWHATEVER", "network", true, /the exchange with api.example.com failed: what Node said/],
    [undefined, "network", true, /the exchange with api.example.com failed: what Node said/],
  ])("%s is told in plain words", (code, kind, retryable, message) => {
    const error = networkError(
      Object.assign(new Error("what Node said"), { code }),
      "List",
      "api.example.com",
      { isSecure: true, way: directly },
    );
    expect(error).toMatchObject({ kind, retryable, message: expect.stringMatching(message) });
  });
});

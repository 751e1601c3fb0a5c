import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sendJson } from "../testing/loopback.ts";
import { recordAndReplay, type Story, show } from "../testing/record-and-replay.ts";

describe("a replay answers as the server did", () => {
  it.each<[string, (response: ServerResponse, number: number) => void, object | string]>([
    ["JSON", (response) => sendJson(response, 200, { id: "c-1", n: [1, 1.5, null] }), { n: [1, 1.5, null] }],
    ["names of the language's own", (response) => response.end('{"__proto__":{"a":1},"b":2}'), { b: 2 }],
    ["a refusal", (response) => sendJson(response, 403, { code: "X" }), { kind: "forbidden" }],
    [
      "503s that pass",
      (response, number) => sendJson(response, number < 3 ? 503 : 200, { number }),
      { number: 3 },
    ],
    [
      "429 with Retry-After",
      (response, number) => sendJson(response, number < 2 ? 429 : 200, { number }, { "retry-after": "0.05" }),
      { number: 2 },
    ],
    [
      "429 for longer than anybody waits",
      (response) => sendJson(response, 429, {}, { "retry-after": "999" }),
      { kind: "rate-limited" },
    ],
    ["no answer in time", () => {}, { kind: "timeout" }],
    ["a connection that breaks off", (response) => response.destroy(), { kind: "network" }],
    [
      "half an answer",
      (response) => response.writeHead(200, { "content-length": "99" }).write("{", () => response.destroy()),
      { kind: "network" },
    ],
    ["a page", (response) => response.end("<html>sign in</html>"), { kind: "unexpected-response" }],
    ["nothing", (response) => response.end(), { kind: "unexpected-response" }],
    ["a word", (response) => response.end('"word"'), "word"],
    [
      "a compressed body",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"a":1}')),
      { a: 1 },
    ],
    [
      "a body that is broken",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("no gzip"),
      { kind: "unexpected-response", message: expect.stringContaining("broken") },
    ],
    [
      "bytes that are no text",
      (response) => response.end(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
      { "\ufffd": 1 },
    ],
    [
      "a megabyte",
      (response) => sendJson(response, 200, { a: "x".repeat(2 ** 20) }),
      { a: expect.any(String) },
    ],
    [
      "a redirection",
      (response) => response.writeHead(302, { location: "https://sso.test/in?token=abc" }).end(),
      { kind: "unexpected-response", message: expect.stringContaining("https://sso.test ") },
    ],
    ["deep nesting", (response) => response.end(`${"[".repeat(50_000)}${"]".repeat(50_000)}`), {}],
  ])("%s", async (what, answer, expected) => {
    const story: Story = async ({ read }) => {
      const body = await read(...show());
      return what === "deep nesting" ? { isArray: Array.isArray(body) } : body;
    };
    const { told, text } = await recordAndReplay(
      (_request, response, number) => answer(response, number),
      story,
    );
    if (typeof expected === "string") expect(told).toBe(expected);
    else expect(told).toMatchObject(expected);
    expect(text).not.toContain("token=abc");
  });
});

describe("a replay finds the answer to each question", () => {
  const echo = (request: IncomingMessage, response: ServerResponse, number: number) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => sendJson(response, 200, { url: request.url, body, number }));
  };

  it("by instance, path and body, repeated ones in their order", async () => {
    await recordAndReplay(echo, async ({ read, readOther }) => [
      await read(...show("a")),
      await readOther(...show("a")),
      await read("Query", { json: { q: 1 } }),
      await read("Query", { json: { q: 2 } }),
      await read(...show("a")),
      await Promise.all([read(...show("b")), read(...show("c")), readOther(...show("b"))]),
    ]);
  });

  it("and says so where there is none", async () => {
    let isLive = true;
    const answers: unknown[] = [];
    await recordAndReplay(echo, async ({ read }) => {
      await read(...show("a"));
      if (!isLive) answers.push(await read(...show("b")));
      isLive = false;
      return null;
    });
    expect(answers).toMatchObject([
      {
        kind: "network",
        message: expect.stringMatching(/the recording has no answer to GET .*\/clusters\/b$/),
      },
    ]);
  });
});

import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { describe, expect, test } from "vitest";
import { failureOf, healthyApi, list, serve } from "../testing/loopback.ts";

describe("bodies", () => {
  test.each([
    ["a byte order mark", '\ufeff{"a":1}', { a: 1 }],
    ["white space", ' \n{"a":1}\n ', { a: 1 }],
    ["null", "null", null],
    ["a text", '"x"', "x"],
    ["keys twice", '{"a":1,"a":2}', { a: 2 }],
  ])("JSON with %s is read", async (_, body, expected) => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end(body),
    );
    expect(await list(healthyApi(server.url))).toMatchObject({ body: expected, isJson: true });
  });

  test("invalid UTF-8 is read with replacements", async () => {
    const server = await serve((_, response) => response.end(Buffer.from([0x22, 0x61, 0xff, 0x22])));
    expect((await list(healthyApi(server.url))).body).toBe("a\ufffd");
  });

  test.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
    ["Deflate", deflateRawSync],
    ["identity", (body: Buffer) => body],
    ["zstd", zstdCompressSync],
    ["deflate, gzip", (body: Buffer) => gzipSync(deflateSync(body))],
  ])("a server that compresses with %s all the same is understood", async (encoding, compress) => {
    const server = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(compress(Buffer.from('{"a":1}'))),
    );
    expect((await list(healthyApi(server.url))).body).toEqual({ a: 1 });
  });

  const page =
    "<html><head><style>b{}</style><title>Sign&nbsp;in</title></head>\n<body>Please <b>sign</b> in</body></html>";
  test.each([
    ["empty", {}, "", /answered 200 with an empty body/],
    ["white space", {}, " \n", /empty body/],
    ["a page", { "content-type": "application/json" }, page, /not JSON: Sign&nbsp;in Please sign in$/],
    ["broken", {}, '{"a":', /not JSON: \{"a":/],
    ["two values", {}, '{"a":1}{"b":2}', /not JSON/],
    ["single quotes", {}, "{'a':1}", /not JSON/],
    ["NaN", {}, "NaN", /not JSON: NaN/],
    ["a page that does not end", {}, "<".repeat(50_000), /not JSON$/],
    ["terminal escapes", {}, "\u001b[31mred\u202e\u0007", /not JSON: \[31mred$/],
    [
      "broken gzip",
      { "content-encoding": "gzip" },
      "nonsense",
      /said to be compressed with gzip, but broken/,
    ],
    ["an unknown coding", { "content-encoding": "rot13" }, "x", /compressed in an unknown way, "rot13"/],
    ["compressed too often", { "content-encoding": "gzip, gzip, gzip, gzip" }, "x", /compressed 4 times/],
  ])("a body that is %s is an unexpected response", async (_, headers, body, message) => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { ...headers, "x-request-id": "r-9" }).end(body),
    );
    expect(await failureOf(list(healthyApi(server.url, {}, { retries: 2 })))).toMatchObject({
      kind: "unexpected-response",
      retryable: false,
      httpStatus: 200,
      requestId: "r-9",
      message: expect.stringMatching(message),
    });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ["sent whole", (bytes: Buffer) => bytes, {}],
    ["hidden in gzip", (bytes: Buffer) => gzipSync(bytes), { "content-encoding": "gzip" }],
  ])("a body above 16 MiB, %s, is an unexpected response", async (_, pack, headers) => {
    const body = pack(Buffer.alloc(16 * 2 ** 20 + 1, " "));
    const server = await serve((_request, response) => response.writeHead(200, headers).end(body));
    expect(await failureOf(list(healthyApi(server.url)))).toMatchObject({
      kind: "unexpected-response",
      message: "List answered 200 with a body of more than 16 MiB",
    });
  });

  /** A body that is small on the wire: members of a gzip stream count as one. */
  const zeros = Buffer.alloc(16 * 2 ** 20);
  const bombs: readonly [string, () => Buffer][] = [
    ["gzip", () => Buffer.concat(Array<Buffer>(256).fill(gzipSync(zeros)))],
    ["deflate", () => deflateSync(Buffer.alloc(64 * 2 ** 20))],
    [
      "br",
      () =>
        brotliCompressSync(Buffer.alloc(64 * 2 ** 20), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    ],
    ["zstd", () => Buffer.concat(Array<Buffer>(256).fill(zstdCompressSync(zeros)))],
    ["gzip, gzip", () => gzipSync(gzipSync(Buffer.alloc(64 * 2 ** 20)))],
  ];
  test.each(bombs)("a bomb in %s is stopped while it goes off", async (encoding, build) => {
    const bomb = build();
    expect(bomb.length).toBeLessThan(8 * 2 ** 20);
    const server = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    expect(await failureOf(list(healthyApi(server.url, {}, { requestTimeoutMs: 60_000 })))).toMatchObject({
      kind: "unexpected-response",
      message: "List answered 200 with a body of more than 16 MiB",
    });
    // The whole of it is 64 MiB to 4 GiB.
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
  });

  test.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
    ["zstd", zstdCompressSync],
  ])("half of a body in %s is none", async (encoding, compress) => {
    const body = compress(Buffer.from(JSON.stringify({ a: "b".repeat(10_000) })));
    const server = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(body.subarray(0, body.length - 6)),
    );
    expect(await failureOf(list(healthyApi(server.url)))).toMatchObject({
      kind: "unexpected-response",
      message: expect.stringMatching(/compressed with \w+, but broken/),
      hint: expect.stringMatching(/proxy/),
    });
  });

  test("what is in UTF-16 is not taken for JSON", async () => {
    const server = await serve((_, response) => response.end(Buffer.from('\ufeff{"a":1}', "utf16le")));
    expect(await failureOf(list(healthyApi(server.url)))).toMatchObject({ kind: "unexpected-response" });
  });

  test("a body of just 16 MiB is read", async () => {
    const server = await serve((_, response) => response.end(`"${"x".repeat(16 * 2 ** 20 - 2)}"`));
    expect((await list(healthyApi(server.url))).isJson).toBe(true);
  });

  test("HEAD needs no body", async () => {
    const server = await serve((_, response) => response.writeHead(200).end());
    const answer = await healthyApi(server.url).read("Peek", { signal: new AbortController().signal });
    expect(answer).toMatchObject({ status: 200, body: "", isJson: false });
  });
});

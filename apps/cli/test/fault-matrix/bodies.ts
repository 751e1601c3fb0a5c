import { brotliCompressSync, gzipSync } from "node:zlib";
import { answerWith, changed, rewritten } from "./answers.ts";
import { each, type MatrixFault, reads } from "./faults.ts";
import type { CloudAnswer, Fault } from "./server.ts";

const odd = ["unexpected-response"] as const;
const megabyte = 2 ** 20;
const spaces = (megabytes: number) => Buffer.alloc(megabytes * megabyte, " ");
const bomb = gzipSync(spaces(64));
const nestedBomb = gzipSync(bomb);
const brotliBomb = brotliCompressSync(spaces(17));
const page = "<!doctype html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>";
const html = { "content-type": "text/html" };

/** Every value of another type than it was. */
function otherTypes(value: unknown): unknown {
  if (Array.isArray(value)) return { 0: "not a list" };
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, otherTypes(child)]));
  return typeof value === "string" ? [value] : "not a number";
}

export const bodyFaults: readonly MatrixFault[] = [
  { name: "empty body", places: each, kinds: odd, fault: answerWith(200, "") },
  {
    name: "204 No Content",
    places: each,
    kinds: odd,
    fault: ({ response }) => void response.writeHead(204).end(),
  },
  { name: "page of a proxy, as 200", places: each, kinds: odd, fault: answerWith(200, page, html) },
  { name: "half of the JSON", places: reads, kinds: odd, fault: changed(halved) },
  { name: "`null`", places: each, kinds: odd, fault: answerWith(200, "null") },
  { name: "`{}`", places: each, kinds: odd, fault: answerWith(200, "{}") },
  { name: "`[]` for an object", places: each, kinds: odd, fault: answerWith(200, "[]") },
  { name: "`true`", places: each, kinds: odd, fault: answerWith(200, "true") },
  { name: "a number for an object", places: each, kinds: odd, fault: answerWith(200, "1e999") },
  { name: "every value of another type", places: reads, kinds: odd, fault: rewritten(otherTypes) },
  {
    name: "`__proto__` as the body's only member",
    places: each,
    kinds: odd,
    fault: answerWith(200, '{"__proto__":{"items":[]}}'),
  },
  {
    name: "100,000 lists in each other",
    places: each,
    kinds: odd,
    fault: answerWith(200, "[".repeat(100_000) + "]".repeat(100_000)),
  },
  {
    name: "100,000 objects in each other",
    places: each,
    kinds: odd,
    fault: answerWith(200, `${'{"items":'.repeat(100_000)}1${"}".repeat(100_000)}`),
  },
  {
    name: "17 MiB",
    places: each,
    kinds: odd,
    fault: answerWith(200, Buffer.concat([spaces(17), Buffer.from("{}")])),
  },
  { name: "body that never ends", places: each, kinds: odd, fault: pour },
  {
    name: "gzip of 64 MiB",
    places: each,
    kinds: odd,
    fault: answerWith(200, bomb, { "content-encoding": "gzip" }),
  },
  {
    name: "gzip in gzip of 64 MiB",
    places: each,
    kinds: odd,
    fault: answerWith(200, nestedBomb, { "content-encoding": "gzip, gzip" }),
  },
  {
    name: "brotli of 17 MiB",
    places: each,
    kinds: odd,
    fault: answerWith(200, brotliBomb, { "content-encoding": "br" }),
  },
  {
    name: "broken gzip",
    places: each,
    kinds: odd,
    fault: answerWith(200, bomb.subarray(0, 99), { "content-encoding": "gzip" }),
  },
  {
    name: "unknown compression",
    places: each,
    kinds: odd,
    fault: answerWith(200, "{}", { "content-encoding": "lzma" }),
  },
  {
    name: "not UTF-8",
    places: each,
    kinds: odd,
    fault: answerWith(200, Buffer.from([0xff, 0xfe, 0x7b, 0x00])),
  },
];

function halved(answer: CloudAnswer): CloudAnswer {
  return { ...answer, body: answer.body.subarray(0, answer.body.length / 2) };
}

/** Sends as fast as it can, for as long as somebody listens. */
function pour({ response }: Parameters<Fault>[0]): void {
  response.writeHead(200, { "content-type": "application/json" });
  const chunk = spaces(1);
  const more = (error?: Error | null): void => {
    if (error == null && !response.destroyed) response.write(chunk, more);
  };
  more();
}

import { setTimeout as sleep } from "node:timers/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { ErrorKind } from "@upgradectl/provider-sdk";
import { expired, healthy, ofAnotherHost, serverKey } from "./fault-matrix-certificates.ts";
import type { Place, Source } from "./fault-matrix-clouds.ts";
import { type CloudAnswer, type Fault, send } from "./fault-matrix-server.ts";

/** One row of the matrix, of as many cells as it has places and providers. */
export interface MatrixFault {
  readonly name: string;
  readonly places: readonly Place[];
  /** What its error may be called; null: the cloud used a word that nobody knows, which is no error. */
  readonly kinds: readonly (ErrorKind | null)[];
  readonly fault?: Fault;
  /** The cloud's own answer of that status; with `fault`, which gets to change it. */
  readonly status?: number;
  /** In seconds. */
  readonly retryAfter?: number;
  /** Where nothing of ours answers. */
  readonly url?: string;
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** It is waited for, so the request timeout is short. */
  readonly stalls?: true;
  /** Every read of the account would meet it too, so a list that meets it ends the account. */
  readonly endsAccount?: true;
  /** It is retried for as long as others are answered and the run has time. */
  readonly throttles?: true;
  /** Many requests that are answered at once. */
  readonly isLong?: true;
  /** The account has to wait, and its other clusters with it. */
  readonly holdsAccount?: true;
  /** What else a sign-in may call it: IAM and STS refuse people in many ways. */
  readonly signInKinds?: readonly ErrorKind[];
  /** Providers that it makes sense for; default: all. */
  readonly sources?: readonly Source[];
}

export const whole: readonly Place[] = ["everything", "sign-in"];
export const each: readonly Place[] = ["sign-in", "list", "cluster", "upgrades"];
/** Not sign-ins: IAM gives its token in a header, and is not asked for more than that. */
export const reads: readonly Place[] = ["list", "cluster", "upgrades"];
const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/** Writes past Node's HTTP, which would not send what is broken. */
function raw(text: string, end: "end" | "reset" | "stay"): Fault {
  return ({ request: { socket } }) => {
    socket.write(text, () => {
      if (end === "end") socket.end();
      if (end === "reset") setImmediate(() => socket.resetAndDestroy());
    });
  };
}

/** Sends the pieces slowly, for as long as somebody listens. */
function drip(first: string, piece: string): Fault {
  return async ({ request: { socket } }) => {
    socket.write(first);
    for (let turn = 0; !socket.destroyed; turn += 1) {
      socket.write(piece.replace("N", String(turn)));
      await sleep(200, undefined, { ref: false });
    }
  };
}

export function answerWith(
  status: number,
  body: string | Buffer,
  headers: CloudAnswer["headers"] = {},
): Fault {
  const type = { "content-type": "application/json" };
  return ({ response }) =>
    send(response, { status, headers: { ...type, ...headers }, body: Buffer.from(body) });
}

/** The cloud's own answer, changed. */
export function changed(change: (answer: CloudAnswer) => CloudAnswer): Fault {
  return async ({ response, forward }) => send(response, change(await forward()));
}

/** The JSON of the cloud's own answer, changed. */
export function rewritten(change: (body: unknown) => unknown): Fault {
  return changed((answer) => ({
    ...answer,
    body: Buffer.from(JSON.stringify(change(JSON.parse(answer.body.toString())))),
  }));
}

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

const network = ["network"] as const;
const timeout = ["timeout"] as const;
const odd = ["unexpected-response"] as const;

export const connectionFaults: readonly MatrixFault[] = [
  { name: "connection refused", places: whole, kinds: network, url: "http://127.0.0.1:9" },
  { name: "name that does not exist", places: whole, kinds: network, url: "https://no-such-host.invalid" },
  {
    name: "TLS: expired certificate",
    places: whole,
    kinds: network,
    certificate: { key: serverKey, cert: expired },
  },
  {
    name: "TLS: certificate of another host",
    places: whole,
    kinds: network,
    certificate: { key: serverKey, cert: ofAnotherHost },
  },
  { name: "TLS: plain text in its place", places: whole, kinds: network, url: "https:plain" },
  { name: "closed without a byte", places: each, kinds: network, fault: raw("", "end") },
  { name: "reset without a byte", places: each, kinds: network, fault: raw("", "reset") },
  { name: "reset within the head", places: each, kinds: network, fault: raw("HTTP/1.1 200 O", "reset") },
  {
    name: "reset within the body",
    places: each,
    kinds: network,
    fault: raw(`${head}content-length: 99\r\n\r\n{"items":[`, "reset"),
  },
  {
    name: "truncated body",
    places: each,
    kinds: network,
    fault: raw(`${head}connection: close\r\ncontent-length: 99\r\n\r\n{}`, "end"),
  },
  {
    name: "truncated chunks",
    places: each,
    kinds: network,
    fault: raw(`${head}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`, "end"),
  },
  {
    name: "something else than HTTP",
    places: each,
    kinds: odd,
    fault: raw("SSH-2.0-OpenSSH_9.6\r\n", "end"),
  },
  {
    name: "a head without an end",
    places: each,
    kinds: odd,
    fault: raw(`${head}x: ${"y".repeat(99_999)}`, "stay"),
  },
  {
    name: "interim answers alone",
    places: each,
    kinds: odd,
    fault: raw("HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n", "stay"),
  },
];

/** Not trusted because nobody named the authority: a run of its own. */
export const trustFaults: readonly MatrixFault[] = [
  {
    name: "TLS: certificate of an unknown authority",
    places: whole,
    kinds: network,
    certificate: { key: serverKey, cert: healthy },
  },
];

export const stallFaults: readonly MatrixFault[] = [
  {
    name: "TLS: handshake that never ends",
    places: whole,
    kinds: timeout,
    url: "https:silent",
    stalls: true,
  },
  { name: "no answer", places: each, kinds: timeout, fault: () => {}, stalls: true },
  { name: "slow head", places: each, kinds: timeout, fault: drip(head, "x-N: 1\r\n"), stalls: true },
  {
    name: "slow body",
    places: each,
    kinds: timeout,
    fault: drip(`${head}content-length: 9999\r\n\r\n`, " "),
    stalls: true,
  },
];

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

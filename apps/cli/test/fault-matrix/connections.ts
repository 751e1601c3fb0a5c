import { setTimeout as sleep } from "node:timers/promises";
import { expired, healthy, ofAnotherHost, serverKey } from "./certificates.ts";
import { each, type MatrixFault, whole } from "./faults.ts";
import type { Fault } from "./server.ts";

const network = ["network"] as const;
const timeout = ["timeout"] as const;
const odd = ["unexpected-response"] as const;
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

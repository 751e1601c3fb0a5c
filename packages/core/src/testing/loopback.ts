import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from "node:net";
import type { Answer, Api, ApiOptions, ProviderError, Read, ReadRequest } from "@upgradectl/provider-sdk";
import { onTestFinished } from "vitest";
import type { Clock } from "../clock.ts";
import { IdentityGate } from "../http/identity-gate.ts";
import { createTransport, type Transport, type TransportOptions } from "../http/transport.ts";
import { Redactor } from "../redact.ts";

export interface Loopback {
  readonly url: string;
  /** `GET /path?query` of every request, in order of arrival. */
  readonly requests: string[];
  /** Resolves once so many requests have arrived. */
  readonly received: (count: number) => Promise<void>;
  readonly sockets: () => number;
  readonly mostInFlight: () => number;
}

/** A real HTTP server on a free port; ends with the test. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Loopback> {
  const requests: string[] = [];
  const arrivals = new Signals();
  let inFlight = 0;
  let mostInFlight = 0;
  const listener: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    response.once("close", () => {
      inFlight -= 1;
    });
    arrivals.tell(requests.length);
    answer(request, response);
  };
  const listening = await listen(createServer(listener));
  return {
    ...listening,
    requests,
    received: (count) => arrivals.reached(count),
    mostInFlight: () => mostInFlight,
  };
}

/** Lets tests wait until a count is reached. */
class Signals {
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  #count = 0;

  tell(count: number): void {
    this.#count = count;
    for (const waiting of this.#waiting) if (waiting.count <= count) waiting.resolve();
  }

  reached(count: number): Promise<void> {
    if (this.#count >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }
}

/** A server that speaks whatever `talk` writes once something was sent to it; ends with the test. */
export async function serveRaw(talk: (socket: Socket) => void): Promise<Pick<Loopback, "url" | "sockets">> {
  return listen(
    createRawServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", () => talk(socket));
    }),
  );
}

export async function listen(server: Server): Promise<Pick<Loopback, "url" | "sockets">> {
  const open = new Set<Socket>();
  let sockets = 0;
  server.on("connection", (socket: Socket) => {
    sockets += 1;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, sockets: () => sockets };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

export interface FakeClock extends Clock {
  /** Every wait that was asked for, in milliseconds. */
  readonly sleeps: number[];
  time: number;
}

/** Time that stands still: a sleep ends by its signal alone. */
export interface StillClock extends Clock {
  /** Resolves once somebody sleeps, with the milliseconds that were asked for. */
  readonly slept: Promise<number>;
}

export function stillClock(): StillClock {
  const slept = Promise.withResolvers<number>();
  const sleep: Clock["sleep"] = (ms, signal) =>
    new Promise((_, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      slept.resolve(ms);
    });
  return { slept: slept.promise, now: () => Date.parse("2026-11-20T12:00:00Z"), sleep, alarm: sleep };
}

/** Time passes only where somebody sleeps, and then at once. */
export function fakeClock(time: number = Date.parse("2026-11-20T12:00:00Z")): FakeClock {
  const sleep: Clock["sleep"] = async (ms, signal) => {
    signal?.throwIfAborted();
    clock.sleeps.push(ms);
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    clock.time += ms;
  };
  const clock: FakeClock = { time, sleeps: [], now: () => clock.time, sleep, alarm: sleep };
  return clock;
}

export const healthyReads: readonly Read[] = [
  { action: "Show", path: "/clusters/{id}" },
  { action: "List", path: "/clusters" },
  { action: "Peek", path: "/clusters", method: "HEAD" },
  { action: "Query", path: "/query", method: "POST" },
  { action: "SignIn", path: "/token", service: "iam" },
];

/** A transport that breaks nothing; each test changes one thing. Closes with the test. */
export function healthyTransport(changes: Partial<TransportOptions> = {}): Transport {
  const transport = createTransport({
    instance: "acme",
    reads: healthyReads,
    concurrency: 8,
    requestTimeoutMs: 5000,
    retries: 0,
    redactor: new Redactor(),
    clock: fakeClock(),
    random: () => 1,
    identities: new IdentityGate(),
    ...changes,
  });
  onTestFinished(() => transport.close());
  return transport;
}

export function healthyApi(
  url: string,
  options: Partial<ApiOptions> = {},
  changes: Partial<TransportOptions> = {},
): Api {
  return healthyTransport(changes).http.api({ baseUrl: url, ...options });
}

export function list(api: Api, request: Partial<ReadRequest> = {}): Promise<Answer> {
  return api.read("List", { signal: new AbortController().signal, ...request });
}

export function show(
  api: Api,
  id: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Answer> {
  return api.read("Show", { path: { id }, signal });
}

/** What a promise is rejected with; fails where it is not. */
export async function failureOf(promise: Promise<unknown>): Promise<ProviderError> {
  return promise.then(
    (value) => {
      throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
    },
    (error: ProviderError) => error,
  );
}

import { ProviderError } from "@upgradectl/provider-sdk";
import type { Dispatcher } from "undici";
import { longestTimerMs } from "../duration.ts";
import type { Cancellation } from "./cancellation.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { interim, type Link, networkError } from "./network-errors.ts";

/** Lists of a few thousand clusters stay below it; more is no answer of these APIs. */
export const longestBody: number = 16 * 2 ** 20;

/** Of an answer; one is usual where there is any. */
const mostInterims = 20;

export interface WireRequest {
  readonly action: string;
  readonly method: "GET" | "HEAD" | "POST" | "PUT";
  readonly host: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty: none. */
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Why the body could not be read, where an earlier reader found that out. */
  readonly unreadable?: ProviderError;
}

type IncomingHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>[2];

/** Sends a request once and reads the whole answer within `timeoutMs`; throws a `ProviderError`. */
export function exchange(
  pool: ConnectionPool,
  request: WireRequest,
  timeoutMs: number,
  cancellation: Cancellation,
): Promise<WireAnswer> {
  return cancellation.wait((resolve, reject) => {
    const running = new Exchange(request, timeoutMs, pool, resolve, reject);
    const { method, target, headers, body } = request;
    // A connection is free again one turn of the event loop after its answer; asked earlier, undici opens another.
    setImmediate(() => {
      // undici adds no headers but Host (the origin's, as signed), Connection, and Content-Length.
      if (!running.isOver()) pool.dispatch({ path: target, method, headers, body: body || null }, running);
    });
    return (reason) => running.fail(reason);
  });
}

/** One try, as undici's handler: the lowest of its interfaces, at two thirds of the cost of `request()`. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: WireRequest;
  readonly #timeoutMs: number;
  readonly #link: Link;
  readonly #resolve: (answer: WireAnswer) => void;
  readonly #reject: (error: ProviderError) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #failure: ProviderError | null = null;
  #status = 0;
  #headers: Readonly<Record<string, string>> = {};
  #length = 0;
  #interims = 0;

  constructor(
    request: WireRequest,
    timeoutMs: number,
    link: Link,
    resolve: (answer: WireAnswer) => void,
    reject: (error: ProviderError) => void,
  ) {
    this.#request = request;
    this.#timeoutMs = timeoutMs;
    this.#link = link;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(expire, Math.min(timeoutMs, longestTimerMs), this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure !== null) controller.abort(this.#failure);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHeaders,
  ): void {
    if (status < 200) {
      this.#skipInterim();
      return;
    }
    this.#status = status;
    this.#headers = flatten(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > longestBody) this.fail(tooLong(this.#request.action, this.#status));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer);
    const [only] = this.#chunks;
    const body =
      only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks, this.#length);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: unknown): void {
    this.fail(networkError(error, this.#request.action, this.#request.host, this.#link));
  }

  /** Early hints are allowed; a stream of them is no answer. */
  #skipInterim(): void {
    this.#interims += 1;
    if (this.#interims <= mostInterims) return;
    const { action, host } = this.#request;
    const { message, ...facts } = interim(host);
    this.fail(new ProviderError({ ...facts, message: `${action}: ${message}` }));
  }

  expire(): void {
    const { action, host } = this.#request;
    const message = `${action}: ${host} gave no complete answer within ${this.#timeoutMs / 1000} s`;
    const { proxy, words } = this.#link.way;
    const how = proxy === undefined ? "" : ` (${words})`;
    const hint = `If the API is slow rather than away, give it longer with --request-timeout${how}.`;
    this.fail(new ProviderError({ kind: "timeout", message, hint }));
  }

  isOver(): boolean {
    return this.#failure !== null;
  }

  /** Ends the exchange; the connection goes with it, for the rest of the answer would still come over it. */
  fail(failure: ProviderError): void {
    if (this.#failure !== null) return;
    this.#failure = failure;
    clearTimeout(this.#timer);
    this.#chunks.length = 0;
    this.#controller?.abort(failure);
    this.#reject(failure);
  }
}

function expire(exchange: Exchange): void {
  exchange.expire();
}

export function tooLong(action: string, status: number): ProviderError {
  return new ProviderError({
    kind: "unexpected-response",
    message: `${action} answered ${status} with a body of more than 16 MiB`,
    hint: "Check the endpoint; something else than the API seems to answer there.",
    httpStatus: status,
  });
}

function flatten(headers: IncomingHeaders): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === "string" ? value : value.join(", ");
  }
  return flat;
}

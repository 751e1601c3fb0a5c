import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Reply, textOf } from "./reply.ts";
import { findExchange, type ScriptedExchange } from "./script.ts";

/** A request as the server saw it. */
export interface Arrival {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  /** Undefined where the case has no answer to it. */
  readonly exchange: ScriptedExchange | undefined;
}

/** Another reply than the exchange's own; undefined leaves it. */
export type Tamper = (arrival: Arrival) => Reply | undefined;

export interface Script {
  readonly exchanges: readonly ScriptedExchange[];
  readonly tamper?: Tamper;
  /** What is asked beyond that gets no answer: whoever asks so often goes round in circles. */
  readonly mostRequests?: number;
}

const mostRequests = 300;

/** Plays the cloud on loopback, one script after the other. */
export class CloudServer {
  readonly url: string;
  readonly #server: Server;
  #script: Script = { exchanges: [] };
  #arrivals: Arrival[] = [];
  #onArrival: (() => void) | undefined;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
    server.on("request", (request, response) => this.#answer(request, response));
  }

  static async open(): Promise<CloudServer> {
    const server = createServer({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    // A server that listens on a port has such an address.
    const { port } = server.address() as AddressInfo;
    return new CloudServer(server, `http://127.0.0.1:${port}`);
  }

  /** Takes up another script; returns the requests that will arrive under it. */
  play(script: Script): readonly Arrival[] {
    this.#script = script;
    this.#arrivals = [];
    this.#onArrival = undefined;
    return this.#arrivals;
  }

  /** Resolves once an arrival of the present script fits. */
  arrived(isWanted: (arrival: Arrival) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#arrivals.some(isWanted)) resolve();
      };
      this.#onArrival = look;
      look();
    });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = "GET", url: target = "/", headers } = request;
    const { exchanges, tamper, mostRequests: most = mostRequests } = this.#script;
    const arrival = { method, target, headers, exchange: findExchange(exchanges, method, target) };
    this.#arrivals.push(arrival);
    const isBeyond = this.#arrivals.length > most;
    const reply = isBeyond ? "break" : (tamper?.(arrival) ?? arrival.exchange?.answer ?? unanswered(arrival));
    request.resume();
    this.#onArrival?.();
    if (reply === "hang") return;
    if (reply === "break") {
      request.socket.destroy();
      return;
    }
    const type = "json" in reply.body ? { "content-type": "application/json" } : {};
    response.writeHead(reply.status, { ...type, ...reply.headers });
    response.end(textOf(reply.body));
  }
}

function unanswered({ method, target }: Pick<Arrival, "method" | "target">): Reply {
  const message = `the case has no exchange for ${method} ${target}`;
  return { status: 501, headers: {}, body: { json: { message } } };
}

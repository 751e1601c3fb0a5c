import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  request as openRequest,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What a cloud answers. */
export interface CloudAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One request that a fault is about to hit. */
export interface FaultyExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the cloud would have answered. */
  readonly forward: () => Promise<CloudAnswer>;
  /** Where redirects lead: nobody may ever come there. */
  readonly trap: string;
}

export type Fault = (exchange: FaultyExchange) => void | Promise<void>;

export interface FaultServing {
  /** Base URL of the cloud behind it. */
  readonly upstream: string;
  readonly isHit: (request: IncomingMessage) => boolean;
  readonly fault: Fault;
  readonly trap: string;
  /** Serves TLS with them. */
  readonly certificate?: { readonly key: string; readonly cert: string };
}

/** A loopback server in front of a cloud, in which some requests meet a fault. */
export interface FaultServer {
  readonly url: string;
  /** How many met the fault. */
  readonly hits: () => number;
  /** From the first hit to the end of the last one. */
  readonly hitMs: () => number;
  readonly close: () => Promise<void>;
}

export async function startFaultServer(serving: FaultServing): Promise<FaultServer> {
  let hits = 0;
  let firstAt = 0;
  let lastAt = 0;
  const listener: RequestListener = (request, response) => {
    const forward = () => ask(serving.upstream, request);
    const run = async () => {
      if (!serving.isHit(request)) return send(response, await forward());
      hits += 1;
      firstAt ||= performance.now();
      response.once("close", () => {
        lastAt = performance.now();
      });
      await serving.fault({ request, response, forward, trap: serving.trap });
    };
    // The client may be gone, or the cloud closed with the test.
    run().catch(() => response.destroy());
  };
  const { certificate } = serving;
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  server.on("clientError", (_error, socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: `${certificate === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    hits: () => hits,
    hitMs: () => Math.max(0, lastAt - firstAt),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Asks the cloud as it was asked: what is signed stays as it is, the `Host` header too. */
async function ask(upstream: string, request: IncomingMessage): Promise<CloudAnswer> {
  const { hostname, port } = new URL(upstream);
  const { method, url, headers } = request;
  const outgoing = openRequest({ hostname, port, method, path: url, headers, agent: false });
  outgoing.end(await buffer(request));
  const [answer]: IncomingMessage[] = await once(outgoing, "response");
  if (answer === undefined) throw new Error("a response without a message");
  const kept = Object.entries(answer.headers).filter(
    ([name]) => !/^(connection|keep-alive|date)$/.test(name),
  );
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    body: await buffer(answer),
  };
}

export function send(response: ServerResponse, { status, headers, body }: CloudAnswer): void {
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}

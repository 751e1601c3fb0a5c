import { once, setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { alibaba } from "./clouds/alibaba/cloud.ts";
import { huawei } from "./clouds/huawei/cloud.ts";
import { buildWorld } from "./scenario/build-world.ts";
import type { Scenario } from "./scenario/scenario.ts";
import { describePath, validateScenario } from "./scenario/validate-scenario.ts";
import { deliver } from "./server/deliver.ts";
import type { Exchange } from "./server/exchange.ts";
import { type RawRequest, readRequest } from "./server/raw-request.ts";
import { createResponder } from "./server/respond.ts";
import { type SimulatorStats, Statistics } from "./server/statistics.ts";

export interface SimulatorOptions {
  readonly scenario: Scenario;
  /** The clock that operations, signatures and locks go by; epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  /** Default 0: any free port. */
  readonly port?: number;
  /** A loopback address or `localhost`. Default `127.0.0.1`. */
  readonly host?: string;
}

/** A running simulator. */
export interface Simulator {
  /** Base URL of every simulated API, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The counts of this moment. */
  readonly stats: SimulatorStats;
  resetStats(): void;
  /** Stops at once, whatever is in flight. May be called twice. */
  close(): Promise<void>;
}

const clouds = [huawei, alibaba];

/**
 * Plays the clouds of a scenario on loopback. The scenario's durations count from the clock's time of this call.
 * Throws where the scenario is not valid, the host is not loopback, or the port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { scenario, now = Date.now, port = 0, host = "127.0.0.1" } = options;
  if (!/^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host))
    throw new Error(`the simulator listens on loopback only, not on ${host}; use 127.0.0.1`);
  const [finding] = validateScenario(scenario);
  if (finding !== undefined)
    throw new Error(`the scenario is not valid at ${describePath(finding.path)}: ${finding.message}`);
  const statistics = new Statistics();
  const respond = createResponder(clouds, buildWorld(scenario, now()), now, statistics);
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // one for each request that waits
  const server = createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
    void serve(message, response, { respond, statistics, now, signal: closing.signal });
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    url: urlOf(server),
    get stats() {
      return statistics.snapshot();
    },
    resetStats: () => statistics.reset(),
    close: async () => {
      closing.abort();
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Serving {
  readonly respond: (request: RawRequest) => Exchange;
  readonly statistics: Statistics;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Answers one request. Never throws: its own mistakes become a 500 and a note in the statistics. */
async function serve(message: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { statistics, signal } = serving;
  const { method = "", url: target = "" } = message;
  const arrivedAt = performance.now();
  response.once("close", statistics.enter(method));
  try {
    const request = await readRequest(message);
    if (request === null) {
      statistics.countAction("unknown");
      statistics.reject({
        severity: "refused",
        method,
        target,
        action: null,
        reason: "not a request that a client sends",
      });
      response.writeHead(400, { connection: "close" }).end();
      return;
    }
    const exchange = serving.respond(request);
    if (exchange.account !== null) response.once("close", statistics.enterAccount(exchange.account.name));
    const status = await deliver(exchange, response, arrivedAt, signal);
    statistics.log(record(exchange, status, serving.now()));
  } catch (error) {
    if (signal.aborted || response.destroyed) return; // nobody is there to be answered
    const reason = error instanceof Error ? error.message : String(error);
    statistics.reject({ severity: "bug", method, target, action: null, reason });
    if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
    response.end(JSON.stringify({ simulator: reason }));
  }
}

function record(exchange: Exchange, status: number | null, now: number): SimulatorStats["requests"][number] {
  return {
    method: exchange.request.method,
    target: exchange.request.target,
    action: exchange.match?.route.action ?? null,
    body: exchange.request.body.toString().slice(0, 4096),
    account: exchange.account?.name ?? null,
    cluster: exchange.cluster?.id ?? null,
    status,
    requestId: exchange.requestId,
    at: new Date(now).toISOString(),
  };
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

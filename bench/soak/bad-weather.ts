// What stands between the reader and the simulated clouds: a gateway that limits requests, and a network with bad moments,
// both by the clock of the soak.
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tokenBucket } from "../server/limited.ts";

export interface Weather {
  readonly url: string;
  /** By kind. */
  readonly faults: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface WeatherOptions {
  /** Where the requests go that get through. */
  readonly url: string;
  /** Milliseconds since the start. */
  readonly elapsed: () => number;
  readonly requestsPerSecond: number;
  /** Milliseconds by which everything comes later than at another's. */
  readonly shift: number;
}

type Fault = "down" | "reset" | "cut" | "silent" | "slow down";

const periodMs = 180_000;
/** When in each period what happens, in seconds. */
const moments: readonly (readonly [from: number, to: number, fault: Fault])[] = [
  [30, 40, "reset"],
  [60, 75, "down"],
  [86, 96, "cut"],
  [116, 124, "silent"],
  [140, 155, "slow down"],
];

export async function openWeather(options: WeatherOptions): Promise<Weather> {
  const { elapsed, requestsPerSecond, shift } = options;
  const target = new URL(options.url);
  const agent = new Agent({ keepAlive: true });
  const admit = tokenBucket(requestsPerSecond);
  const faults = new Map<string, number>();
  const count = (kind: string): void => {
    faults.set(kind, (faults.get(kind) ?? 0) + 1);
  };
  const server = createServer((incoming, response) => {
    const fault = faultAt(elapsed() + shift);
    if (fault === undefined && admit(elapsed())) return forward(incoming, response);
    count(fault ?? "limit");
    if (fault === "reset") incoming.socket.resetAndDestroy();
    else if (fault === "cut") response.writeHead(200, { "content-length": 9 }).write("{", cutOff(response));
    else if (fault === "down") refuse(response, 503, {});
    else if (fault !== "silent") refuse(response, 429, fault === undefined ? {} : { "retry-after": "3" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    close: async () => {
      agent.destroy();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };

  /** With the headers as they came: the signature covers the host. */
  function forward(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, url: path, headers } = incoming;
    const { hostname, port } = target;
    const onward = request({ agent, hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once("error", () => response.destroy());
    incoming.pipe(onward);
  }
}

function faultAt(ms: number): Fault | undefined {
  const second = (ms % periodMs) / 1000;
  return moments.find(([from, to]) => second >= from && second < to)?.[2];
}

function cutOff(response: ServerResponse): () => void {
  return () => response.destroy();
}

function refuse(response: ServerResponse, status: number, headers: Record<string, string>): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end("{}");
}

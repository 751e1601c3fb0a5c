import { createServer, type ServerOptions } from "node:https";
import { trustAlso } from "../http/authorities.ts";
import type { TransportOptions } from "../http/transport.ts";
import { listen, sendJson } from "./loopback.ts";

/** A real https server that answers `{}`; ends with the test. */
export async function serveTls(
  options: ServerOptions,
): Promise<{ readonly url: string; readonly connections: () => number }> {
  let connections = 0;
  const server = createServer(options, (_, response) => sendJson(response, 200, {}));
  server.on("connection", () => {
    connections += 1;
  });
  const { url } = await listen(server);
  return { url: url.replace("http:", "https:"), connections: () => connections };
}

/** Whoever tries three times, and trusts these besides. */
export function trusting(...certificates: readonly string[]): Partial<TransportOptions> {
  return { retries: 2, trust: trustAlso(certificates) };
}

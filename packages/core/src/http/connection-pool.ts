import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { buildConnector, Dispatcher } from "undici";
import { longestTimerMs } from "../duration.ts";
import { loadBuildConnector, loadPool } from "../lazy-modules.ts";
import type { Link } from "./network-errors.ts";
import type { TunnelOptions } from "./tunnel.ts";
import type { ProxyServer, Way } from "./way.ts";

/** Of an answer, in bytes; as in Node. */
const longestHead = 16 * 1024;

/** Kept connections to one origin. */
export interface ConnectionPool extends Link {
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void;
  /** Ends every connection, also those that are still being made. */
  destroy(): Promise<void>;
}

export interface PoolOptions {
  readonly connections: number;
  readonly timeoutMs: number;
  readonly way: Way;
  /** Whom to trust; undefined: whom Node trusts. */
  readonly trust: SecureContext | undefined;
}

/** Opens nothing yet; connects by `way`, whatever dispatcher or proxy the process has set up for others. */
export function openPool(
  origin: string,
  { connections, timeoutMs, way, trust }: PoolOptions,
): ConnectionPool {
  const timeout = Math.min(timeoutMs, longestTimerMs);
  const [Pool, buildConnector] = [loadPool(), loadBuildConnector()];
  const isSecure = origin.startsWith("https:");
  const connect = buildConnector({
    allowH2: false,
    timeout,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says: credentials go over it.
    rejectUnauthorized: true,
    ...(trust === undefined ? {} : { secureContext: trust }),
  });
  const connecting = new Set<Socket>();
  let isDestroyed = false;
  const onTunnel = (socket: Socket): void => {
    if (isDestroyed) socket.destroy();
    connecting.add(socket);
    socket.once("close", () => connecting.delete(socket));
  };
  const pool = new Pool(origin, {
    connections,
    // HTTP/2 is off: pools would wait for its negotiation, and the clouds' gateways count requests, not connections.
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: longestHead,
    // The exchange has one deadline for all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      const begin = (through?: Socket): void => {
        const own = through === undefined ? options : { ...options, httpSocket: through };
        const socket = connect(own, (...result) => {
          connecting.delete(socket);
          callback(...result);
        });
        connecting.add(socket);
      };
      const fail = (error: Error): void => callback(error, null);
      if (way.proxy === undefined) begin();
      else
        openWayThrough(way.proxy, options, {
          connect,
          timeoutMs: timeout,
          longestHead,
          onSocket: onTunnel,
        }).then(begin, fail);
    },
  });
  return {
    isSecure,
    way,
    dispatch: (options, handler) => {
      pool.dispatch(options, handler);
    },
    destroy: async () => {
      isDestroyed = true;
      const destroyed = pool.destroy();
      // undici leaves these to their timeout, for which the process would have to wait.
      for (const socket of connecting) socket.destroy();
      await destroyed;
    },
  };
}

/** Few runs need it, so few load it. */
async function openWayThrough(
  proxy: ProxyServer,
  { hostname, port }: buildConnector.Options,
  means: Omit<TunnelOptions, "target">,
): Promise<Socket> {
  const { openTunnel } = await import("./tunnel.ts");
  // Only https goes through one, whose port undici leaves out where it is the usual.
  const name = hostname.includes(":") ? `[${hostname}]` : hostname;
  return openTunnel(proxy, { target: `${name}:${port || 443}`, ...means });
}

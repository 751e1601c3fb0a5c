import type { Socket } from "node:net";
import type { Dispatcher } from "undici";
import { longestTimerMs } from "../duration.ts";
import { loadBuildConnector, loadPool } from "../lazy-modules.ts";

/** Of an answer, in bytes; as in Node. */
const longestHead = 16 * 1024;

/** Kept connections to one origin. */
export interface ConnectionPool {
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void;
  /** Ends every connection, also those that are still being made. */
  destroy(): Promise<void>;
}

/** Opens nothing yet; connects directly, whatever dispatcher or proxy the process has set up for others. */
export function openPool(origin: string, connections: number, timeoutMs: number): ConnectionPool {
  const timeout = Math.min(timeoutMs, longestTimerMs);
  const [Pool, buildConnector] = [loadPool(), loadBuildConnector()];
  const connect = buildConnector({ allowH2: false, timeout });
  const connecting = new Set<Socket>();
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
      const socket = connect(options, (...result) => {
        connecting.delete(socket);
        callback(...result);
      });
      connecting.add(socket);
    },
  });
  return {
    dispatch: (options, handler) => {
      pool.dispatch(options, handler);
    },
    destroy: async () => {
      const destroyed = pool.destroy();
      // undici leaves these to their timeout, for which the process would have to wait.
      for (const socket of connecting) socket.destroy();
      await destroyed;
    },
  };
}

import type { Read } from "@upgradectl/provider-sdk";
import type { Cancellation } from "./cancellation.ts";
import { type ConnectionPool, openPool } from "./connection-pool.ts";
import { exchange, type WireAnswer, type WireRequest } from "./exchange.ts";

/** A request, and whose it is. */
export interface Message {
  /** The plugin's name of the API. */
  readonly service: string;
  readonly purpose: Read["purpose"];
  /** Scheme, host and port. */
  readonly origin: string;
  readonly request: WireRequest;
}

/** What carries the requests of one provider instance: the wire, or a recording of it. */
export interface Network {
  /** Sends once and reads the whole answer within `timeoutMs`; throws a `ProviderError`. */
  send(message: Message, timeoutMs: number, cancellation: Cancellation): Promise<WireAnswer>;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Opens nothing; the first request to an origin does. */
export function openWire(connections: number, connectTimeoutMs: number): Network {
  const pools = new Map<string, ConnectionPool>();
  return {
    send: ({ origin, request }, timeoutMs, cancellation) => {
      const pool = pools.get(origin) ?? openPool(origin, connections, connectTimeoutMs);
      pools.set(origin, pool);
      return exchange(pool, request, timeoutMs, cancellation);
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

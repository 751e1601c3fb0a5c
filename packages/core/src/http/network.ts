import type { SecureContext } from "node:tls";
import type { Read } from "@upgradectl/provider-sdk";
import type { Cancellation } from "./cancellation.ts";
import { type ConnectionPool, openPool } from "./connection-pool.ts";
import { exchange, type WireAnswer, type WireRequest } from "./exchange.ts";
import type { FindWay } from "./way.ts";

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

/** Made at the first connection that needs it: it takes a while. */
export type Trust = () => SecureContext;

export interface WireOptions {
  /** To each origin. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly findWay: FindWay;
  /** Whom to trust; absent: whom Node trusts. */
  readonly trust: Trust | undefined;
}

/** Opens nothing; the first request to an origin does. */
export function openWire({ connections, connectTimeoutMs, findWay, trust }: WireOptions): Network {
  const pools = new Map<string, ConnectionPool>();
  const open = (origin: string): ConnectionPool => {
    const pool = openPool(origin, {
      connections,
      timeoutMs: connectTimeoutMs,
      way: findWay(origin),
      trust: origin.startsWith("https:") ? trust?.() : undefined,
    });
    pools.set(origin, pool);
    return pool;
  };
  return {
    send: ({ origin, request }, timeoutMs, cancellation) =>
      exchange(pools.get(origin) ?? open(origin), request, timeoutMs, cancellation),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

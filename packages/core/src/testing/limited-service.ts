import type { WireAnswer } from "../http/exchange.ts";
import type { Network } from "../http/network.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** When a request may pass: `now` in milliseconds. */
export type Admission = (now: number) => boolean;

/** So many a second, and what was not used is saved up to `capacity`. */
export function tokenBucket(perSecond: number, capacity: number = perSecond): Admission {
  let tokens = capacity;
  let at = Number.NEGATIVE_INFINITY;
  return (now) => {
    tokens = Math.min(capacity, tokens + Math.max(0, (now - at) / 1000) * perSecond);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** So many in any window; refused requests do not count. */
export function slidingWindow(count: number, windowMs = 1000): Admission {
  const passed: number[] = [];
  return (now) => {
    while (passed[0] !== undefined && passed[0] <= now - windowMs) passed.shift();
    if (passed.length >= count) return false;
    passed.push(now);
    return true;
  };
}

/** So many in each window of the service's own clock. */
export function fixedWindow(count: number, windowMs = 1000): Admission {
  let window = Number.NaN;
  let passed = 0;
  return (now) => {
    const current = Math.floor(now / windowMs);
    if (current !== window) passed = 0;
    window = current;
    passed += 1;
    return passed <= count;
  };
}

/** A service in virtual time, in the place of the wire. */
export interface SimulatedService {
  readonly network: Network;
  /** Every request: when it came, in milliseconds since the start, and the status it was answered with. */
  readonly log: { readonly at: number; readonly status: number }[];
}

export interface ServiceOptions {
  readonly clock: VirtualClock;
  readonly latencyMs?: () => number;
  /** By the time since the start, the number of requests before it, and its path. */
  readonly statusOf: (now: number, nth: number, target: string) => number;
  readonly refusalHeaders?: Readonly<Record<string, string>>;
}

export function simulateService(options: ServiceOptions): SimulatedService {
  const { clock, latencyMs = () => 20, statusOf, refusalHeaders = {} } = options;
  const log: { at: number; status: number }[] = [];
  const send = async (target: string): Promise<WireAnswer> => {
    const latency = latencyMs();
    await clock.sleep(latency / 2);
    const status = statusOf(clock.elapsed(), log.length, target);
    log.push({ at: clock.elapsed(), status });
    await clock.sleep(latency / 2);
    const headers = { "content-type": "application/json", ...(status === 200 ? {} : refusalHeaders) };
    return { status, headers, body: Buffer.from("{}") };
  };
  return { log, network: { send: ({ request }) => send(request.target), close: async () => {} } };
}

import type { Account } from "../scenario/world.ts";

interface Bucket {
  tokens: number;
  at: number;
  refused: number;
}

/** Requests a second for each account, in real time (`clock`, milliseconds) as the latency is. */
export class RateLimit {
  readonly #clock: () => number;
  #buckets = new Map<Account, Bucket>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Null if the request may pass, else how many were refused before it. */
  take(account: Account): number | null {
    const limit = account.requestsPerSecond;
    if (limit === null) return null;
    const now = this.#clock();
    const capacity = Math.max(1, limit);
    const bucket = this.#buckets.get(account) ?? { tokens: capacity, at: now, refused: 0 };
    this.#buckets.set(account, bucket);
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * limit);
    bucket.at = now;
    if (bucket.tokens < 1) return bucket.refused++;
    bucket.tokens--;
    return null;
  }
}

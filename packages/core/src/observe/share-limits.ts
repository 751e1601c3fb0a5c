import type { ProviderInstance } from "../fleet.ts";
import type { Limits } from "../http/limiter.ts";

/** The `index`-th of `of` runs that read one account side by side; 1-based. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

const defaultConcurrency = 8;

/** What a provider instance may ask of its account, in all runs together. A flag beats the manifest. */
export function limitsOf(
  { concurrency, requestsPerSecond }: ProviderInstance,
  flags: { readonly concurrency?: number },
): Limits {
  return {
    concurrency: flags.concurrency ?? concurrency ?? defaultConcurrency,
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
  };
}

/**
 * One run's part. The parts of the concurrency are whole numbers that add up; but nobody reads with less than one
 * request in flight, so more runs than that are together above it.
 */
export function shareLimits({ concurrency, requestsPerSecond }: Limits, { index, of }: Share): Limits {
  const rest = index <= concurrency % of ? 1 : 0;
  return {
    concurrency: Math.max(1, Math.floor(concurrency / of) + rest),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond: requestsPerSecond / of }),
  };
}

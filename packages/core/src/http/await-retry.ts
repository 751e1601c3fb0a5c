import { ProviderError } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Cancellation } from "./cancellation.ts";
import type { Limiter } from "./limiter.ts";
import { backoffMs, longestAdviceMs } from "./retry.ts";

export interface RetryPolicy {
  /** Further tries after the first. */
  readonly retries: number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly clock: Clock;
  readonly limiter: Limiter;
}

/** A service that limits the rate speaks to the whole instance. */
export function heed(error: ProviderError, limiter: Limiter): void {
  if (error.kind === "rate-limited" && error.retryAfterMs !== undefined && error.retryAfterMs > 0)
    limiter.pause(error.retryAfterMs, namingAdvice(error));
}

/** Returns when another try is due, or throws what the read ends with. `tries` were made so far. */
export async function awaitRetry(
  error: ProviderError,
  tries: number,
  policy: RetryPolicy,
  cancellation: Cancellation,
): Promise<void> {
  // A failed authentication counts towards the lock of its key, so it is never repeated.
  if (!error.retryable || error.kind === "unauthenticated") throw error;
  const advice = error.retryAfterMs ?? 0;
  if (advice > longestAdviceMs) throw namingAdvice(error);
  if (tries > policy.retries) throw error;
  const wait = Math.max(advice, backoffMs(tries, policy.random));
  if (error.kind === "rate-limited" && advice > 0) {
    // The whole instance waits, and this read among the others.
    policy.limiter.pause(wait, namingAdvice(error));
    return;
  }
  await cancellation.wait((resolve, reject) => {
    const sleep = new AbortController();
    policy.clock.sleep(wait, sleep.signal).then(resolve, reject);
    return () => sleep.abort();
  });
}

function namingAdvice(error: ProviderError): ProviderError {
  const seconds = Math.ceil((error.retryAfterMs ?? 0) / 1000);
  return new ProviderError({
    ...error,
    message: `${error.message}; the service asks to wait ${seconds} s`,
    hint: `Try again in ${seconds} s, or lower limits.requestsPerSecond of this provider.`,
  });
}

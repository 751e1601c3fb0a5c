import type { ProviderError } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Cancellation } from "./cancellation.ts";
import type { Limiter } from "./limiter.ts";
import { backoffMs, longestAdviceMs } from "./retry.ts";
import { namingAdvice, notRepeatedError } from "./retry-errors.ts";

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

/** What one read has met so far. */
export class Setbacks {
  /** Tries that the service could not answer. */
  failures = 0;
  /** Tries that it refused as too many. */
  refusals = 0;
  /** Refusals between which it answered many others: they are about this read, its cluster is locked, say. */
  ownRefusals = 0;
  /** Refusals in a row between which it answered nobody. */
  stuck = 0;
  answers = -1;
}

/** Refusals that a read may meet while the service answers others, or did. */
const mostRefusals = 16;
/** So many answers between two refusals are many. */
const manyAnswers = 10;

/** Returns when another try is due, or throws what the read ends with. `met` is what it returned before. */
export async function awaitRetry(
  error: ProviderError,
  met: Setbacks | undefined,
  policy: RetryPolicy,
  cancellation: Cancellation,
): Promise<Setbacks> {
  // A failed authentication counts towards the lock of its key, so it is never repeated.
  if (!error.retryable || error.kind === "unauthenticated") throw error;
  const advice = error.retryAfterMs ?? 0;
  if (advice > longestAdviceMs) throw namingAdvice(error);
  const setbacks = met ?? new Setbacks();
  const isRefusal = error.kind === "rate-limited";
  const tries = isRefusal ? countRefusal(error, setbacks, policy) : countFailure(error, setbacks, policy);
  const wait = Math.max(advice, backoffMs(tries, policy.random));
  if (isRefusal && advice > 0) {
    // The whole instance waits, and this read among the others.
    policy.limiter.pause(wait, namingAdvice(error));
    return setbacks;
  }
  await cancellation.wait((resolve, reject) => {
    const sleep = new AbortController();
    policy.clock.sleep(wait, sleep.signal).then(resolve, reject);
    return () => sleep.abort();
  });
  return setbacks;
}

/**
 * Going slower is the instance's matter: a read that was refused where others were answered has lost nothing. Where
 * nothing ever was, it has its retries.
 */
function countRefusal(error: ProviderError, setbacks: Setbacks, { retries, limiter }: RetryPolicy): number {
  const { answers } = limiter;
  if (setbacks.answers >= 0 && answers - setbacks.answers >= manyAnswers) setbacks.ownRefusals += 1;
  setbacks.stuck = answers === setbacks.answers ? setbacks.stuck + 1 : 1;
  setbacks.answers = answers;
  setbacks.refusals += 1;
  const isOver =
    answers === 0 ? setbacks.stuck > retries : setbacks.refusals > Math.max(mostRefusals, retries);
  if (isOver || retries === 0) throw error;
  return setbacks.stuck;
}

function countFailure(error: ProviderError, setbacks: Setbacks, { retries, limiter }: RetryPolicy): number {
  setbacks.failures += 1;
  if (setbacks.failures > retries) throw error;
  if (!limiter.spendRetry()) throw notRepeatedError(error);
  return setbacks.failures;
}

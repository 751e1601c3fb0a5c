import { isProviderError, type ProviderError } from "./errors.ts";

const keptMs = 10_000;

/**
 * Gives a failure that another try cannot help to all who ask in the next ten seconds, so that a thousand clusters do not
 * make a thousand sign-ins with the same wrong password. What may pass by itself is not kept, unless `isKept` says so.
 *
 * @param now epoch milliseconds
 */
export function spareFailures<T>(
  read: (signal: AbortSignal) => Promise<T>,
  now: () => number,
  isKept: (error: ProviderError) => boolean = ({ retryable }) => !retryable,
): (signal: AbortSignal) => Promise<T> {
  let kept: { readonly error: ProviderError; readonly at: number } | undefined;
  return async (signal) => {
    if (kept !== undefined && Math.abs(now() - kept.at) < keptMs) throw kept.error;
    try {
      return await read(signal);
    } catch (error) {
      if (isProviderError(error) && isKept(error) && error.kind !== "cancelled") kept = { error, at: now() };
      throw error;
    }
  };
}

import { type ErrorKind, isProviderError } from "./errors.ts";

const notToSwallow: ReadonlySet<ErrorKind> = new Set(["cancelled", "plugin"]);

/**
 * The result of a read that only adds detail, or null where it failed: what is known stands. (Of a refused identity the
 * host sends nothing more.) Thrown on are a stopped run, and bugs.
 *
 * @param signal the one that `observe` was given, or one that follows it
 */
export async function readOptional<T>(reading: Promise<T>, signal: AbortSignal): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (signal.aborted || !isProviderError(error) || notToSwallow.has(error.kind)) throw error;
    return null;
  }
}

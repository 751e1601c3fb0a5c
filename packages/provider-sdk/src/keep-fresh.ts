import { shareRead } from "./share-read.ts";

/** Something that costs a request and does not last: a token, a temporary key. */
export interface Perishable<T> {
  readonly value: T;
  /** Epoch milliseconds; `null` where it does not expire, or nobody says when. */
  readonly expiresAt: number | null;
}

/** Made by `keepFresh`. */
export interface Fresh<T> {
  /** The present value. Gets one where there is none, or where it is about to expire; one fetch serves all who wait. */
  current(signal: AbortSignal): Promise<T>;
  /**
   * For a value that the service refused: true where there is another one now, which is fetched if need be. One fetch
   * serves all who ask.
   */
  renew(isRefused: (value: T) => boolean, signal: AbortSignal): Promise<boolean>;
}

/** A value is replaced this long before it expires; of a short-lived one, after four fifths of its life. */
const longestMarginMs = 5 * 60_000;
/** Between two tries to renew a value that still serves. */
const pauseMs = 10_000;

interface Kept<T> extends Perishable<T> {
  readonly freshUntil: number;
}

/**
 * Keeps what `fetch` brings for as long as it is fresh, and renews it before it expires: nobody waits for that as long as
 * the value still serves. A failed fetch is not kept: who waits gets its error, and the next caller tries again. A value
 * that is over on arrival tells that clocks differ; it serves until it is refused.
 *
 * @param now epoch milliseconds
 */
export function keepFresh<T>(
  fetch: (signal: AbortSignal) => Promise<Perishable<T>>,
  now: () => number,
): Fresh<T> {
  let kept: Kept<T> | undefined;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let fetching: ((signal: AbortSignal) => Promise<Kept<T>>) | undefined;

  const fetchShared = async (signal: AbortSignal): Promise<Kept<T>> => {
    const shared = fetching ?? shareRead(async (own) => keep(await fetch(own), now()));
    fetching = shared;
    try {
      kept = await shared(signal);
      return kept;
    } finally {
      // Who was aborted leaves the others waiting for the same fetch.
      if (fetching === shared && !signal.aborted) fetching = undefined;
    }
  };

  return {
    async current(signal) {
      const present = kept;
      const time = now();
      if (present === undefined || (present.expiresAt !== null && time >= present.expiresAt))
        return (await fetchShared(signal)).value;
      if (time >= present.freshUntil && time >= pausedUntil) {
        pausedUntil = time + pauseMs;
        // A failure is met again by whoever needs a new value.
        fetchShared(signal).catch(() => {});
      }
      return present.value;
    },
    async renew(isRefused, signal) {
      if (kept !== undefined && !isRefused(kept.value)) return true;
      return !isRefused((await fetchShared(signal)).value);
    },
  };
}

function keep<T>(fetched: Perishable<T>, time: number): Kept<T> {
  const { value, expiresAt } = fetched;
  if (expiresAt === null || expiresAt <= time)
    return { value, expiresAt: null, freshUntil: Number.POSITIVE_INFINITY };
  const margin = Math.min(longestMarginMs, (expiresAt - time) / 5);
  return { ...fetched, freshUntil: expiresAt - margin };
}

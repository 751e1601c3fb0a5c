import { type Clock, systemClock } from "@upgradectl/core";

/** A time after most tokens in samples were issued, and before most expire. */
export const usualTime: number = Date.parse("2026-01-15T10:00:00Z");

export interface QuickClock extends Clock {
  /** How long was waited for between tries, in milliseconds. */
  readonly waited: () => number;
}

/** Time that passes only where the host waits, and then at once; deadlines are the machine's. */
export function quickClock(start: number = usualTime): QuickClock {
  let time = start;
  return {
    now: () => time,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      time += ms;
    },
    alarm: systemClock.alarm,
    waited: () => time - start,
  };
}

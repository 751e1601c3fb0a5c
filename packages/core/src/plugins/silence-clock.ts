import { longestTimerMs } from "../duration.ts";

/** The time by which a plugin's silence is measured. */
export interface SilenceClock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** Calls back once, at the latest then. Keeps nothing alive: where nothing else does, the process says so itself. */
  after(ms: number, call: () => void): void;
}

export const systemSilenceClock: SilenceClock = {
  // What `performance` brings in besides takes 3 ms to load.
  now: () => {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1e3 + nanoseconds / 1e6;
  },
  after: (ms, call) => {
    setTimeout(call, Math.min(ms, longestTimerMs)).unref();
  },
};

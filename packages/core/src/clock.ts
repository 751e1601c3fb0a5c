import { longestTimerMs } from "./duration.ts";

/** The time, as an argument: tests pass one of their own. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * The same for a deadline: nobody wants the time to pass, something is to happen should it. Told apart because a
   * replayed run skips what is only waited for.
   */
  alarm(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep,
  alarm: sleep,
};

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  for (let left = Math.max(ms, 0); ; left -= longestTimerMs) {
    await sleepOnce(Math.min(left, longestTimerMs), signal);
    if (left <= longestTimerMs) return;
  }
}

function sleepOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const timer = setTimeout(finish, ms);
    signal?.addEventListener("abort", abort);
    function finish(): void {
      signal?.removeEventListener("abort", abort);
      resolve();
    }
    function abort(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      reject(signal?.reason);
    }
  });
}

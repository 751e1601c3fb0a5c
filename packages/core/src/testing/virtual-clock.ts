import type { Clock } from "../clock.ts";

/** Time that passes at once where nobody is at work, as long as `run` is awaited. */
export interface VirtualClock extends Clock {
  /** Milliseconds since the start. */
  elapsed(): number;
  /** Lets time pass until `work` ends. Fails where it waits for something that no time brings. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Sleeps and alarms that have not ended. */
  sleepers(): number;
}

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
  isOver: boolean;
}

export interface VirtualClockOptions {
  /** Epoch milliseconds. */
  readonly start?: number;
  /** Resolves when nothing goes on that takes none of this clock's time: a real request, say. Time stands still meanwhile. */
  readonly whenIdle?: () => Promise<void> | undefined;
}

export function virtualClock({
  start = Date.parse("2026-11-20T12:00:00Z"),
  whenIdle,
}: VirtualClockOptions = {}): VirtualClock {
  let time = start;
  let count = 0;
  const heap = new SleeperHeap();
  const sleep: Clock["sleep"] = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      count += 1;
      const sleeper: Sleeper = { at: time + Math.max(0, ms), order: count, wake, isOver: false };
      heap.push(sleeper);
      signal?.addEventListener("abort", abort);
      function wake(): void {
        sleeper.isOver = true;
        signal?.removeEventListener("abort", abort);
        resolve();
      }
      function abort(): void {
        sleeper.isOver = true;
        signal?.removeEventListener("abort", abort);
        reject(signal?.reason);
      }
    });
  return {
    now: () => time,
    sleep,
    alarm: sleep,
    elapsed: () => time - start,
    sleepers: () => heap.size(),
    run: async (work) => {
      let isOver = false;
      let idleTurns = 0;
      const end = (): void => {
        isOver = true;
      };
      work.then(end, end);
      for (;;) {
        // All that follows from the last step comes before this; a read that fails takes a turn of its own.
        for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        if (isOver) return work;
        const idle = whenIdle?.();
        if (idle !== undefined) {
          await idle;
          continue;
        }
        const next = heap.pop();
        // Of many reads that fail at once, one may follow the other.
        if (next === undefined && idleTurns < mostIdleTurns) {
          idleTurns += 1;
          continue;
        }
        if (next === undefined) throw new Error("nobody sleeps, and the work has not ended");
        idleTurns = 0;
        time = Math.max(time, next.at);
        next.wake();
      }
    },
  };
}

const mostIdleTurns = 20_000;

/** The earliest first; of the same time, in order of arrival. */
class SleeperHeap {
  #items: Sleeper[] = [];

  size(): number {
    return this.#items.filter(({ isOver }) => !isOver).length;
  }

  push(sleeper: Sleeper): void {
    const items = this.#items;
    let at = items.push(sleeper) - 1;
    for (let above = (at - 1) >> 1; at > 0 && isBefore(sleeper, items[above]); above = (at - 1) >> 1) {
      swap(items, at, above);
      at = above;
    }
  }

  pop(): Sleeper | undefined {
    for (;;) {
      const first = this.#items[0];
      const last = this.#items.pop();
      if (first === undefined || last === undefined) return undefined;
      if (this.#items.length > 0) this.#sink(last);
      if (!first.isOver) return first;
    }
  }

  #sink(sleeper: Sleeper): void {
    const items = this.#items;
    items[0] = sleeper;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const least = isBefore(items[left + 1], items[left]) ? left + 1 : left;
      if (!isBefore(items[least], sleeper)) return;
      swap(items, at, least);
      at = least;
    }
  }
}

function isBefore(a: Sleeper | undefined, b: Sleeper | undefined): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap(items: Sleeper[], a: number, b: number): void {
  const [one, other] = [items[a], items[b]];
  if (one === undefined || other === undefined) return;
  items[a] = other;
  items[b] = one;
}

import type { Clock } from "../clock.ts";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop in which nobody asks for anything: whatever could go on without time has done so. */
const quietTurns = 3;

/**
 * The time of a replayed run: it passes only while all who run wait for it to pass, and then at once, up to the next moment that one
 * of them waits for. So the same recording gives the same times on any machine. Alarms ring only where the time of others goes
 * past them: a plugin that is busy, loading a module say, is not late.
 *
 * @param startedAt epoch milliseconds
 */
export class ReplayClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();
  readonly #alarms = new Set<Sleeper>();
  /** Of the turns that are waited for before time passes; zero where nobody sleeps. */
  #turnsLeft = 0;

  constructor(startedAt: number) {
    this.#now = startedAt;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const isTicking = this.#turnsLeft > 0;
    this.#turnsLeft = quietTurns;
    if (!isTicking) setImmediate(this.#turn);
    return this.#wait(this.#sleepers, ms, signal);
  }

  alarm(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#wait(this.#alarms, ms, signal);
  }

  #wait(among: Set<Sleeper>, ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const stop = (): void => {
        among.delete(sleeper);
        signal?.removeEventListener("abort", abort);
      };
      const abort = (): void => {
        stop();
        reject(signal?.reason);
      };
      const wake = (): void => {
        stop();
        resolve();
      };
      const sleeper = { at: this.#now + Math.max(ms, 0), wake };
      among.add(sleeper);
      signal?.addEventListener("abort", abort);
    });
  }

  readonly #turn = (): void => {
    this.#turnsLeft -= 1;
    if (this.#turnsLeft === 0) this.#pass();
    if (this.#sleepers.size > 0 && this.#turnsLeft === 0) this.#turnsLeft = quietTurns;
    if (this.#turnsLeft > 0) setImmediate(this.#turn);
  };

  /** To the moment of the first sleeper, or of an alarm before it. One at a time: who wakes may change what comes next. */
  #pass(): void {
    const sleeper = firstOf(this.#sleepers);
    if (sleeper === undefined) return;
    const alarm = firstOf(this.#alarms);
    const next = alarm !== undefined && alarm.at < sleeper.at ? alarm : sleeper;
    this.#now = Math.max(this.#now, next.at);
    next.wake();
  }
}

/** The first of those with the earliest moment. Few sleep at a time: as many as requests may be in flight. */
function firstOf(sleepers: Iterable<Sleeper>): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) if (first === undefined || sleeper.at < first.at) first = sleeper;
  return first;
}

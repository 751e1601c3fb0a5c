import type { ProviderError } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Cancellation } from "./cancellation.ts";
import { longestAdviceMs } from "./retry.ts";

export interface Limits {
  readonly concurrency: number;
  readonly requestsPerSecond?: number;
}

interface Waiter {
  readonly start: () => void;
  readonly refuse: (error: ProviderError) => void;
  waiting: boolean;
  next: Waiter | null;
}

/** Timers fire late; a request that was late by this much does not make the next one later too. */
const lateness = 10;

/**
 * When an instance may send: so many requests at a time, so many a second in even steps, and none while the service
 * asked to wait. First come, first served. One timer serves all who wait.
 */
export class Limiter {
  readonly #concurrency: number;
  readonly #clock: Clock;
  /** Milliseconds from one request to the next. */
  readonly #step: number;
  readonly #slack: number;
  /** When the next request is due by the rate alone. */
  #due = Number.NEGATIVE_INFINITY;
  #active = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #advice: ProviderError | null = null;
  #first: Waiter | null = null;
  #last: Waiter | null = null;
  #waiting = 0;
  #sleeping: AbortController | null = null;

  constructor(limits: Limits, clock: Clock) {
    if (!(limits.concurrency >= 1))
      throw new RangeError(`concurrency must be at least 1, not ${limits.concurrency}`);
    this.#concurrency = limits.concurrency;
    this.#clock = clock;
    this.#step = limits.requestsPerSecond === undefined ? 0 : 1000 / limits.requestsPerSecond;
    this.#slack = Math.min(this.#step, lateness);
  }

  /**
   * A promise where the turn has to be waited for; every turn must be given back with `leave`. `isNext` goes before
   * all who wait: for those who had a turn already and could not use it.
   */
  enter(cancellation: Cancellation, isNext: boolean): Promise<void> | undefined {
    cancellation.throwIfCancelled();
    const now = this.#clock.now();
    if (this.#advice !== null && this.#pausedUntil - now > longestAdviceMs) throw this.#advice;
    if ((isNext || this.#waiting === 0) && this.#active < this.#concurrency && this.#waitMs(now) <= 0) {
      this.#take(now);
      return undefined;
    }
    return cancellation.wait((start, refuse) => this.#enqueue(start, refuse, isNext));
  }

  /** A turn in which nothing was sent does not count towards the rate. */
  leave(wasUsed: boolean): void {
    this.#active -= 1;
    if (!wasUsed) this.#due -= this.#step;
    this.#serve();
  }

  /** Nothing starts for this long; `advice` is what those get who cannot wait for it. */
  pause(ms: number, advice: ProviderError): void {
    const until = this.#clock.now() + ms;
    if (until <= this.#pausedUntil) return;
    this.#pausedUntil = until;
    this.#advice = advice;
    if (ms > longestAdviceMs) this.#refuseAll(advice);
  }

  isPaused(): boolean {
    return this.#pausedUntil > this.#clock.now();
  }

  #waitMs(now: number): number {
    return Math.max(this.#pausedUntil - now, this.#step === 0 ? 0 : this.#due - this.#slack - now);
  }

  #take(now: number): void {
    this.#active += 1;
    if (this.#step > 0) this.#due = Math.max(this.#due, now) + this.#step;
  }

  #enqueue(start: () => void, refuse: (error: ProviderError) => void, isNext: boolean): () => void {
    const waiter: Waiter = { start, refuse, waiting: true, next: isNext ? this.#first : null };
    if (isNext || this.#last === null) this.#first = waiter;
    else this.#last.next = waiter;
    if (waiter.next === null) this.#last = waiter;
    this.#waiting += 1;
    this.#serve();
    return () => this.#withdraw(waiter);
  }

  /** It stays in the list until its turn comes, where it is passed over. */
  #withdraw(waiter: Waiter): void {
    if (!waiter.waiting) return;
    waiter.waiting = false;
    this.#waiting -= 1;
    if (this.#waiting > 0) return;
    this.#first = null;
    this.#last = null;
    this.#sleeping?.abort();
    this.#sleeping = null;
  }

  #shift(): Waiter | null {
    let waiter = this.#first;
    while (waiter !== null && !waiter.waiting) waiter = waiter.next;
    this.#first = waiter?.next ?? null;
    if (this.#first === null) this.#last = null;
    if (waiter === null) return null;
    waiter.waiting = false;
    this.#waiting -= 1;
    return waiter;
  }

  #refuseAll(error: ProviderError): void {
    for (let waiter = this.#shift(); waiter !== null; waiter = this.#shift()) waiter.refuse(error);
    this.#sleeping?.abort();
    this.#sleeping = null;
  }

  #serve(): void {
    while (this.#waiting > 0 && this.#sleeping === null && this.#active < this.#concurrency) {
      const now = this.#clock.now();
      const wait = this.#waitMs(now);
      if (wait > 0) {
        this.#sleep(wait);
        return;
      }
      const waiter = this.#shift();
      if (waiter === null) return;
      this.#take(now);
      waiter.start();
    }
  }

  /** What was slept for counts as over: timers fire a little early too, and a test's clock may stand still. */
  #sleep(ms: number): void {
    const sleeping = new AbortController();
    const { signal } = sleeping;
    const until = this.#pausedUntil;
    this.#sleeping = sleeping;
    const wake = (): void => {
      if (this.#sleeping !== sleeping) return;
      this.#sleeping = null;
      if (this.#pausedUntil === until) this.#pausedUntil = Number.NEGATIVE_INFINITY;
      this.#due = Math.min(this.#due, this.#clock.now() + this.#slack);
      this.#serve();
    };
    this.#clock.sleep(ms, signal).then(wake, wake);
  }
}

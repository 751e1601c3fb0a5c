import type { ProviderError } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Cancellation } from "./cancellation.ts";
import { longestAdviceMs } from "./retry.ts";
import { unansweredError } from "./retry-errors.ts";
import { type HealthOptions, ServiceHealth } from "./service-health.ts";
import { Tempo } from "./tempo.ts";

export interface Limits {
  readonly concurrency: number;
  readonly requestsPerSecond?: number;
}

export interface LimiterOptions extends Limits, HealthOptions {}

interface Waiter {
  readonly start: () => void;
  readonly refuse: (error: ProviderError) => void;
  waiting: boolean;
  next: Waiter | null;
}

/** Of a read that was refused as often while many others were answered, no further refusal says anything of them. */
const mostOwnRefusals = 2;
/** A service from which nothing came back is left alone for so long. */
const quietMs = 20_000;

/**
 * When an instance may send: so many requests at a time, so many a second in even steps, and none while the service
 * asked to wait. First come, first served. One timer serves all who wait. Goes slower while the service refuses or is
 * down, and never faster than its options.
 */
export class Limiter {
  readonly #options: LimiterOptions;
  readonly #clock: Clock;
  readonly #tempo: Tempo;
  #active = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Nobody may wait before this. */
  #refusedUntil = Number.NEGATIVE_INFINITY;
  #advice: ProviderError | null = null;
  /** Null until a try fails. */
  #health: ServiceHealth | null = null;
  /** Steps back so far; what was sent before the last one says nothing of it. */
  #round = 0;
  #answersAtRound = -1;
  #first: Waiter | null = null;
  #last: Waiter | null = null;
  #waiting = 0;
  #sleeping: AbortController | null = null;

  constructor(options: LimiterOptions, clock: Clock) {
    const { concurrency, requestsPerSecond } = options;
    if (!(concurrency >= 1)) throw new RangeError(`concurrency must be at least 1, not ${concurrency}`);
    this.#options = options;
    this.#clock = clock;
    this.#tempo = new Tempo(requestsPerSecond);
  }

  /** The number of the present round, to be given back with what came of a turn. */
  get round(): number {
    return this.#round;
  }

  /** Grows with each answer, once a try has failed. */
  get answers(): number {
    return this.#health?.answers ?? 0;
  }

  /**
   * A promise where the turn has to be waited for; every turn must be given back with `leave` or `end`. `isNext` goes before
   * all who wait: for those who had a turn already and could not use it.
   */
  enter(cancellation: Cancellation, isNext: boolean): Promise<void> | undefined {
    cancellation.throwIfCancelled();
    const now = this.#clock.now();
    if (this.#advice !== null && now < this.#refusedUntil) throw this.#advice;
    if ((isNext || this.#waiting === 0) && this.#active < this.#places() && this.#waitMs(now) <= 0) {
      this.#take(now);
      return undefined;
    }
    return cancellation.wait((start, refuse) => this.#enqueue(start, refuse, isNext));
  }

  /** Of a turn in which nothing was sent, or nobody knows what came of it. Unused, it does not count towards the rate. */
  leave(wasUsed: boolean): void {
    this.#active -= 1;
    if (!wasUsed) this.#tempo.undo();
    this.#serve();
  }

  /** Of a turn that was used: its `round`, what came of it, and how often its read was refused while others were not. */
  end(round: number, error: ProviderError | undefined, ownRefusals: number): void {
    this.#active -= 1;
    if (error?.retryable === true) this.#learn(round, error, ownRefusals);
    else if (error === undefined || error.httpStatus !== undefined) this.#health?.noteAnswer();
    this.#serve();
  }

  /** Whether a try that failed may be repeated, as far as the whole instance is concerned. */
  spendRetry(): boolean {
    const health = this.#health;
    if (health === null || health.spendRetry()) return true;
    if (!health.isProbing() && health.seemsDown()) this.#probe(health);
    return false;
  }

  /** Nothing starts for this long; `advice` is what those get who cannot wait for it. */
  pause(ms: number, advice: ProviderError): void {
    const until = this.#clock.now() + ms;
    if (until <= this.#pausedUntil) return;
    this.#pausedUntil = until;
    if (ms > longestAdviceMs) this.#refuseAll(advice, until - longestAdviceMs);
  }

  isPaused(): boolean {
    return this.#pausedUntil > this.#clock.now();
  }

  #waitMs(now: number): number {
    return Math.max(this.#pausedUntil - now, this.#tempo.waitMs(now));
  }

  #places(): number {
    return this.#health?.isProbing() === true ? 1 : this.#options.concurrency;
  }

  #take(now: number): void {
    this.#active += 1;
    this.#tempo.take(now);
  }

  #learn(round: number, error: ProviderError, ownRefusals: number): void {
    this.#health ??= new ServiceHealth(error, this.#tempo.sent - this.#active - 1, this.#options);
    const health = this.#health;
    health.noteFailure(error);
    if (round !== this.#round) return;
    if (error.kind === "rate-limited") this.#slowDown(health, ownRefusals);
    else if (health.isProbing()) this.#probe(health);
  }

  /** Refused: slower from here on. Where nothing was answered since then, it is no matter of the rate. */
  #slowDown(health: ServiceHealth, ownRefusals: number): void {
    if (health.answers === this.#answersAtRound) {
      this.#probe(health);
      return;
    }
    if (ownRefusals >= mostOwnRefusals) return;
    const now = this.#clock.now();
    this.#tempo.slowDown(now, this.#active, Math.max(0, this.#pausedUntil - now));
    this.#beginRound(health);
  }

  #beginRound(health: ServiceHealth): void {
    this.#round += 1;
    this.#answersAtRound = health.answers;
  }

  #probe(health: ServiceHealth): void {
    this.#beginRound(health);
    const pauseMs = health.nextProbe();
    const now = this.#clock.now();
    if (pauseMs === null) this.#refuseAll(unansweredError(health.lastError), now + quietMs);
    else this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
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

  #refuseAll(error: ProviderError, until: number): void {
    this.#advice = error;
    this.#refusedUntil = until;
    for (let waiter = this.#shift(); waiter !== null; waiter = this.#shift()) waiter.refuse(error);
    this.#sleeping?.abort();
    this.#sleeping = null;
  }

  #serve(): void {
    while (this.#waiting > 0 && this.#sleeping === null && this.#active < this.#places()) {
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
      this.#tempo.arrive(this.#clock.now());
      this.#serve();
    };
    this.#clock.sleep(ms, signal).then(wake, wake);
  }
}

/** How far below the ceiling, as a part of it, right after a refusal. */
const depth = 0.05;
/** Refused again so soon, the rate was far off, and where that happens as often in a row, the ceiling too. */
const tooSoonMs = 2000;
const tooSoonRequests = 4;
const farOff = 0.85;
const sureAfter = 4;
/** Requests a second; below it a rate is no matter of a service's limits any more. */
const leastCeiling = 0.2;
/** From here on the service bears so much more than it once did that nothing is known of it. */
const longForgotten = 16;
/** Time in which nothing was sent shows nothing of what the service bears. */
const longestGapMs = 1000;

/** How the rate looks for a higher ceiling. */
interface Search {
  /** First it stays below the one that it knows for so long, and for so many requests at least. */
  readonly holdMs: number;
  readonly holdRequests: number;
  /** Then it grows by this, times the cube of the seconds. */
  readonly growth: number;
}

/** The first ceiling is a guess: soon, and twice as much after five seconds. */
const atFirst: Search = { holdMs: 2000, holdRequests: 10, growth: 1e-2 };
/** It is known: by a tenth after ten seconds. */
const later: Search = { holdMs: 10_000, holdRequests: 50, growth: 1e-4 };
const longestHoldMs = 80_000;
/** A refusal that makes everybody wait is not to cost more than a twentieth of the time. */
const holdsPerPause = 20;

/**
 * The rate that a service bears, found from its refusals, as CUBIC finds that of a network (RFC 9438): just under the last
 * ceiling, and beyond it slowly first, then ever faster.
 *
 *     |                                    /
 *     |-----------------------------.--'--------- ceiling
 *     |        .------'  hold
 *     |     /
 *     +------------------------------------------> time of sending without a refusal
 */
export class AdaptiveRate {
  /** Requests a second. */
  #ceiling: number;
  /** What to go back to, while it is not known whether the ceiling holds. */
  #held: number | null = null;
  #depth = depth;
  /** Refusals in a row that came too soon. */
  #soon = 0;
  #search = atFirst;
  #calmMs = 0;
  #lastAt: number;

  /** `passed`: requests of the last second that were not refused. */
  constructor(passed: number, now: number) {
    this.#ceiling = passed;
    this.#lastAt = now;
  }

  /** Call for each request that is sent: milliseconds to the next one; 0 once the ceiling is long forgotten. */
  step(now: number): number {
    const step = 1000 / this.perSecond();
    this.#calmMs += Math.min(now - this.#lastAt, Math.max(step, longestGapMs));
    this.#lastAt = now;
    return this.perSecond() > longForgotten * this.#ceiling ? 0 : step;
  }

  /** A request was refused that this rate has let pass, and nothing is sent for `pauseMs`. */
  cut(now: number, pauseMs: number): void {
    const rate = this.perSecond();
    if (this.#calmMs > this.#holdMs()) this.#endSearch(rate);
    else this.#goBack(rate);
    this.#ceiling = Math.max(this.#ceiling, leastCeiling);
    if (this.#search !== atFirst && pauseMs * holdsPerPause > this.#search.holdMs)
      this.#search = { ...later, holdMs: Math.min(pauseMs * holdsPerPause, 4 * longestHoldMs) };
    this.#calmMs = 0;
    this.#lastAt = now;
  }

  /** Refused below the ceiling: it is another one, or requests came in a bunch, as after a moment of silence. */
  #goBack(rate: number): void {
    const isSoon = this.#held === null && this.#isTooSoon();
    this.#soon = isSoon ? this.#soon + 1 : 0;
    if (this.#search !== atFirst) this.#search = later;
    if (isSoon && this.#search !== atFirst && this.#soon < sureAfter)
      this.#depth = 1 - (rate * farOff) / this.#ceiling;
    else {
      this.#ceiling = isSoon ? rate * farOff : Math.min(rate, this.#held ?? rate);
      this.#depth = depth;
    }
    this.#held = null;
  }

  /** There is a ceiling between the one that held and this rate: a service that saves up what was not used refuses late. */
  #endSearch(rate: number): void {
    const old = this.#ceiling;
    this.#depth = depth;
    this.#soon = 0;
    const isFar = this.#search === atFirst || rate > 2 * old;
    this.#ceiling = Math.max((old + rate) / 2, isFar ? rate * farOff : 0);
    this.#held = Math.max(old, isFar ? this.#ceiling * farOff : 0);
    const holdMs = isFar ? later.holdMs : Math.min(2 * this.#search.holdMs, longestHoldMs);
    this.#search = { ...later, holdMs };
  }

  #isTooSoon(): boolean {
    return this.#calmMs < Math.max(tooSoonMs, (tooSoonRequests * 1000) / this.#ceiling);
  }

  /** What it is now. */
  perSecond(): number {
    const holdMs = this.#holdMs();
    if (this.#calmMs <= holdMs) return this.#ceiling * (1 - this.#depth * (1 - this.#calmMs / holdMs) ** 3);
    const unit = Math.max(1000, 5000 / this.#ceiling);
    return this.#ceiling * (1 + this.#search.growth * ((this.#calmMs - holdMs) / unit) ** 3);
  }

  #holdMs(): number {
    return Math.max(this.#search.holdMs, (this.#search.holdRequests * 1000) / this.#ceiling);
  }
}

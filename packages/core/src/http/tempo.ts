import { AdaptiveRate } from "./adaptive-rate.ts";

/** Timers fire late; a request that was late by this much does not make the next one later too. */
const lateness = 10;
/** The same for one that was waited for under a limit that was found: on a busy machine it would not be reached else. */
const latenessWhenSlowed = 100;
/** After a refusal, so that what was too much of a second is over. */
const restMs = 200;

/** When the next request is due: in even steps as configured, and slower once the service has refused some. */
export class Tempo {
  /** Milliseconds from one request to the next, as configured. */
  readonly #shortestStep: number;
  #step: number;
  #slack: number;
  #due = Number.NEGATIVE_INFINITY;
  #isSlowed = false;
  /** The last one was waited for, and came late. */
  #isLate = false;
  /** Requests in all. */
  #sent = 0;
  #secondEnds = Number.NEGATIVE_INFINITY;
  /** Requests in all when this second began, and the one before it. */
  #sentAtSecond = 0;
  #sentAtSecondBefore = 0;
  /** Null while the service bears what is configured. */
  #rate: AdaptiveRate | null = null;

  constructor(requestsPerSecond: number | undefined) {
    this.#shortestStep = requestsPerSecond === undefined ? 0 : 1000 / requestsPerSecond;
    this.#step = this.#shortestStep;
    this.#slack = Math.min(this.#step, lateness);
  }

  /** Until the next request is due; it is where this is not above 0. */
  waitMs(now: number): number {
    return this.#due - this.#slack - now;
  }

  /** A request is sent now. */
  take(now: number): void {
    if (now >= this.#secondEnds) this.#beginSecond(now);
    this.#sent += 1;
    if (this.#rate !== null) this.#follow(this.#rate.step(now));
    if (this.#step === 0) return;
    this.#isLate &&= now - this.#due <= latenessWhenSlowed;
    this.#due = (this.#isLate ? this.#due : Math.max(this.#due, now)) + this.#step;
  }

  /** The last one was not sent after all. */
  undo(): void {
    this.#due -= this.#step;
    this.#sent -= 1;
  }

  /** What was slept for is over: timers fire a little early too, and a test's clock may stand still. */
  arrive(now: number): void {
    this.#due = Math.min(this.#due, now + this.#slack);
    this.#isLate = this.#isSlowed;
  }

  /** Requests in all. */
  get sent(): number {
    return this.#sent;
  }

  /** The service refused a request; `unanswered` are under way, and nothing is sent for `pauseMs`. */
  slowDown(now: number, unanswered: number, pauseMs: number): void {
    if (this.#rate !== null) this.#rate.cut(now, pauseMs);
    else this.#rate = this.#firstRate(now, unanswered);
    if (this.#rate !== null) this.#due = Math.max(this.#due, now + restMs);
  }

  #beginSecond(now: number): void {
    this.#sentAtSecondBefore = now - this.#secondEnds < 1000 ? this.#sentAtSecond : this.#sent;
    this.#sentAtSecond = this.#sent;
    this.#secondEnds = now + 1000;
  }

  /** What passed in the last second is what the service bears; null where nothing did. */
  #firstRate(now: number, unanswered: number): AdaptiveRate | null {
    const share = Math.min(1, Math.max(0, (this.#secondEnds - now) / 1000));
    const before = share * (this.#sentAtSecond - this.#sentAtSecondBefore);
    const passed = Math.floor(this.#sent - this.#sentAtSecond + before) - unanswered - 1;
    return passed > 0 ? new AdaptiveRate(passed, now) : null;
  }

  #follow(step: number): void {
    if (step === 0) this.#rate = null;
    this.#isSlowed = step > this.#shortestStep;
    this.#step = Math.max(step, this.#shortestStep);
    this.#slack = Math.min(this.#step, lateness);
  }
}

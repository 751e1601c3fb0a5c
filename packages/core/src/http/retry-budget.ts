/** An answer pays for half a retry: where less than two thirds of all tries are answered, not every failure is tried again. */
const paidByAnswer = 0.5;
/** Reads that get all their retries even where nothing is ever answered. */
const fewestReads = 10;
/** A blip hits all that is under way at once. */
const readsInPlace = 2;

/**
 * How many failed tries one instance may repeat, so that a service that is dying is not asked four times as often as
 * one that is well: so many at first, and one for every two answers.
 */
export class RetryBudget {
  readonly #most: number;
  #left: number;

  constructor(retries: number, concurrency: number) {
    this.#most = retries * Math.max(fewestReads, readsInPlace * concurrency);
    this.#left = this.#most;
  }

  earn(): void {
    if (this.#left < this.#most) this.#left += paidByAnswer;
  }

  /** False where there is nothing left. */
  spend(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}

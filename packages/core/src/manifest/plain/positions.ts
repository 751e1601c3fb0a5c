/**
 * Where the parts of a document stand, as one list of numbers:
 *
 *   collection   start, size, part, part, ...          size is ~size for a mapping
 *   part         of a sequence: value
 *                of a mapping:  where the key stands, value
 *   value        of a scalar, where it stands; of a collection, ~(its place in this list)
 *
 * A collection follows what is inside of it.
 */
export class PositionList {
  #numbers: Int32Array;
  #length = 0;
  /** Parts of the collections that are not closed yet. */
  readonly #open: number[] = [];

  constructor(expected: number) {
    this.#numbers = new Int32Array(Math.max(expected, 16));
  }

  /** Begins a collection; what is returned closes it. */
  open(): number {
    return this.#open.length;
  }

  add(number: number): void {
    this.#open.push(number);
  }

  /** Ends a collection; returns its value. */
  close(opened: number, start: number, isMapping: boolean): number {
    const count = this.#open.length - opened;
    const place = this.#length;
    this.#length = place + 2 + count;
    if (this.#length > this.#numbers.length) this.#grow();
    const numbers = this.#numbers;
    numbers[place] = start;
    numbers[place + 1] = isMapping ? ~(count / 2) : count;
    for (let index = 0; index < count; index += 1)
      numbers[place + 2 + index] = this.#open[opened + index] ?? 0;
    this.#open.length = opened;
    return ~place;
  }

  /** The whole list, once all is closed. What lies behind it was never written, and so takes no memory. */
  take(): Int32Array {
    return this.#numbers.subarray(0, this.#length);
  }

  #grow(): void {
    const numbers = new Int32Array(this.#length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}

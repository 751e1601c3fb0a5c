/** Remembers each nonce for at least `spanMs` of the simulator's clock, in bounded memory: two generations of a set. */
export class NonceMemory {
  readonly #spanMs: number;
  #current = new Set<string>();
  #previous = new Set<string>();
  #turnAt = Number.NEGATIVE_INFINITY;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  /** False if the nonce was used before. */
  use(nonce: string, now: number): boolean {
    if (now >= this.#turnAt) {
      this.#previous = this.#current;
      this.#current = new Set();
      this.#turnAt = now + this.#spanMs;
    }
    if (this.#current.has(nonce) || this.#previous.has(nonce)) return false;
    this.#current.add(nonce);
    return true;
  }
}

interface Failures {
  count: number;
  lockedUntil: number;
}

/** Counts failures in a row by name, and locks a name for a while. */
export class FailureMemory {
  readonly #allowed: number;
  readonly #lockMs: number;
  #failures = new Map<string, Failures>();

  /** `allowed`: the failure after that many locks. */
  constructor(allowed: number, lockMs: number) {
    this.#allowed = allowed;
    this.#lockMs = lockMs;
  }

  isLocked(name: string, now: number): boolean {
    return now < (this.#failures.get(name)?.lockedUntil ?? 0);
  }

  succeed(name: string): void {
    this.#failures.delete(name);
  }

  fail(name: string, now: number): void {
    const count = (this.#failures.get(name)?.count ?? 0) + 1;
    const locks = count > this.#allowed;
    this.#failures.set(name, { count: locks ? 0 : count, lockedUntil: locks ? now + this.#lockMs : 0 });
  }
}

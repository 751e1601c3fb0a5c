/** One named check of the suite. */
export interface Check {
  /** What is checked: `answer-403`. The same for every case. */
  readonly id: string;
  /** The case, where the check is made for each. */
  readonly of?: string;
  /** One sentence for people. */
  readonly title: string;
  /** Rejects with a `CheckFailure` where the provider, or what the kit was given, is at fault. */
  run(): Promise<CheckOutcome>;
}

export interface CheckOutcome {
  /** Why there was nothing to check. */
  readonly skipped?: string;
}

/** What a check found wrong: the contract, what was seen, and the mend. */
export class CheckFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CheckFailure";
    // Where the kit found it says nothing to the author of a provider.
    this.stack = `${this.name}: ${message}`;
  }
}

/** Thrown where a check has nothing to go by; not a failure. */
export class NothingToCheck extends Error {}

/** What the contract wants, and how a provider that does not keep it is mended. */
export interface Rule {
  readonly wants: string;
  readonly mend: string;
}

const mostShown = 5;

/** Collects what is seen against one rule. */
export class Findings {
  readonly #rule: Rule;
  readonly #seen: string[] = [];

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  add(seen: string): void {
    this.#seen.push(seen);
  }

  /** Throws where anything was found. */
  conclude(): void {
    if (this.#seen.length === 0) return;
    const more = this.#seen.length - mostShown;
    const seen = this.#seen.slice(0, mostShown).map((each) => `  seen:  ${each}`);
    throw new CheckFailure(
      [
        this.#rule.wants,
        ...seen,
        ...(more > 0 ? [`         and ${more} more`] : []),
        `  mend:  ${this.#rule.mend}`,
      ].join("\n"),
    );
  }
}

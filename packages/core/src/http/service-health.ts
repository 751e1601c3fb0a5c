import type { ProviderError } from "@upgradectl/provider-sdk";
import { RetryBudget } from "./retry-budget.ts";

const firstPauseMs = 500;
const longestPauseMs = 16_000;
/** Probes in a row that may fail before nobody waits any longer; they take half a minute. */
const mostProbes = 6;
/** The same of probes that are refused as too many: more than a minute, for which some limits are counted. */
const mostRefusedProbes = 10;
/** Fewer failures in a row may be chance. */
const fewestFailures = 10;

export interface HealthOptions {
  readonly concurrency: number;
  /** Of one read. */
  readonly retries: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * What one instance knows of its service, from the first try that fails on. A service of which nothing comes back is
 * asked by one request at a time, a probe, with growing pauses between them, until one is answered.
 */
export class ServiceHealth {
  readonly #budget: RetryBudget;
  readonly #random: () => number;
  readonly #fewest: number;
  /** Tries that failed since the last answer. */
  #failures = 0;
  #probes = 0;
  /** Grows with each answer; 0 where there was none yet. */
  answers: number;
  /** What the last try failed with. */
  lastError: ProviderError;

  constructor(error: ProviderError, answers: number, { retries, concurrency, random }: HealthOptions) {
    this.lastError = error;
    this.answers = answers;
    this.#budget = new RetryBudget(retries, concurrency);
    this.#random = random;
    this.#fewest = Math.max(fewestFailures, 2 * concurrency);
  }

  /** The service answered, and not that it cannot now. */
  noteAnswer(): void {
    this.answers += 1;
    this.#failures = 0;
    this.#probes = 0;
    this.#budget.earn();
  }

  noteFailure(error: ProviderError): void {
    this.#failures += 1;
    this.lastError = error;
  }

  /** Whether a failed try may be repeated. */
  spendRetry(): boolean {
    return this.#budget.spend();
  }

  isProbing(): boolean {
    return this.#probes > 0;
  }

  /** Nothing at all is answered, and for longer than chance would have it. */
  seemsDown(): boolean {
    return this.#failures >= this.#fewest;
  }

  /** Nothing but a probe goes next: milliseconds until then, or null where there were enough of them. */
  nextProbe(): number | null {
    this.#probes += 1;
    const most = this.lastError.kind === "rate-limited" ? mostRefusedProbes : mostProbes;
    if (this.#probes > most) return null;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#probes - 1));
    return pause * (0.75 + 0.25 * this.#random());
  }
}

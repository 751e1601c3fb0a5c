import { isProviderError, ProviderError } from "@upgradectl/provider-sdk";

/**
 * The reads under way of each signal. A run's signal is shared by all its reads: with a listener for each, adding one
 * would cost more the more there are, and what is forgotten would stay for the whole run.
 */
const watched = new WeakMap<AbortSignal, Watch>();

class Watch {
  readonly cancellations = new Set<Cancellation>();
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    watched.set(signal, this);
    signal.addEventListener("abort", this);
  }

  handleEvent(): void {
    const reason = reasonOf(this.#signal);
    for (const cancellation of this.cancellations) cancellation.cancel(reason);
  }

  remove(cancellation: Cancellation): void {
    this.cancellations.delete(cancellation);
    if (this.cancellations.size > 0) return;
    watched.delete(this.#signal);
    this.#signal.removeEventListener("abort", this);
  }
}

/** What may stop one read: its caller's signal, and the transport when it closes. `dispose` ends the watch. */
export class Cancellation {
  readonly #watch: Watch | null = null;
  #reason: ProviderError | null = null;
  #stop: ((reason: ProviderError) => void) | null = null;

  constructor(signal: AbortSignal) {
    if (signal.aborted) {
      this.#reason = reasonOf(signal);
      return;
    }
    this.#watch = watched.get(signal) ?? new Watch(signal);
    this.#watch.cancellations.add(this);
  }

  cancel(reason: ProviderError): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#stop?.(reason);
  }

  isCancelled(): boolean {
    return this.#reason !== null;
  }

  throwIfCancelled(): void {
    if (this.#reason !== null) throw this.#reason;
  }

  /** Waits for what `start` begins, but not beyond the cancellation. `start` returns what undoes it. */
  wait<T>(
    start: (resolve: (value: T) => void, reject: (error: unknown) => void) => (reason: ProviderError) => void,
  ): Promise<T> {
    if (this.#reason !== null) return Promise.reject(this.#reason);
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.#stop = null;
        undo = null;
      };
      let undo: ((reason: ProviderError) => void) | null = null;
      this.#stop = (reason) => {
        undo?.(reason);
        settle();
        reject(reason);
      };
      undo = start(
        (value) => {
          settle();
          resolve(value);
        },
        (error) => {
          settle();
          reject(error);
        },
      );
    });
  }

  dispose(): void {
    this.#watch?.remove(this);
  }
}

function reasonOf(signal: AbortSignal): ProviderError {
  if (isProviderError(signal.reason)) return signal.reason;
  return new ProviderError({ kind: "cancelled", message: "the read was cancelled before it had an answer" });
}

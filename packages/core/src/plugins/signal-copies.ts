/** Signals for one connection alone: what its plugin does to one of them, no other plugin meets. */
export class SignalCopies {
  readonly #copies = new WeakMap<AbortSignal, AbortSignal>();

  /** One that aborts when this one does, for the same reason. */
  of(signal: AbortSignal): AbortSignal {
    const known = this.#copies.get(signal);
    if (known !== undefined) return known;
    const controller = new AbortController();
    const abort = () => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    this.#copies.set(signal, controller.signal);
    return controller.signal;
  }
}

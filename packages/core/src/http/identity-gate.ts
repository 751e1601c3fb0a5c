import { ProviderError } from "@upgradectl/provider-sdk";
import type { Cancellation } from "./cancellation.ts";

/**
 * Huawei Cloud locks an access key for five minutes after more than five failed authentications in a row (API Gateway
 * FAQ, 2025: "AK access failed to reach the limit"), so five are sent at most.
 */
const mostFailures = 5;

/** What a try said about the identity behind it. `silent`: it may have reached the service, but nobody knows. */
export type IdentityVerdict = "proven" | "refused" | "silent" | "unsent";

/** `not-found` and `forbidden` come from behind the authentication; other failures may come from before it. */
export function verdictOf(error: ProviderError | undefined): IdentityVerdict {
  if (error === undefined || error.kind === "not-found" || error.kind === "forbidden") return "proven";
  if (error.kind === "unauthenticated") return "refused";
  return error.kind === "cancelled" ? "unsent" : "silent";
}

/** Counts failed authentications of every identity over all transports of a process. */
export class IdentityGate {
  readonly #states = new Map<string, IdentityState>();

  stateOf(identity: string): IdentityState {
    const state = this.#states.get(identity) ?? new IdentityState();
    this.#states.set(identity, state);
    return state;
  }
}

class IdentityState {
  /** Set once nothing more may be sent. */
  locked: ProviderError | null = null;
  /** Failed authentications since the last that went well. */
  #failures = 0;
  /** Requests under way on transports that have not proven the identity. */
  #probes = 0;
  /** Refusals in all; a proof counts only as long as no refusal has come after it, on any transport. */
  refusals = 0;
  /** A first probe came to an end, and not by a refusal. */
  #tried = false;
  readonly #waiters = new Set<() => void>();

  /**
   * The very first request goes alone. Later ones of transports that have not proven it share what may still fail: an
   * identity may be good in one region and refused in the next.
   */
  canProbe(): boolean {
    return this.#probes < (this.#tried ? mostFailures - this.#failures : 1);
  }

  beginProbe(): void {
    this.#probes += 1;
  }

  endProbe(): void {
    this.#probes -= 1;
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const wake of waiters) wake();
  }

  /** Resolves when a probe has ended; who was woken looks again. */
  change(cancellation: Cancellation): Promise<void> {
    return cancellation.wait((resolve) => {
      this.#waiters.add(resolve);
      return () => this.#waiters.delete(resolve);
    });
  }

  learn(verdict: IdentityVerdict, error: ProviderError | undefined): void {
    if (verdict !== "unsent" && verdict !== "refused") this.#tried = true;
    if (verdict === "proven") this.#failures = 0;
    if (verdict !== "refused") return;
    this.#failures += 1;
    this.refusals += 1;
    if (this.#failures >= mostFailures) this.locked = lockedError(this.#failures, error);
  }
}

/** What one transport knows of the identities behind its requests. */
export class TransportIdentities {
  readonly #gate: IdentityGate;
  /** How many refusals each identity had when it was proven here. */
  readonly #proven = new Map<string, number>();
  readonly #refused = new Map<string, ProviderError>();
  /** Services that refused a request without an identity. */
  readonly #refusing = new Map<string, ProviderError>();

  constructor(gate: IdentityGate) {
    this.#gate = gate;
  }

  /** Why nothing more may be sent, if so. */
  findRefusal(service: string, identity: string | undefined): ProviderError | undefined {
    if (identity === undefined) return this.#refusing.get(service);
    return this.#refused.get(identity) ?? this.#gate.stateOf(identity).locked ?? undefined;
  }

  /** False where another request must come to its end first. */
  canBegin(identity: string | undefined): boolean {
    if (identity === undefined || this.#isProven(identity) || this.#refused.has(identity)) return true;
    const state = this.#gate.stateOf(identity);
    return state.locked !== null || state.canProbe();
  }

  /** Resolves when it may have become possible to begin. */
  change(identity: string | undefined, cancellation: Cancellation): Promise<void> {
    return identity === undefined ? Promise.resolve() : this.#gate.stateOf(identity).change(cancellation);
  }

  /** Call right before sending, where `findRefusal` and `canBegin` let pass; every `begin` needs its `end`. */
  begin(identity: string | undefined): "probe" | "free" {
    if (identity === undefined || this.#isProven(identity)) return "free";
    this.#gate.stateOf(identity).beginProbe();
    return "probe";
  }

  end(
    service: string,
    identity: string | undefined,
    began: "probe" | "free",
    verdict: IdentityVerdict,
    error?: ProviderError,
  ): void {
    if (identity === undefined) {
      if (verdict === "refused" && error !== undefined) this.#refusing.set(service, error);
      return;
    }
    const state = this.#gate.stateOf(identity);
    state.learn(verdict, error);
    if (verdict === "proven") this.#proven.set(identity, state.refusals);
    if (verdict === "refused" && error !== undefined) this.#refused.set(identity, error);
    if (began === "probe") state.endProbe();
  }

  #isProven(identity: string): boolean {
    return this.#proven.get(identity) === this.#gate.stateOf(identity).refusals;
  }
}

function lockedError(failures: number, last: ProviderError | undefined): ProviderError {
  return new ProviderError({
    kind: "unauthenticated",
    message: `${failures} authentications in a row failed with these credentials, so nothing more is sent with them${
      last === undefined ? "" : `; the last said: ${last.message}`
    }`,
    hint: "Mend the credentials. Clouds lock a key after repeated failures.",
    ...(last?.code === undefined ? {} : { code: last.code }),
  });
}

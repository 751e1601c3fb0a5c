import type { ApiOptions, ProviderError, SignableRequest } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Cancellation } from "./cancellation.ts";
import type { IdentityVerdict, TransportIdentities } from "./identity-gate.ts";
import type { Limiter } from "./limiter.ts";
import { awaitSigned, isPromiseLike, type SignedRequest, signRequest } from "./sign-request.ts";

/** Clouds refuse signatures that are a quarter of an hour old; a request that waited this long is signed again. */
const freshMs = 60_000;

export type UnsignedRequest = Omit<SignableRequest, "time">;

/** The right to send one signed request now. */
export interface Turn {
  readonly signed: SignedRequest;
  readonly began: "probe" | "free";
  /** The limiter's. */
  readonly round: number;
}

/** Nothing may be sent with this identity any more, and why. */
export interface Refusal {
  readonly refused: ProviderError;
  readonly identity: string | undefined;
}

/** Whose turn it is. */
export interface Bidder {
  readonly request: UnsignedRequest;
  readonly signal: AbortSignal;
  readonly cancellation: Cancellation;
}

/** What one transport's limits are made of, and how long a signer may take. */
export interface TurnKeepers {
  readonly clock: Clock;
  readonly requestTimeoutMs: number;
  readonly limiter: Limiter;
  readonly identities: TransportIdentities;
  /** A sign-in is under way, which has deadlines and retries of its own. */
  readonly isSigningIn: () => boolean;
}

/**
 * Hands out the turns of one API: signs, and waits for the instance's limits and for the identity to be proven.
 * Nobody keeps a place in the limits while the plugin's code or another request is waited for: the signer may itself
 * be waiting for a read (of a token, say) that needs that place.
 */
export class Turns {
  readonly #keepers: TurnKeepers;
  readonly #service: string;
  readonly #sign: ApiOptions["sign"];
  /** The signer returned a promise, so it is asked before a place is taken. */
  #signsLater = false;
  #lastIdentity: string | undefined;

  constructor(keepers: TurnKeepers, service: string, sign: ApiOptions["sign"]) {
    this.#keepers = keepers;
    this.#service = service;
    this.#sign = sign;
  }

  /** Every turn must be given back. Throws a `ProviderError` where the request could not be signed. */
  async take(bidder: Bidder): Promise<Turn | Refusal> {
    const { identities, limiter } = this.#keepers;
    const { cancellation } = bidder;
    let signed = this.#signsLater ? await this.#finish(this.#begin(bidder), bidder) : undefined;
    for (let hadTurn = false; ; hadTurn = true) {
      const identity = signed === undefined ? this.#lastIdentity : signed.identity;
      while (!identities.canBegin(identity)) await identities.change(identity, cancellation);
      const place = limiter.enter(cancellation, hadTurn);
      if (place !== undefined) await place;
      let next: Turn | Refusal | SignedRequest | PromiseLike<SignedRequest>;
      try {
        cancellation.throwIfCancelled();
        next = this.#claim(bidder, signed);
      } catch (error) {
        limiter.leave(false);
        throw error;
      }
      if ("began" in next) return next;
      limiter.leave(false);
      if ("refused" in next) return next;
      signed = await this.#finish(next, bidder);
    }
  }

  /** `ownRefusals`: how often the read was refused as too many requests while many others were answered. */
  giveBack(
    turn: Turn,
    verdict: IdentityVerdict,
    error: ProviderError | undefined,
    ownRefusals: number,
  ): void {
    this.#keepers.identities.end(this.#service, turn.signed.identity, turn.began, verdict, error);
    if (verdict === "unsent") this.#keepers.limiter.leave(true);
    else this.#keepers.limiter.end(turn.round, error, ownRefusals);
  }

  /** A turn, or the signed request to come back with, or a promise of it. Nothing is sent between this and the turn. */
  #claim(
    bidder: Bidder,
    early: SignedRequest | undefined,
  ): Turn | Refusal | SignedRequest | PromiseLike<SignedRequest> {
    const { clock, identities, limiter } = this.#keepers;
    const isFresh = early !== undefined && clock.now() - early.readyAt <= freshMs;
    const signed = isFresh ? early : this.#begin(bidder);
    if (isPromiseLike(signed)) {
      this.#signsLater = true;
      return signed;
    }
    const { identity } = signed;
    this.#lastIdentity = identity;
    const refused = identities.findRefusal(this.#service, identity);
    if (refused !== undefined) return { refused, identity };
    if (limiter.isPaused() || !identities.canBegin(identity)) return signed;
    return { signed, began: identities.begin(identity), round: limiter.round };
  }

  #begin({ request, signal }: Bidder): SignedRequest | PromiseLike<SignedRequest> {
    return signRequest({ ...request, time: this.#keepers.clock.now() }, this.#sign, signal);
  }

  async #finish(
    signing: SignedRequest | PromiseLike<SignedRequest>,
    { request, cancellation }: Bidder,
  ): Promise<SignedRequest> {
    if (!isPromiseLike(signing)) return signing;
    const signed = await awaitSigned(signing, request.action, this.#keepers, cancellation);
    return { ...signed, readyAt: this.#keepers.clock.now() };
  }
}

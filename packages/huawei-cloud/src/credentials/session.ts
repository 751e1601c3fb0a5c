import type { ApiOptions, SignableRequest, SignedHeaders } from "@upgradectl/provider-sdk";
import { shareRead, spareFailures } from "@upgradectl/provider-sdk";
import { authenticate } from "./authenticate.ts";
import type { Signer } from "./credential.ts";
import type { Keyring } from "./keyring.ts";
import type { Login } from "./login.ts";

type Renew = NonNullable<ApiOptions["renew"]>;

/** Signs everything that one provider instance sends. Looks for credentials at the first request. */
export class Session {
  readonly #open: (signal: AbortSignal) => Promise<Login>;
  /** Who signed last under a signal. */
  readonly #signedBy = new WeakMap<AbortSignal, string>();
  #login: Login | undefined;

  /** @param now epoch milliseconds */
  constructor(open: (signal: AbortSignal) => Promise<Login>, now: () => number) {
    this.#open = spareFailures(shareRead(open), now);
  }

  sign(request: SignableRequest, signal: AbortSignal): SignedHeaders | Promise<SignedHeaders> {
    if (this.#login !== undefined) return this.#signWith(this.#login.acting, request, signal);
    return this.#ready(signal).then(({ acting }) => this.#signWith(acting, request, signal));
  }

  renew({ identity }: Parameters<Renew>[0], signal: AbortSignal): boolean | Promise<boolean> {
    if (this.#login === undefined || identity === undefined) return false;
    const { acting, found } = this.#login;
    // A refused sign-in is of neither: its identity is the password's, not the token's.
    const keyring = [acting, found].find((candidate) => candidate.owns(identity));
    return keyring?.renew(identity, signal) ?? false;
  }

  /** The project that the credentials came with. */
  async projectId(signal: AbortSignal): Promise<string | undefined> {
    const { acting, projectId } = await this.#ready(signal);
    return projectId ?? (await acting.current(signal)).projectId;
  }

  /** A service took the request that was signed with this signal, which has to be the request's own. */
  accepted(signal: AbortSignal): void {
    const identity = this.#signedBy.get(signal);
    if (identity !== undefined) this.#login?.acting.accepted(identity);
  }

  async #ready(signal: AbortSignal): Promise<Login> {
    this.#login ??= await this.#open(signal);
    return this.#login;
  }

  #signWith(
    keyring: Keyring,
    request: SignableRequest,
    signal: AbortSignal,
  ): SignedHeaders | Promise<SignedHeaders> {
    const finish = (signer: Signer): SignedHeaders => {
      this.#signedBy.set(signal, signer.identity);
      return authenticate(request, signer);
    };
    const signer = keyring.current(signal);
    return signer instanceof Promise ? signer.then(finish) : finish(signer);
  }
}

import { type Fresh, keepFresh, type Perishable, spareFailures } from "@upgradectl/provider-sdk";
import type { HuaweiContext } from "../huawei-context.ts";
import type { Iam } from "../iam.ts";
import type { Agency } from "./agency.ts";
import { createAgencyKeys } from "./agency-key.ts";
import { createSigner, type Signer } from "./credential.ts";
import { createIdTokenKeys } from "./id-token-key.ts";
import { holdSigner, type Keyring, renewSigners } from "./keyring.ts";
import { createPasswordTokens, type Scope } from "./password-token.ts";
import type { Found, Password } from "./source.ts";

export interface LoginOptions extends Pick<HuaweiContext, "now" | "readFile" | "secret"> {
  readonly iam: Iam;
  readonly agency: Agency | undefined;
  /** What a token for a password is to be good for. */
  readonly scopeOf: (password: Password) => Scope;
}

/** Who asks: the identity that was found, and the one that its requests carry, which is another one with an agency. */
export interface Login {
  readonly found: Keyring;
  readonly acting: Keyring;
  readonly projectId?: string;
}

export function createLogin(found: Found, options: LoginOptions): Login {
  const { agency, iam, now, secret: mask } = options;
  const own = createKeyring(found, options);
  if (agency !== undefined) {
    // The project of the profile is of the account that is left with this.
    const keys = createAgencyKeys({ agency, base: own, source: found.source, iam, mask, now });
    return { found: own, acting: renewSigners(refresh(keys, now)) };
  }
  const { projectId } = found;
  return { found: own, acting: own, ...(projectId === undefined ? {} : { projectId }) };
}

function createKeyring({ grant, source }: Found, options: LoginOptions): Keyring {
  const { iam, now, readFile, scopeOf, secret: mask } = options;
  switch (grant.kind) {
    case "credentials":
      return holdSigner(createSigner(grant.credentials, source, mask));
    case "fetched":
      return renewSigners(grant.signers);
    case "password": {
      const { password } = grant;
      const signIn = { password, scope: scopeOf(password), source, iam, mask, now };
      return renewSigners(refresh(createPasswordTokens(signIn), now));
    }
    case "id-token": {
      const signIn = { idToken: grant.idToken, source, iam, readFile, mask, now };
      return renewSigners(refresh(createIdTokenKeys(signIn), now));
    }
  }
}

function refresh(
  fetch: (signal: AbortSignal) => Promise<Perishable<Signer>>,
  now: () => number,
): Fresh<Signer> {
  return keepFresh(spareFailures(fetch, now), now);
}

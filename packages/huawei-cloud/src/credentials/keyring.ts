import type { Fresh } from "@upgradectl/provider-sdk";
import type { Signer } from "./credential.ts";

/** Where the signers of one identity come from. */
export interface Keyring {
  current(signal: AbortSignal): Signer | Promise<Signer>;
  /** True for what `current` has given out. */
  owns(identity: string): boolean;
  /** Is there another signer than the one of a refused identity? */
  renew(identity: string, signal: AbortSignal): boolean | Promise<boolean>;
  /** A service took a request of this identity. */
  accepted(identity: string): void;
}

/** Nothing can be got in place of what people wrote down. */
export function holdSigner(signer: Signer): Keyring {
  return {
    current: () => signer,
    owns: (identity) => identity === signer.identity,
    renew: () => false,
    accepted: () => {},
  };
}

/**
 * Signers that are fetched anew. A refused one is replaced; its replacement is replaced again only after something was
 * accepted, because a service that takes none of them would be met with a sign-in for each cluster.
 */
export function renewSigners(signers: Fresh<Signer>): Keyring {
  const issued = new Set<string>();
  let latest: string | undefined;
  /** The one whose replacement was begun. */
  let replaced: string | undefined;
  /** Nothing new came for it: the source stands by it. */
  let hopeless: string | undefined;
  return {
    current: async (signal) => {
      const signer = await signers.current(signal);
      latest = signer.identity;
      issued.add(latest);
      return signer;
    },
    owns: (identity) => issued.has(identity),
    renew: async (identity, signal) => {
      if (identity !== latest) return true;
      if (identity === hopeless || (replaced !== undefined && replaced !== identity)) return false;
      replaced = identity;
      const isNew = await signers.renew((signer) => signer.identity === identity, signal);
      if (!isNew) hopeless = identity;
      return isNew;
    },
    accepted: (identity) => {
      // What was sent before the replacement may come back after it.
      const isBeingReplaced = identity === replaced && identity !== hopeless;
      if (identity !== latest || isBeingReplaced) return;
      replaced = undefined;
      hopeless = undefined;
    },
  };
}

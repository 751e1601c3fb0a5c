import { type ErrorFacts, type Fresh, ProviderError } from "@upgradectl/provider-sdk";
import type { Credentials, Signer } from "./credential.ts";

/** A user's password; the domain is the account that the user belongs to. */
export interface Password {
  readonly username: string;
  readonly password: string;
  readonly domain: { readonly name: string } | { readonly id: string };
}

/** A token of an OpenID Connect provider that the account trusts; the file is read anew for every sign-in. */
export interface IdToken {
  readonly idpId: string;
  readonly idTokenFile: string;
}

/** What a place holds: credentials, or what gets them. */
export type Grant =
  | { readonly kind: "credentials"; readonly credentials: Credentials }
  | { readonly kind: "password"; readonly password: Password }
  | { readonly kind: "id-token"; readonly idToken: IdToken }
  | { readonly kind: "fetched"; readonly signers: Fresh<Signer> };

export interface Found {
  readonly grant: Grant;
  /** Its place in a few words, for the report: `environment HW_ACCESS_KEY`. */
  readonly source: string;
  /** A profile may name its project and its IAM. */
  readonly projectId?: string;
  readonly iamEndpoint?: string;
}

/** Why a place holds nothing, where that is worth saying, and what would mend it. */
export interface Absence {
  readonly note?: string;
  readonly mend?: string;
}

/** One place where credentials may be. */
export interface CredentialSource {
  /** Where it looks, for people: "the environment (HW_ACCESS_KEY ...)". */
  readonly place: string;
  /** Throws a `ProviderError` where what is there cannot be used, or where it cannot be known whether there is something. */
  find(signal: AbortSignal): Promise<Found | Absence>;
}

export function isFound(result: Found | Absence): result is Found {
  return "grant" in result;
}

/** What stands in a place is a mistake to mend: an identity further down the list could be the wrong one. */
export function unusable(facts: Pick<ErrorFacts, "message" | "hint">): ProviderError {
  return new ProviderError({ kind: "unauthenticated", ...facts });
}

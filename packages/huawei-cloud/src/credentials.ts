import { ProviderError } from "@upgradectl/provider-sdk";

/** Signs requests; with a security token it is a temporary one. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly securityToken?: string;
}

/** An IAM token, sent as `X-Auth-Token` in place of a signature. */
export interface AuthToken {
  readonly token: string;
}

export type Credentials = AccessKey | AuthToken;

/** One place where credentials may be. */
export interface CredentialSource {
  /** Where it looks, for people: "the environment (HW_ACCESS_KEY ...)". */
  readonly place: string;
  /** Returns undefined where there are none; throws a `ProviderError` where what is there cannot be used. */
  read(): Promise<Credentials | undefined>;
}

/** Masks a value in every output; `ConnectContext.secret`. */
export type Mask = (value: string, show?: "prefix") => void;

/** Takes the first source that has credentials and masks them before anything can print them. */
export async function readCredentials(
  sources: readonly CredentialSource[],
  mask: Mask,
): Promise<Credentials> {
  for (const source of sources) {
    const credentials = await source.read();
    if (credentials === undefined) continue;
    maskCredentials(credentials, mask);
    return credentials;
  }
  throw new ProviderError({
    kind: "unauthenticated",
    message: "there are no Huawei Cloud credentials",
    hint: `Set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or \`credentials\` in the provider's config. Looked in ${sources.map((source) => source.place).join(", then ")}.`,
  });
}

function maskCredentials(credentials: Credentials, mask: Mask): void {
  if ("token" in credentials) {
    mask(credentials.token);
    return;
  }
  mask(credentials.accessKeyId, "prefix");
  mask(credentials.secretAccessKey);
  if (credentials.securityToken !== undefined) mask(credentials.securityToken);
}

/**
 * The value without the white space around it, which secret stores like to leave behind; undefined where nothing is
 * left. Null where it holds what no key or token has and no header may carry: spaces, line breaks, non-ASCII.
 */
export function cleanSecret(value: string | undefined): string | null | undefined {
  const text = value?.trim();
  if (text === undefined || text === "") return undefined;
  return /^[\x21-\x7e]+$/.test(text) ? text : null;
}

import { hash } from "node:crypto";
import type { Principal } from "@upgradectl/provider-sdk";

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

/** Credentials, and what stands behind them. */
export interface Signer {
  readonly credentials: Credentials;
  /** Changes with the credentials; refusals are counted for it. */
  readonly identity: string;
  readonly principal: Principal;
  /** The project that IAM gave a token for. */
  readonly projectId?: string;
}

/** Masks a value in every output; `ConnectContext.secret`. */
export type Mask = (value: string, show?: "prefix") => void;

/** Masks the credentials, so that nothing can print them. `source` is their place in a few words, for the report. */
export function createSigner(
  credentials: Credentials,
  source: string,
  mask: Mask,
  details: { readonly principal?: Principal; readonly projectId?: string | null } = {},
): Signer {
  maskCredentials(credentials, mask);
  const { projectId } = details;
  return {
    credentials,
    identity: "token" in credentials ? identityOf("token", credentials.token) : credentials.accessKeyId,
    principal: details.principal ?? principalOf(credentials, source),
    ...(projectId === undefined || projectId === null ? {} : { projectId }),
  };
}

/** A name for secrets under which refusals can be counted, and which does not give them away. */
export function identityOf(kind: string, ...secrets: readonly string[]): string {
  return `${kind}:${hash("sha256", JSON.stringify(secrets))}`;
}

function principalOf(credentials: Credentials, source: string): Principal {
  if ("token" in credentials) return { kind: "token", source };
  const kind = credentials.securityToken === undefined ? "access-key" : "temporary-access-key";
  return { kind, id: credentials.accessKeyId, source };
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

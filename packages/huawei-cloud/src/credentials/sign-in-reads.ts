import type { Read } from "@upgradectl/provider-sdk";
import { iamService } from "../project-id.ts";
import type { Found } from "./source.ts";

export const metadataService = "metadata";
export const podIdentityService = "pod-identity";

const passwordReads = ["KeystoneCreateUserTokenByPassword"];
const idTokenReads = ["CreateTokenWithIdToken", "CreateTemporaryAccessKeyByToken"];
const agencyReads = ["CreateTemporaryAccessKeyByAgency"];

/** The sign-ins that IAM may be asked for; `local` is what config or environment hold, and without it a file may hold anything. */
export function listSignIns(local: Found | undefined, withAgency: boolean): readonly string[] {
  const kind = local?.grant.kind;
  return [
    ...(local === undefined || kind === "password" ? passwordReads : []),
    ...(local === undefined || kind === "id-token" ? idTokenReads : []),
    ...(withAgency ? agencyReads : []),
  ];
}

/** Every request that signing in may take, and when. */
export const signInReads: readonly Read[] = [
  {
    action: "KeystoneCreateUserTokenByPassword",
    method: "POST",
    path: "/v3/auth/tokens",
    service: iamService,
    per: "account",
    when: "only with a user's password, and again before the token expires",
    purpose: "sign-in",
    // The token is in a header; the body only says how long it lives.
    answer: "text",
  },
  {
    action: "CreateTokenWithIdToken",
    method: "POST",
    path: "/v3.0/OS-AUTH/id-token/tokens",
    service: iamService,
    per: "account",
    when: "only with an OpenID Connect id token, and again before the key expires",
    purpose: "sign-in",
  },
  {
    action: "CreateTemporaryAccessKeyByToken",
    method: "POST",
    path: "/v3.0/OS-CREDENTIAL/securitytokens",
    service: iamService,
    per: "account",
    when: "only with an OpenID Connect id token, and again before the key expires",
    purpose: "sign-in",
  },
  {
    action: "CreateTemporaryAccessKeyByAgency",
    method: "POST",
    path: "/v3.0/OS-CREDENTIAL/securitytokens",
    service: iamService,
    permission: "iam:agencies:assume",
    per: "account",
    when: "only with `assumeAgency`, and again before the key expires",
    purpose: "sign-in",
  },
  podIdentityRead("GetPodIdentityCredentials", "/{name}"),
  podIdentityRead("GetPodIdentityCredentialsOfFolder", "/"),
  {
    action: "CreateMetadataToken",
    method: "PUT",
    path: "/meta-data/latest/api/token",
    service: metadataService,
    per: "account",
    when: "only where no other place has credentials",
    purpose: "sign-in",
    answer: "text",
  },
  {
    action: "ShowMetadataSecurityKey",
    path: "/openstack/latest/securitykey",
    service: metadataService,
    per: "account",
    when: "only where no other place has credentials",
    purpose: "sign-in",
  },
];

/** The address is whatever the pod's environment says: a folder, and a name in it that may be empty. */
function podIdentityRead(action: string, path: string): Read {
  return {
    action,
    method: "POST",
    path,
    service: podIdentityService,
    per: "account",
    when: "only in a pod with an identity, and again before the key expires",
    purpose: "sign-in",
  };
}

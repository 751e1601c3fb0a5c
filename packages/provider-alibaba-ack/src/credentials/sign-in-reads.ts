import type { Read } from "@upgradectl/provider-sdk";

const signIn = { per: "account", purpose: "sign-in" } as const;
const metadata = {
  ...signIn,
  service: "metadata",
  when: "for the role of an ECS instance: a profile wants it, or nothing before it in the chain has a key",
} as const;
const uri = {
  ...signIn,
  service: "credentials-uri",
  when: "for ALIBABA_CLOUD_CREDENTIALS_URI, or a profile with the mode CredentialsURI",
} as const;

/**
 * What signing in may ask: STS 2015-04-01, the metadata service of ECS, and an address of the user's own, whose last path
 * segment is the parameter (none where the address ends with a slash).
 */
export const signInReads = [
  {
    ...signIn,
    action: "AssumeRole",
    method: "POST",
    path: "/",
    service: "sts",
    permission: "sts:AssumeRole",
    when: "for a profile with a RAM role, and before its key expires",
  },
  {
    ...signIn,
    action: "AssumeRoleWithOIDC",
    method: "POST",
    path: "/",
    service: "sts",
    when: "with ALIBABA_CLOUD_OIDC_TOKEN_FILE (RRSA) or a profile with the mode OIDC, and before the key expires",
  },
  {
    ...metadata,
    action: "GetMetadataToken",
    method: "PUT",
    path: "/latest/api/token",
    answer: "text",
  },
  {
    ...metadata,
    action: "GetInstanceRoleName",
    path: "/latest/meta-data/ram/security-credentials/",
    answer: "text",
  },
  {
    ...metadata,
    action: "GetInstanceRoleCredentials",
    path: "/latest/meta-data/ram/security-credentials/{roleName}",
  },
  { ...uri, action: "GetCredentials", path: "/{name}" },
  { ...uri, action: "GetCredentialsOfFolder", path: "/" },
] as const satisfies readonly Read[];

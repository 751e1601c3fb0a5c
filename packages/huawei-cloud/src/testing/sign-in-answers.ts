import { ProviderError } from "@upgradectl/provider-sdk";
import type { FakeAnswer, FakeRoute } from "./fake-http.ts";

export function tokenAnswer(token: string, expiresAt: string | null, projectId?: string): FakeAnswer {
  const project = projectId === undefined ? {} : { project: { id: projectId, name: "cn-north-4" } };
  return {
    status: 201,
    headers: { "x-subject-token": token },
    body: { token: { ...(expiresAt === null ? {} : { expires_at: expiresAt }), ...project } },
  };
}

/** As IAM and the metadata service write it. */
export function keyAnswer(id: string, expiresAt = "2026-11-21T12:00:00.000000Z"): FakeAnswer {
  const credential = {
    access: id,
    secret: `secret-of-${id}`,
    securitytoken: `sts-of-${id}`,
    expires_at: expiresAt,
  };
  return { body: { credential } };
}

/** As the pod's service writes it. */
export function podAnswer(id: string, expiration = "2026-11-20T13:00:00.123Z"): FakeAnswer {
  const credentials = {
    accessKeyId: id,
    secretAccessKey: `secret-of-${id}`,
    securityToken: `sts-of-${id}`,
    expiration,
  };
  return { body: { assumedAgency: { urn: "", id: "" }, credentials } };
}

/** Nothing listens there, which is how a machine outside of the cloud looks. */
export function nobody(): FakeAnswer {
  throw new ProviderError({ kind: "network", message: "connect ECONNREFUSED" });
}

/** Sign-ins that work, on a machine that is no server of the cloud. */
export const signInRoutes: Record<string, FakeRoute> = {
  KeystoneCreateUserTokenByPassword: tokenAnswer("token-1", "2026-11-21T12:00:00.575000Z", "p-of-token"),
  CreateTokenWithIdToken: tokenAnswer("unscoped", null),
  CreateTemporaryAccessKeyByToken: keyAnswer("IDTOKENKEY"),
  CreateTemporaryAccessKeyByAgency: keyAnswer("AGENCYKEY"),
  GetPodIdentityCredentials: podAnswer("PODKEY01"),
  GetPodIdentityCredentialsOfFolder: podAnswer("PODKEY02"),
  CreateMetadataToken: nobody,
  ShowMetadataSecurityKey: nobody,
};

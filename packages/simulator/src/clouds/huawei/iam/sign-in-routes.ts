import type { Route } from "../../cloud.ts";
import { parseJson } from "../../json-body.ts";
import { asksForAgency, createKeyByAgency, createTokenByAgency } from "./agency.ts";
import { createTokenByIdToken, createUnscopedToken, ownersOfProvider } from "./id-token.ts";
import { createTokenByPassword, ownersOfUser } from "./password.ts";
import { createKeyByToken, ownersOfToken } from "./temporary-key.ts";

/** IAM's calls that give out tokens and temporary keys, by the vendor SDK's names (3.1.211). */
export const signInRoutes: readonly Route[] = [
  {
    action: "KeystoneCreateAgencyToken",
    method: "POST",
    path: "/v3/auth/tokens",
    query: ["nocatalog"],
    accepts: (request) => asksForAgency(parseJson(request)),
    reply: createTokenByAgency,
  },
  {
    action: "KeystoneCreateUserTokenByPassword",
    method: "POST",
    path: "/v3/auth/tokens",
    query: ["nocatalog"],
    owners: ownersOfUser,
    reply: createTokenByPassword,
  },
  {
    action: "CreateTemporaryAccessKeyByAgency",
    method: "POST",
    path: "/v3.0/OS-CREDENTIAL/securitytokens",
    query: [],
    accepts: (request) => asksForAgency(parseJson(request)),
    reply: createKeyByAgency,
  },
  {
    action: "CreateTemporaryAccessKeyByToken",
    method: "POST",
    path: "/v3.0/OS-CREDENTIAL/securitytokens",
    query: [],
    owners: ownersOfToken,
    reply: createKeyByToken,
  },
  {
    action: "CreateTokenWithIdToken",
    method: "POST",
    path: "/v3.0/OS-AUTH/id-token/tokens",
    query: [],
    owners: ownersOfProvider,
    reply: createTokenByIdToken,
  },
  {
    action: "CreateUnscopedTokenWithIdToken",
    method: "POST",
    path: "/v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/oidc/auth",
    query: [],
    owners: ownersOfProvider,
    reply: createUnscopedToken,
  },
];

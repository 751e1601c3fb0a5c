import type { Account } from "../../../scenario/world.ts";
import type { Call, Context, Reply } from "../../cloud.ts";
import { parseJson, textAt } from "../../json-body.ts";
import { iamError, keystoneError } from "./errors.ts";
import { replyToken } from "./token-reply.ts";

export function ownersOfProvider({ desk }: Context): readonly Account[] {
  return desk.accounts.filter((account) => account.signIn.identityProvider !== null);
}

/** With the provider in a header and the id token in the body (vendor's Go SDK, 2026-03). */
export function createTokenByIdToken(call: Call): Reply {
  const body = parseJson(call.request);
  const idToken = textAt(body, "auth", "id_token", "id");
  const provider = call.request.headers["x-idp-id"];
  if (idToken === undefined || provider === undefined)
    return iamError(400, "X-Idp-Id and auth.id_token.id are both needed.");
  const accounts = findAccounts(call, provider, idToken);
  if (accounts.length === 0) return iamError(401, "The id token is not valid for this identity provider.");
  return replyToken(call, { method: "mapped", userName: "FederationUser", accounts, body });
}

/** The older way, which the vendor's Node.js SDK (3.1.211) still goes: all of it in path and header, without a scope. */
export function createUnscopedToken(call: Call): Reply {
  const [, idToken = ""] = /^Bearer (\S+)$/.exec(call.request.headers.authorization ?? "") ?? [];
  const accounts = findAccounts(call, call.params.idp_id ?? "", idToken);
  if (accounts.length === 0)
    return keystoneError(401, "The id token is not valid for this identity provider.");
  return replyToken(call, { method: "mapped", userName: "FederationUser", accounts, body: {} });
}

function findAccounts({ desk }: Call, provider: string, idToken: string): readonly Account[] {
  return desk.accounts.filter(({ signIn: { identityProvider } }) => {
    return identityProvider?.id === provider && identityProvider.token === idToken;
  });
}

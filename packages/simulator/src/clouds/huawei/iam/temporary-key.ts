import type { Account } from "../../../scenario/world.ts";
import type { Call, Context, Reply } from "../../cloud.ts";
import { memberAt, parseJson, textAt } from "../../json-body.ts";
import { keyForms } from "../key-forms.ts";
import { admitToken } from "../token.ts";
import { iamError } from "./errors.ts";
import { iamTime } from "./names.ts";

const identity = ["auth", "identity"];

/** The accounts of the token that the request shows; all where it shows none, so that the refusal belongs to one. */
export function ownersOfToken(context: Context): readonly Account[] {
  const admission = admitToken(context, shownToken(context) ?? "");
  return "accounts" in admission ? admission.accounts : context.desk.accounts;
}

export function createKeyByToken(call: Call): Reply {
  const body = parseJson(call.request);
  const methods = memberAt(body, ...identity, "methods");
  if (!Array.isArray(methods) || methods.length !== 1 || methods[0] !== "token")
    return iamError(400, 'auth.identity.methods must be ["token"] or ["assume_role"]');
  const token = shownToken(call);
  if (token === undefined) return iamError(401, "auth.identity.token.id and X-Auth-Token are both missing");
  const admission = admitToken(call, token);
  if ("refusal" in admission) return { ...admission.refusal, mistake: admission.reason };
  return grantKey(call, admission.accounts, memberAt(body, ...identity, "token", "duration_seconds"));
}

/** The body's own token comes first (IAM API reference, 2025-03). */
function shownToken({ request }: Context): string | undefined {
  return textAt(parseJson(request), ...identity, "token", "id") ?? request.headers["x-auth-token"];
}

/** `seconds`: 900 to 86400, 900 where the request leaves it out (IAM API reference, 2025-03). */
export function grantKey(call: Call, accounts: readonly Account[], seconds: unknown): Reply {
  const asked = seconds ?? 900;
  if (typeof asked !== "number" || !Number.isInteger(asked) || asked < 900 || asked > 86_400)
    return iamError(400, "Request parameter duration_seconds is invalid: it goes from 900 to 86400.");
  const lifetimeMs = accounts[0]?.signIn.keyLifetimeMs ?? asked * 1000;
  const key = call.desk.issueKey(keyForms, accounts, call.now + lifetimeMs);
  const credential = {
    access: key.accessKeyId,
    expires_at: iamTime(key.expiresAt),
    secret: key.secret,
    securitytoken: key.securityToken,
  };
  return { status: 201, body: { credential } };
}

import type { Account } from "../../scenario/world.ts";
import type { Context, Reply } from "../cloud.ts";
import { gatewayError, incorrectAuthentication } from "./errors.ts";

/** `hasProject`: false for a token that opens no project. */
export type TokenAdmission =
  | { readonly accounts: readonly Account[]; readonly hasProject: boolean }
  | { readonly refusal: Reply; readonly reason: string };

/** Looks a token up: the scenario's own ones never expire. */
export function admitToken(context: Context, token: string): TokenAdmission {
  const permanent = context.desk.accounts.filter((account) => account.token === token);
  if (permanent.length > 0) return { accounts: permanent, hasProject: true };
  const issued = context.desk.findToken(token);
  if (issued === undefined) {
    const reason = "decrypt token fail";
    return { refusal: incorrectAuthentication(context, reason), reason };
  }
  if (context.now < issued.expiresAt) return issued;
  const refusal = gatewayError(context, 401, "APIG.0307", "The token must be updated.");
  return { refusal, reason: "the token has expired" };
}

import type { Answer, Perishable } from "@upgradectl/provider-sdk";
import type { Iam } from "../iam.ts";
import { isPlainId } from "../ids.ts";
import { cleanSecret } from "./clean-text.ts";
import { createSigner, identityOf, type Mask, type Signer } from "./credential.ts";
import type { Password } from "./source.ts";
import { oddAnswer, parseExpiry } from "./temporary-key.ts";

const action = "KeystoneCreateUserTokenByPassword";

/** What a token is good for: one project, or the account as a whole. */
export type Scope =
  | { readonly project: { readonly id: string } | { readonly name: string } }
  | { readonly domain: Password["domain"] };

export interface PasswordSignIn {
  readonly password: Password;
  readonly scope: Scope;
  readonly source: string;
  readonly iam: Iam;
  readonly mask: Mask;
  readonly now: () => number;
}

/** Gets a token for a user's password (IAM API reference, "Obtaining a User Token Through Password Authentication"). */
export function createPasswordTokens(
  signIn: PasswordSignIn,
): (signal: AbortSignal) => Promise<Perishable<Signer>> {
  const { password: user, scope, source, iam, mask } = signIn;
  const { username: name, password, domain } = user;
  mask(password);
  // The scope is no part of it: a wrong password is as wrong in the next region, and every try counts for the lock.
  const identity = identityOf("password", JSON.stringify(domain), name, password);
  iam.signInWith(action, () => ({
    headers: {},
    identity,
    principal: { kind: "password", id: name, source },
  }));
  const json = {
    auth: { identity: { methods: ["password"], password: { user: { name, password, domain } } }, scope },
  };
  return async (signal) => parseToken(await iam.read(action, { json, signal }), signIn);
}

async function parseToken(
  answer: Answer,
  { password, source, mask, now }: PasswordSignIn,
): Promise<Perishable<Signer>> {
  const token = cleanSecret(answer.headers["x-subject-token"]);
  if (typeof token !== "string") throw oddAnswer(answer, "without a usable header `X-Subject-Token`");
  mask(token);
  const { parseDetails } = await import("./token-details.ts");
  const { expires_at, project } = parseDetails(answer.body).token;
  const projectId = typeof project.id === "string" && isPlainId(project.id) ? project.id : null;
  const principal = { kind: "password-token", id: password.username, source };
  return {
    value: createSigner({ token }, source, mask, { principal, projectId }),
    expiresAt: parseExpiry(expires_at, now),
  };
}

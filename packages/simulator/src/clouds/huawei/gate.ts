import type { Account } from "../../scenario/world.ts";
import type { Admission, Context, Match } from "../cloud.ts";
import { FailureMemory } from "../failure-memory.ts";
import { gatewayError, incorrectAuthentication } from "./errors.ts";
import { type HuaweiAuthorization, parseAuthorization, signHuawei } from "./signature.ts";
import { admitToken } from "./token.ts";

const skewMs = 15 * 60_000;

/**
 * Huawei's sign-in: a token, or a signature not older than 15 minutes. More than five failures in a row lock an
 * access key for five minutes, for right signatures too (Huawei API gateway FAQ, 2025).
 */
export function createGate(): (context: Context, match: Match) => Admission {
  const failures = new FailureMemory(5, 5 * 60_000);
  return (context, { params }) => {
    const token = context.request.headers["x-auth-token"];
    const admission =
      token === undefined
        ? bySignature(context, failures)
        : byToken(context, token, params.project_id !== undefined);
    return "accounts" in admission ? checkProject(context, admission, params.project_id) : admission;
  };
}

function refuse(context: Context, reason: string): Admission {
  return { refusal: incorrectAuthentication(context, reason), reason };
}

function byToken(context: Context, token: string, needsProject: boolean): Admission {
  const admission = admitToken(context, token);
  if ("refusal" in admission || !needsProject || admission.hasProject) return admission;
  const reason = "the token has no project scope";
  const message = `Incorrect IAM authorization information: ${reason}`;
  return { refusal: gatewayError(context, 403, "APIG.0302", message), reason };
}

function bySignature(context: Context, failures: FailureMemory): Admission {
  const header = context.request.headers.authorization;
  if (header === undefined) return refuse(context, "x-auth-token not found");
  const authorization = parseAuthorization(header);
  if (authorization === null)
    return refuse(context, "verify aksk signature fail, malformed authorization header");
  const key = authorization.accessKeyId;
  if (failures.isLocked(key, context.now))
    return refuse(context, `AK access failed to reach the limit,forbidden: ${key}`);
  const known = findKey(context, key);
  const reason = findFault(context, authorization, known);
  if (reason === null && known !== undefined) {
    failures.succeed(key);
    if (context.now < known.expiresAt) return { accounts: known.accounts };
    return refuse(context, "the securityToken has expired");
  }
  failures.fail(key, context.now);
  return refuse(context, reason ?? "ak not exist");
}

/** A permanent key, or a temporary one. */
interface KnownKey {
  readonly accounts: readonly Account[];
  readonly secret: string;
  readonly securityToken: string | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

function findKey({ desk }: Context, accessKeyId: string): KnownKey | undefined {
  const accounts = desk.accounts.filter((account) => account.accessKeyId === accessKeyId);
  const [first] = accounts;
  if (first?.secret == null) return desk.findKey(accessKeyId);
  const { secret, securityToken } = first;
  return { accounts, secret, securityToken, expiresAt: Number.POSITIVE_INFINITY };
}

function findFault(context: Context, given: HuaweiAuthorization, known: KnownKey | undefined): string | null {
  const { headers } = context.request;
  if (known === undefined) return `Get secretKey failed,ak:${given.accessKeyId},err:ak not exist`;
  const unsigned = mustBeSigned.find(
    (name) => headers[name] !== undefined && !given.signedHeaders.includes(name),
  );
  if (unsigned !== undefined) return `verify aksk signature fail, header ${unsigned} is not signed`;
  const date = parseDate(headers["x-sdk-date"]);
  if (date === null) return "verify aksk signature fail, x-sdk-date is missing or malformed";
  const odd = given.signedHeaders.find((name) => name !== name.toLowerCase() || name.includes("_"));
  if (odd !== undefined) return `verify aksk signature fail, header ${odd} cannot be signed`;
  if (signHuawei(context.request, given.signedHeaders, known.secret) !== given.signature)
    return "verify aksk signature fail";
  if (Math.abs(context.now - date) > skewMs) return "verify aksk signature fail, x-sdk-date is expired";
  return (headers["x-security-token"] ?? null) === known.securityToken ? null : "check securityToken fail";
}

const mustBeSigned = ["x-sdk-date", "x-project-id", "x-domain-id", "x-security-token"];

function parseDate(text: string | undefined): number | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? "") ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? null : at;
}

function checkProject(
  context: Context,
  admission: { readonly accounts: readonly Account[] },
  project: string | undefined,
): Admission {
  const named = context.request.headers["x-project-id"];
  if (project === undefined || named === undefined || named === project) return admission;
  return refuse(context, "x-project-id differs from the project of the path");
}

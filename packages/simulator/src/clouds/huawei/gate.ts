import type { Account, World } from "../../scenario/world.ts";
import type { Admission, Context, Match } from "../cloud.ts";
import { incorrectAuthentication } from "./errors.ts";
import { type HuaweiAuthorization, parseAuthorization, signHuawei } from "./signature.ts";

const skewMs = 15 * 60_000;
const failuresAllowed = 5;
const lockMs = 5 * 60_000;

interface Failures {
  count: number;
  lockedUntil: number;
}

/**
 * Huawei's sign-in: a token, or a signature not older than 15 minutes. More than five failures in a row lock an
 * access key for five minutes, for right signatures too (Huawei API gateway FAQ, 2025).
 */
export function createGate(world: World): (context: Context, match: Match) => Admission {
  const failures = new Map<string, Failures>();
  const accounts = world.accounts.filter((account) => account.cloud === "huawei");
  return (context, { params }) => {
    const token = context.request.headers["x-auth-token"];
    const admission =
      token === undefined ? bySignature(context, accounts, failures) : byToken(context, accounts, token);
    return "accounts" in admission ? checkProject(context, admission, params.project_id) : admission;
  };
}

function refuse(context: Context, reason: string): Admission {
  return { refusal: incorrectAuthentication(context, reason), reason };
}

function byToken(context: Context, accounts: readonly Account[], token: string): Admission {
  const opened = accounts.filter((account) => account.token === token);
  return opened.length > 0 ? { accounts: opened } : refuse(context, "decrypt token fail");
}

function bySignature(
  context: Context,
  accounts: readonly Account[],
  failures: Map<string, Failures>,
): Admission {
  const header = context.request.headers.authorization;
  if (header === undefined) return refuse(context, "x-auth-token not found");
  const authorization = parseAuthorization(header);
  if (authorization === null)
    return refuse(context, "verify aksk signature fail, malformed authorization header");
  const key = authorization.accessKeyId;
  const before = failures.get(key) ?? { count: 0, lockedUntil: 0 };
  if (context.now < before.lockedUntil)
    return refuse(context, `AK access failed to reach the limit,forbidden: ${key}`);
  const opened = accounts.filter((account) => account.accessKeyId === key);
  const reason = findFault(context, authorization, opened[0]);
  if (reason === null) {
    failures.delete(key);
    return { accounts: opened };
  }
  const count = before.count + 1;
  const locked = count > failuresAllowed;
  failures.set(key, { count: locked ? 0 : count, lockedUntil: locked ? context.now + lockMs : 0 });
  return refuse(context, reason);
}

function findFault(
  context: Context,
  given: HuaweiAuthorization,
  account: Account | undefined,
): string | null {
  const { headers } = context.request;
  if (account?.secret == null) return `Get secretKey failed,ak:${given.accessKeyId},err:ak not exist`;
  const unsigned = mustBeSigned.find(
    (name) => headers[name] !== undefined && !given.signedHeaders.includes(name),
  );
  if (unsigned !== undefined) return `verify aksk signature fail, header ${unsigned} is not signed`;
  const date = parseDate(headers["x-sdk-date"]);
  if (date === null) return "verify aksk signature fail, x-sdk-date is missing or malformed";
  const odd = given.signedHeaders.find((name) => name !== name.toLowerCase() || name.includes("_"));
  if (odd !== undefined) return `verify aksk signature fail, header ${odd} cannot be signed`;
  if (signHuawei(context.request, given.signedHeaders, account.secret) !== given.signature)
    return "verify aksk signature fail";
  if (Math.abs(context.now - date) > skewMs) return "verify aksk signature fail, x-sdk-date is expired";
  if ((headers["x-security-token"] ?? null) !== account.securityToken) return "check securityToken fail";
  return null;
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

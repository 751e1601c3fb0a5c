import { hash } from "node:crypto";
import type { Account, World } from "../../scenario/world.ts";
import type { Admission, Context, Match } from "../cloud.ts";
import { gatewayError, unknownCall } from "./errors.ts";
import { NonceMemory } from "./nonce-memory.ts";
import { isToBeSigned, parseAuthorization, signAlibaba } from "./signature.ts";

const skewMs = 15 * 60_000;

/** Alibaba's sign-in (signature V3): action and version fit the path, every vendor header signed, fresh, used once. */
export function createGate(world: World): (context: Context, match: Match) => Admission {
  const accounts = world.accounts.filter((account) => account.cloud === "alibaba");
  const nonces = new NonceMemory(2 * skewMs);
  return (context, { route }) => {
    const { headers } = context.request;
    if (headers["x-acs-action"] !== route.action) {
      const reason = `x-acs-action is ${headers["x-acs-action"] ?? "missing"}, the path is ${route.action}'s`;
      return { refusal: unknownCall(context), reason };
    }
    if (headers["x-acs-version"] !== "2015-12-15")
      return refuse(context, 404, "InvalidVersion", "Specified parameter Version is not valid.");
    const admission = bySignature(context, accounts);
    if (!("accounts" in admission)) return admission;
    if (!nonces.use(headers["x-acs-signature-nonce"] ?? "", context.now))
      return refuse(context, 400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    return admission;
  };
}

function refuse(context: Context, status: number, code: string, message: string): Admission {
  return { refusal: gatewayError(context, status, code, message), reason: `${code}: ${message}` };
}

function bySignature(context: Context, accounts: readonly Account[]): Admission {
  const { headers } = context.request;
  if (headers.authorization === undefined)
    return refuse(
      context,
      400,
      "MissingAuthorization",
      "The Authorization header is mandatory for this action.",
    );
  const given = parseAuthorization(headers.authorization);
  if (given === null)
    return refuse(
      context,
      400,
      "IncompleteSignature",
      "The request signature does not conform to Aliyun standards.",
    );
  const absent = required.find((name) => !headers[name]);
  if (absent !== undefined)
    return refuse(context, 400, "MissingParameter", `The header ${absent} is mandatory for this action.`);
  const opened = accounts.filter((account) => account.accessKeyId === given.accessKeyId);
  const account = opened[0];
  const token = headers["x-acs-security-token"];
  // A temporary key without its token is as unknown as one that does not exist.
  if (
    account === undefined ||
    account.secret === null ||
    (account.securityToken !== null && token === undefined)
  )
    return refuse(context, 404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  return (
    checkDate(context) ??
    checkSignature(context, given, account.secret) ??
    checkToken(context, opened, account)
  );
}

const required = [
  "host",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-content-sha256",
  "x-acs-action",
  "x-acs-version",
];

function checkDate(context: Context): Admission | null {
  const text = context.request.headers["x-acs-date"] ?? "";
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    return refuse(
      context,
      400,
      "InvalidTimeStamp.Format",
      "Specified time stamp or date value is not well formatted.",
    );
  if (Math.abs(context.now - at) <= skewMs) return null;
  return refuse(context, 400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
}

/**
 * The service signs everything that has to be signed, whatever the client listed. Its answer to a mismatch shows
 * what it signed, the access key among it (a public bug report, ddns-go#936): clients have to mask it.
 */
function checkSignature(
  context: Context,
  given: {
    readonly accessKeyId: string;
    readonly signedHeaders: readonly string[];
    readonly signature: string;
  },
  secret: string,
): Admission | null {
  const present = Object.keys(context.request.headers).filter(isToBeSigned).toSorted();
  const expected = signAlibaba(context.request, present, secret);
  const hashed = context.request.headers["x-acs-content-sha256"] === hash("sha256", context.request.body);
  if (hashed && expected.signature === given.signature) return null;
  const reason = `signed were ${given.signedHeaders.join(";")}, expected ${present.join(";")}`;
  const message =
    `Specified signature is not matched with our calculation. AccessKeyId: ${given.accessKeyId}, ` +
    `server string to sign is: ${expected.stringToSign}, server canonical request is: ${expected.canonicalRequest}`;
  return {
    refusal: gatewayError(context, 400, "SignatureDoesNotMatch", message),
    reason: `SignatureDoesNotMatch: ${reason}`,
  };
}

function checkToken(context: Context, opened: readonly Account[], account: Account): Admission {
  const token = context.request.headers["x-acs-security-token"] ?? null;
  if (token === account.securityToken) return { accounts: opened };
  const message = "Specified SecurityToken is mismatch with the AccessKey.";
  return refuse(context, 400, "InvalidSecurityToken.MismatchWithAccessKey", message);
}

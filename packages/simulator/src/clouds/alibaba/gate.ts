import { hash } from "node:crypto";
import type { Admission, Context, Match } from "../cloud.ts";
import { gatewayError, unknownCall } from "./errors.ts";
import { checkDate, checkToken, findKey, refuse, unknownKey } from "./known-key.ts";
import { NonceMemory } from "./nonce-memory.ts";
import { type AlibabaAuthorization, isToBeSigned, parseAuthorization, signAlibaba } from "./signature.ts";
import { rpcParameters, rpcVersion } from "./sts/parameters.ts";
import { signRpc } from "./sts/rpc-signature.ts";

/** Longer than a date may be off, either way. */
const nonceSpanMs = 30 * 60_000;

/**
 * Alibaba's sign-in: action and version fit the path, every vendor header signed (signature V3), fresh, used once. STS
 * takes signature V1 too, whose parts are parameters.
 */
export function createGate(): (context: Context, match: Match) => Admission {
  const nonces = new NonceMemory(nonceSpanMs);
  return (context, { route }) => {
    const { request } = context;
    const isSts = route.path === "/";
    const isV1 = isSts && request.headers.authorization === undefined;
    const action = request.headers["x-acs-action"];
    if (!isV1 && action !== route.action) {
      const reason = `x-acs-action is ${action ?? "missing"}, the path is ${route.action}'s`;
      return { refusal: unknownCall(context), reason };
    }
    const version = isSts ? rpcVersion(request) : request.headers["x-acs-version"];
    if (version !== (isSts ? "2015-04-01" : "2015-12-15"))
      return refuse(context, 404, "InvalidVersion", "Specified parameter Version is not valid.");
    const admission = isV1 ? byParameters(context) : byHeaders(context);
    if (!("accounts" in admission)) return admission;
    const nonce = isV1
      ? rpcParameters(request).get("SignatureNonce")
      : request.headers["x-acs-signature-nonce"];
    if (nonces.use(nonce ?? "", context.now)) return admission;
    return refuse(context, 400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  };
}

function byHeaders(context: Context): Admission {
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
  const absent = requiredHeaders.find((name) => !headers[name]);
  if (absent !== undefined)
    return refuse(context, 400, "MissingParameter", `The header ${absent} is mandatory for this action.`);
  const token = headers["x-acs-security-token"];
  const known = findKey(context, given.accessKeyId, token !== undefined);
  if (known === undefined) return unknownKey(context);
  return (
    checkDate(context, headers["x-acs-date"] ?? "") ??
    checkSignature(context, given, known.secret) ??
    checkToken(context, known, token)
  );
}

const requiredHeaders = [
  "host",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-content-sha256",
  "x-acs-action",
  "x-acs-version",
];

function byParameters(context: Context): Admission {
  const given = rpcParameters(context.request);
  const absent = requiredParameters.find((name) => !given.get(name));
  if (absent !== undefined)
    return refuse(context, 400, `Missing${absent}`, `${absent} is mandatory for this action.`);
  if (given.get("SignatureMethod") !== "HMAC-SHA1" || given.get("SignatureVersion") !== "1.0")
    return refuse(context, 400, "InvalidParameter", "The signature must be HMAC-SHA1 of version 1.0.");
  const token = given.get("SecurityToken");
  const known = findKey(context, given.get("AccessKeyId") ?? "", token !== undefined);
  if (known === undefined) return unknownKey(context);
  const late = checkDate(context, given.get("Timestamp") ?? "");
  if (late !== null) return late;
  const expected = signRpc(context.request, known.secret);
  if (expected.signature === given.get("Signature")) return checkToken(context, known, token);
  const message = `Specified signature is not matched with our calculation. server string to sign is:${expected.stringToSign}`;
  return {
    refusal: gatewayError(context, 400, "SignatureDoesNotMatch", message),
    reason: "SignatureDoesNotMatch: of the parameters",
  };
}

const requiredParameters = [
  ...["AccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp"],
];

/**
 * The service signs everything that has to be signed, whatever the client listed. Its answer to a mismatch shows
 * what it signed, the access key among it (a public bug report, ddns-go#936): clients have to mask it.
 */
function checkSignature(context: Context, given: AlibabaAuthorization, secret: string): Admission | null {
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

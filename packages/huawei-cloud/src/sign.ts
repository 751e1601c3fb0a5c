import { hash } from "node:crypto";
import { hmacSha256, type SignableRequest } from "@upgradectl/provider-sdk";
import type { AccessKey } from "./credentials/credential.ts";

const algorithm = "SDK-HMAC-SHA256";
/** The gateway refuses a signature whose time is further from its own (API Request Signing Guide). */
export const timeToleranceMs: number = 15 * 60_000;
/** SHA-256 of nothing. */
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/** Signed where they are sent; everything else may be changed by a proxy on the way. */
const signedWhereSent = ["content-type", "x-domain-id", "x-project-id"];

/**
 * The headers that sign a request for Huawei Cloud (API Request Signing Guide, SDK-HMAC-SHA256). `x-project-id` is
 * signed where the request carries it, `x-security-token` where the key has one.
 */
export function signRequest(request: SignableRequest, key: AccessKey): Record<string, string> {
  const date = new Date(request.time).toISOString().replace(/[-:]|\.\d+/g, "");
  const added: Record<string, string> = { "x-sdk-date": date };
  if (key.securityToken !== undefined) added["x-security-token"] = key.securityToken;
  const signed: Record<string, string> = { host: request.host, ...added };
  for (const [name, value] of Object.entries(request.headers)) {
    const lower = name.toLowerCase();
    if (signedWhereSent.includes(lower)) signed[lower] = value;
  }
  return { ...added, authorization: authorize(request, key, date, signed) };
}

type SignedParts = Pick<SignableRequest, "method" | "path" | "query" | "body">;

/** The `Authorization` header over exactly the given headers; their names are lower case. */
export function authorize(
  request: SignedParts,
  key: AccessKey,
  date: string,
  headers: Readonly<Record<string, string>>,
): string {
  const names = Object.keys(headers).sort();
  const signedHeaders = names.join(";");
  const canonicalRequest = [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    signedHeaders,
    request.body === "" ? emptyHash : hash("sha256", request.body),
  ].join("\n");
  const stringToSign = `${algorithm}\n${date}\n${hash("sha256", canonicalRequest)}`;
  const signature = signerOf(key)(stringToSign);
  return `${algorithm} Access=${key.accessKeyId}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

const signers = new WeakMap<AccessKey, (text: string) => string>();

function signerOf(key: AccessKey): (text: string) => string {
  const signer = signers.get(key) ?? hmacSha256(key.secretAccessKey);
  signers.set(key, signer);
  return signer;
}

/** Of these characters none is encoded. */
const plainPath = /^[\w.~/-]*$/;

/** Every segment decoded and encoded once, and a slash at the end that the request itself need not have. */
function canonicalPath(path: string): string {
  if (plainPath.test(path)) return path.endsWith("/") ? path : `${path}/`;
  const encoded = path
    .split("/")
    .map((segment) => encode(decode(segment)))
    .join("/");
  return encoded.endsWith("/") ? encoded : `${encoded}/`;
}

/** Sorted by name, then by value, as they read before they are encoded. */
function canonicalQuery(query: string): string {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair): [string, string] => {
      const at = pair.indexOf("=");
      return at < 0 ? [decode(pair), ""] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
    })
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** RFC 3986: `encodeURIComponent` leaves five characters that are reserved there. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A percent sign that encodes nothing stands for itself. */
function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { createHmac, hash } from "node:crypto";
import { percentEncode } from "../../server/percent-encode.ts";
import type { RawRequest } from "../../server/raw-request.ts";

export interface HuaweiAuthorization {
  readonly accessKeyId: string;
  /** In lower case, as listed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const form = /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

export function parseAuthorization(header: string): HuaweiAuthorization | null {
  const [, accessKeyId, signedHeaders, signature] = form.exec(header) ?? [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) return null;
  return { accessKeyId, signedHeaders: signedHeaders.split(";"), signature };
}

/**
 * The SDK-HMAC-SHA256 signature that this request should carry (Huawei API signing guide, 2021-09; vendor SDK
 * 3.1.211): the path escaped segment by segment with a slash at its end, the query sorted by decoded name.
 */
export function signHuawei(request: RawRequest, signedHeaders: readonly string[], secret: string): string {
  const canonical = [
    request.method,
    canonicalPath(request),
    canonicalQuery(request),
    signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`).join(""),
    signedHeaders.join(";"),
    payloadHash(request),
  ].join("\n");
  const date = request.headers["x-sdk-date"] ?? "";
  return createHmac("sha256", secret)
    .update(`SDK-HMAC-SHA256\n${date}\n${hash("sha256", canonical)}`)
    .digest("hex");
}

function canonicalPath(request: RawRequest): string {
  const path = `/${request.segments.map(percentEncode).join("/")}`;
  return path.endsWith("/") ? path : `${path}/`;
}

function canonicalQuery(request: RawRequest): string {
  return request.query
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}

/** A client may send the hash itself, or the literal UNSIGNED-PAYLOAD for what it does not want to read twice. */
function payloadHash(request: RawRequest): string {
  const actual = hash("sha256", request.body);
  const claimed = request.headers["x-sdk-content-sha256"];
  return claimed === "UNSIGNED-PAYLOAD" ? claimed : actual;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

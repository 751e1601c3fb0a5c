import { createHmac, hash } from "node:crypto";
import { percentEncode } from "../../server/percent-encode.ts";
import type { RawRequest } from "../../server/raw-request.ts";

export interface AlibabaAuthorization {
  readonly accessKeyId: string;
  /** In lower case, as listed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const form = /^ACS3-HMAC-SHA256 Credential=([^,\s]+),SignedHeaders=([^,\s]+),Signature=([0-9a-f]{64})$/;

export function parseAuthorization(header: string): AlibabaAuthorization | null {
  const [, accessKeyId, signedHeaders, signature] = form.exec(header) ?? [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) return null;
  return { accessKeyId, signedHeaders: signedHeaders.split(";"), signature };
}

export interface ExpectedSignature {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
}

/**
 * The ACS3-HMAC-SHA256 signature that this request should carry (vendor's signature V3 guide; openapi-core 1.0.8):
 * what the wire says is decoded first, so its own escaping does not matter.
 */
export function signAlibaba(
  request: RawRequest,
  signedHeaders: readonly string[],
  secret: string,
): ExpectedSignature {
  const canonicalRequest = [
    request.method,
    `/${request.segments.map(percentEncode).join("/")}`,
    canonicalQuery(request),
    signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`).join(""),
    signedHeaders.join(";"),
    hash("sha256", request.body),
  ].join("\n");
  const stringToSign = `ACS3-HMAC-SHA256\n${hash("sha256", canonicalRequest)}`;
  return {
    canonicalRequest,
    stringToSign,
    signature: createHmac("sha256", secret).update(stringToSign).digest("hex"),
  };
}

function canonicalQuery(request: RawRequest): string {
  return request.query
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** The guide wants these signed whenever they are there. */
export function isToBeSigned(header: string): boolean {
  return header === "host" || header === "content-type" || header.startsWith("x-acs-");
}

import { hash, randomUUID } from "node:crypto";
import { type Fresh, hmacSha256, type SignableRequest, type SignedHeaders } from "@upgradectl/provider-sdk";
import type { AccessKey } from "./credentials/access-key.ts";

const algorithm = "ACS3-HMAC-SHA256";
/** The gateway refuses a signature whose time is further from its own. */
const timeToleranceMs = 15 * 60_000;
const ackVersion = "2015-12-15";
/** Of STS, which gives temporary keys. */
export const stsVersion = "2015-04-01";
/** SHA-256 of nothing. */
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** What goes into a signature, with every header as it is sent. */
export interface SignedParts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A key, and where it comes from, for the report's evidence. */
export interface SourcedKey {
  readonly key: AccessKey;
  readonly source: string;
}

type Signer = (request: SignableRequest) => SignedHeaders;

/** Signs every request to ACK with the key of the moment. */
export function createSigner(
  credentials: Pick<Fresh<SourcedKey>, "current">,
): (request: SignableRequest, signal: AbortSignal) => Promise<SignedHeaders> {
  return async (request, signal) => signedBy(await credentials.current(signal), ackVersion)(request);
}

/** Signs each try with a new nonce: the service refuses a nonce that it has seen. */
export function signedBy(
  { key, source }: SourcedKey,
  version: string,
  createNonce: () => string = () => randomUUID(),
): Signer {
  const kind = key.securityToken === undefined ? "access-key" : "temporary-access-key";
  return (request) => ({
    headers: signRequest(request, key, createNonce(), version),
    identity: identityOf(key),
    principal: { kind, id: key.accessKeyId, source },
    timeToleranceMs,
  });
}

/** A temporary key and its token are one identity: with a new token the same id is to be tried again. */
export function identityOf({ accessKeyId, securityToken }: AccessKey): string {
  return securityToken === undefined ? accessKeyId : `${accessKeyId} ${hash("sha256", securityToken)}`;
}

/** The headers that signature version 3 adds to a request, the authorization among them. */
export function signRequest(
  request: SignableRequest,
  credentials: AccessKey,
  nonce: string,
  version: string = ackVersion,
): Readonly<Record<string, string>> {
  const added = {
    "x-acs-action": request.action,
    "x-acs-content-sha256": hashBody(request.body),
    "x-acs-date": new Date(request.time).toISOString().replace(/\.\d+/, ""),
    "x-acs-signature-nonce": nonce,
    "x-acs-version": version,
    ...(credentials.securityToken === undefined ? {} : { "x-acs-security-token": credentials.securityToken }),
  };
  const headers = { ...request.headers, ...added, host: request.host };
  return { ...added, authorization: authorize({ ...request, headers }, credentials) };
}

/** The `authorization` header. All of `host`, `content-type` and `x-acs-*` that are sent have to be signed. */
export function authorize(parts: SignedParts, credentials: AccessKey): string {
  const headers = Object.entries(parts.headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .filter(([name]) => name === "host" || name === "content-type" || name.startsWith("x-acs-"))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = headers.map(([name]) => name).join(";");
  const canonicalRequest = [
    parts.method,
    canonicalPath(parts.path),
    parts.query,
    ...headers.map(([name, value]) => `${name}:${value}`),
    "",
    names,
    hashBody(parts.body),
  ].join("\n");
  const signature = signerOf(credentials)(`${algorithm}\n${hash("sha256", canonicalRequest)}`);
  return `${algorithm} Credential=${credentials.accessKeyId},SignedHeaders=${names},Signature=${signature}`;
}

const signers = new WeakMap<AccessKey, (text: string) => string>();

function signerOf(key: AccessKey): (text: string) => string {
  const signer = signers.get(key) ?? hmacSha256(key.accessKeySecret);
  signers.set(key, signer);
  return signer;
}

/** The vendor's SDK signs a path in this form whatever form it sends (@alicloud/openapi-core 1.0.8). */
function canonicalPath(path: string): string {
  return path.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~") || "/";
}

function hashBody(body: string): string {
  return body === "" ? emptyHash : hash("sha256", body);
}

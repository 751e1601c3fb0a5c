import {
  type ConnectContext,
  type Perishable,
  ProviderError,
  parseTimestamp,
} from "@upgradectl/provider-sdk";
import { type AccessKey, maskKey } from "./access-key.ts";

type Mask = ConnectContext<unknown>["secret"];

/**
 * The key in an answer of STS, of the metadata service or of a credentials URI: `AccessKeyId`, `AccessKeySecret`,
 * `SecurityToken` and `Expiration` (RFC 3339). Nothing of it goes into a message.
 */
export function readTemporaryKey(action: string, body: unknown, secret: Mask): Perishable<AccessKey> {
  const fields = isRecord(body) ? body : {};
  for (const name of ["AccessKeySecret", "SecurityToken"]) {
    const value = fields[name];
    if (typeof value === "string") secret(value);
  }
  const text = (name: string): string => {
    const value = fields[name];
    const trimmed = typeof value === "string" ? value.trim() : "";
    // Anything else could not stand in a header.
    if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
    throw new ProviderError({
      kind: "unexpected-response",
      message: `${action} answered without a usable ${name}`,
      hint: "Something else than the service may answer at this address.",
    });
  };
  const accessKeyId = text("AccessKeyId");
  const accessKeySecret = text("AccessKeySecret");
  const securityToken = text("SecurityToken");
  const key = { accessKeyId, accessKeySecret, securityToken };
  maskKey(key, secret);
  return { value: key, expiresAt: readExpiry(fields.Expiration) };
}

/** Epoch milliseconds; null where nobody says when, or what they say is no time. */
export function readExpiry(value: unknown): number | null {
  const time = parseTimestamp(value);
  return time === null ? null : Date.parse(time.at);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

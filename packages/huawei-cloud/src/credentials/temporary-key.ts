import { type Answer, type Perishable, ProviderError, parseTimestamp } from "@upgradectl/provider-sdk";
import { cleanSecret } from "./clean-text.ts";
import { createSigner, type Mask, type Signer } from "./credential.ts";

/**
 * The names of the parts: in IAM and ECS metadata, in pod identity, in the newer token service. The vendor's SDK for
 * Python (3.1.211) reads the first two from any of these services.
 */
const parts = {
  accessKeyId: ["access", "accessKeyId", "access_key_id"],
  secretAccessKey: ["secret", "secretAccessKey", "secret_access_key"],
  securityToken: ["securitytoken", "securityToken", "security_token"],
} as const;

/** The temporary access key in an answer. What is wrong with one is named, but nothing of it is quoted. */
export function parseTemporaryKey(
  answer: Answer,
  source: string,
  { mask, now }: { readonly mask: Mask; readonly now: () => number },
): Perishable<Signer> {
  const body = sectionOf(answer.body);
  const row = sectionOf(body?.credential) ?? sectionOf(body?.credentials);
  if (row === undefined) throw oddAnswer(answer, "without a `credential`");
  const credentials = {
    accessKeyId: readPart(row, "accessKeyId", answer),
    secretAccessKey: readPart(row, "secretAccessKey", answer),
    securityToken: readPart(row, "securityToken", answer),
  };
  const expiresAt = parseExpiry(row.expires_at ?? row.expiration, now);
  return { value: createSigner(credentials, source, mask), expiresAt };
}

/**
 * Epoch milliseconds, null where it is not known. A moment in the past says that one of the two clocks is wrong: the
 * service has the last word then, by refusing.
 */
export function parseExpiry(value: unknown, now: () => number): number | null {
  const timestamp = parseTimestamp(value);
  const expiresAt = timestamp === null ? null : Date.parse(timestamp.at);
  return expiresAt === null || expiresAt <= now() ? null : expiresAt;
}

export function oddAnswer(answer: Answer, what: string): ProviderError {
  return new ProviderError({
    kind: "unexpected-response",
    message: `${answer.action} answered ${answer.status} ${what}`,
    hint: "A proxy or another service may have answered in its place.",
    httpStatus: answer.status,
    ...(answer.requestId === null ? {} : { requestId: answer.requestId }),
  });
}

function readPart(row: Readonly<Record<string, unknown>>, part: keyof typeof parts, answer: Answer): string {
  for (const name of parts[part]) {
    const value = row[name];
    const text = typeof value === "string" ? cleanSecret(value) : undefined;
    if (typeof text === "string") return text;
  }
  throw oddAnswer(answer, `without a usable \`${parts[part][0]}\``);
}

function sectionOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

import { type ErrorFacts, isProviderError, ProviderError } from "@upgradectl/provider-sdk";
import type { Redactor } from "../redact.ts";

/** A server's message can be megabytes long; a report's cannot. */
const longestText = 2000;

/** The error as it may leave the transport: masked, of bearable length, and saying how often it was tried. */
export function sealError(error: unknown, redactor: Redactor, tries: number): unknown {
  if (!isProviderError(error)) return error;
  const suffix = tries > 1 && error.kind !== "cancelled" ? ` (after ${tries} tries)` : "";
  const sealed: ErrorFacts = {
    kind: error.kind,
    retryable: error.retryable && error.kind !== "unauthenticated",
    message: mask(error.message, redactor) + suffix,
    ...(error.hint === undefined ? {} : { hint: mask(error.hint, redactor) }),
    ...(error.code === undefined ? {} : { code: mask(error.code, redactor) }),
    ...(error.requestId === undefined ? {} : { requestId: mask(error.requestId, redactor) }),
    ...(error.httpStatus === undefined ? {} : { httpStatus: error.httpStatus }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  };
  return new ProviderError(sealed);
}

function mask(text: string, redactor: Redactor): string {
  const masked = redactor.text(String(text));
  return masked.length > longestText ? `${masked.slice(0, longestText)}…` : masked;
}

import { type ErrorFacts, errorKinds, isProviderError } from "@upgradectl/provider-sdk";

/** A plugin may quote a whole answer; a report cannot. */
const longestText = 2000;

/** Undefined where it is no `ProviderError` of the contract; a stranger may throw anything, also what throws on reading. */
export function readFacts(thrown: unknown): ErrorFacts | undefined {
  try {
    return isProviderError(thrown) && errorKinds.includes(thrown.kind) ? plainFacts(thrown) : undefined;
  } catch {
    return undefined;
  }
}

/** The facts of an error, of which only the types were promised: what is of another type is left out. */
export function plainFacts(error: ErrorFacts): ErrorFacts {
  const { kind, message, hint, code, httpStatus, requestId, retryable, retryAfterMs } = error;
  return {
    kind,
    message: shorten(typeof message === "string" ? message : String(message)),
    ...(typeof retryable === "boolean" ? { retryable } : {}),
    ...(typeof hint === "string" ? { hint: shorten(hint) } : {}),
    ...(typeof code === "string" ? { code: shorten(code) } : {}),
    ...(Number.isInteger(httpStatus) && httpStatus !== undefined ? { httpStatus } : {}),
    ...(typeof requestId === "string" ? { requestId: shorten(requestId) } : {}),
    ...(Number.isFinite(retryAfterMs) && retryAfterMs !== undefined ? { retryAfterMs } : {}),
  };
}

function shorten(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

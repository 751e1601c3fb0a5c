import { isProviderError, ProviderError } from "@upgradectl/provider-sdk";

/** There are no credentials to be had in this way. `hint` is the one line that mends it. */
export function cannotSignIn(message: string, hint: string): ProviderError {
  return new ProviderError({ kind: "unauthenticated", message, hint });
}

/**
 * What to throw for a sign-in that failed. A refusal of any kind means that there are no credentials: as `forbidden` or
 * `unavailable` it would be taken for a cluster API that is closed to the account. What may pass stays what it is.
 */
export function signInFailure(error: unknown, deed: string, hint: string): unknown {
  if (!isProviderError(error) || !isRefusal(error)) return error;
  const { code, httpStatus, requestId } = error;
  return new ProviderError({
    kind: "unauthenticated",
    message: `${deed}: ${error.message}`,
    hint: error.kind === "unauthenticated" && error.hint !== undefined ? error.hint : hint,
    ...(code === undefined ? {} : { code }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function isRefusal({ kind, retryable, code, httpStatus = 0 }: ProviderError): boolean {
  if (kind === "unauthenticated" || kind === "forbidden" || kind === "not-found") return true;
  if (kind === "unavailable") return !retryable;
  return kind === "unexpected-response" && code !== undefined && httpStatus >= 400 && httpStatus < 500;
}

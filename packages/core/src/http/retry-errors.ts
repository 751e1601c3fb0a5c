import { ProviderError } from "@upgradectl/provider-sdk";

/** An error with the service's advice in its words. */
export function namingAdvice(error: ProviderError): ProviderError {
  const seconds = Math.ceil((error.retryAfterMs ?? 0) / 1000);
  return new ProviderError({
    ...error,
    message: `${error.message}; the service asks to wait ${seconds} s`,
    hint: `Try again in ${seconds} s, or lower limits.requestsPerSecond of this provider.`,
  });
}

/** What a read ends with where the instance has no retries left. */
export function notRepeatedError(error: ProviderError): ProviderError {
  const reason =
    "Too many requests of this provider fail, so this one was not tried again. Try later, when the service is well.";
  return new ProviderError({ ...error, message: error.message, hint: withHint(error, reason) });
}

/** What those get who waited while nothing came back from the service; `last` is what it failed with last. */
export function unansweredError(last: ProviderError): ProviderError {
  const message = `not asked, as the service answered none of the requests before it; the last: ${last.message}`;
  const hint =
    last.kind === "rate-limited"
      ? "Something else may use up this account's limit. Try later, or ask the vendor for a higher one."
      : withHint(last, "Try later, when the service is well.");
  const { kind, code, httpStatus } = last;
  return new ProviderError({
    ...{ kind, message, hint, retryable: true },
    ...(code === undefined ? {} : { code }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
  });
}

function withHint({ hint }: ProviderError, more: string): string {
  return hint === undefined ? more : `${hint} ${more}`;
}

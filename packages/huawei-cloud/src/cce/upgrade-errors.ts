import { isProviderError, ProviderError } from "@upgradectl/provider-sdk";

/**
 * The documents call the upgrade API "open on request" (2024-11). A 403 or 404 for a cluster that could be read just now
 * says that the account has no access to that API, and nothing about the cluster.
 */
export function isClosed(error: unknown): error is ProviderError {
  if (!isProviderError(error)) return false;
  return error.kind === "forbidden" || (error.kind === "unavailable" && isNotFound(error));
}

/** Why the upgrades could not be read; `summary` is what is known of the cluster. */
export function explainClosed(error: ProviderError, summary: string, permission: string): ProviderError {
  return new ProviderError(
    {
      ...origin(error),
      kind: error.kind,
      message: `the cluster could be read (${summary}), but Huawei's cluster upgrade API is not available to this account: ${error.message}`,
      hint: `Huawei opens this API on request: ask for it in a service ticket, and allow \`${permission}\` in IAM; or leave \`incomplete\` out of \`check.failOn\`.`,
      retryable: false,
    },
    { cause: error },
  );
}

/**
 * The error to throw for a failed read of what `with` names. A gateway answers 404 too, for an API that it does not
 * have: with a code of its own, or with none.
 */
export function explainMissing(error: unknown, what: string): unknown {
  if (!isProviderError(error) || !isNotFound(error)) return error;
  if (error.code === undefined || /^APIGW?\./.test(error.code)) return error;
  return new ProviderError(
    {
      ...origin(error),
      kind: "not-found",
      message: `the cluster has no ${what}: ${error.message}`,
      hint: "Check the id, or leave it out to judge the newest operation.",
    },
    { cause: error },
  );
}

function isNotFound({ httpStatus, code }: ProviderError): boolean {
  return httpStatus === 404 || /^CCE\.\d\d404\d{3}$/.test(code ?? "");
}

function origin({ code, httpStatus, requestId }: ProviderError) {
  return {
    ...(code === undefined ? {} : { code }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

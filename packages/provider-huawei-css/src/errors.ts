import type { ErrorRule } from "@upgradectl/huawei-cloud";
import { isProviderError, ProviderError } from "@upgradectl/provider-sdk";
import { permission } from "./reads.ts";

const eitherWay =
  "CSS answers the same for a cluster that is not there and for one that this identity may not see: check `id`, `region` and `projectId`, and";
const missingOrDenied = `${eitherWay} allow \`${permission}\` in IAM (for the cluster's enterprise project, if it has one).`;

/**
 * Codes of CSS (API reference of a sister cloud, "Error Codes", 2026-04). The status does not tell much: a server's fault
 * may be a 400 (CSS.0036), "another operation is running" a 202 (CSS.0011), a missing cluster is a 403 (CSS.0015).
 */
export const errorRules: readonly ErrorRule[] = [
  {
    code: /^CSS\.0015$/,
    actions: ["ShowClusterDetail"],
    kind: "forbidden",
    retryable: false,
    hint: missingOrDenied,
  },
  {
    code: /^CSS\.(?:0002|0007|0016|0022|1103|3027)$/,
    actions: ["ShowClusterDetail"],
    kind: "unavailable",
    retryable: false,
    hint: missingOrDenied,
  },
  { code: /^CSS\.(?:0010|0015|0051|5045)$/, kind: "forbidden", retryable: false },
  { code: /^CSS\.(?:0005|0011|0036|1004|9999)$/, kind: "unavailable", retryable: true },
  {
    code: /^CSS\.(?:0004|5108)$/,
    kind: "unavailable",
    retryable: false,
    hint: "CSS refuses this for the state that the cluster is in, or for its engine; look at the cluster in the console.",
  },
  {
    code: /^CSS\.0001$/,
    actions: ["UpgradeDetail"],
    kind: "unexpected-response",
    retryable: false,
    hint: "If the region knows no zone switchovers, set `with: { operations: [UPGRADING] }`.",
  },
];

/** True where the answer may mean that there is no such cluster; only the account's list tells. */
export function mayBeMissing(error: unknown): error is ProviderError {
  if (!isProviderError(error) || !/^CSS\./.test(error.code ?? "")) return false;
  return error.code === "CSS.0015" || error.httpStatus === 404;
}

/** For a cluster that the account's whole list lacks. */
export function missingCluster(error: ProviderError, id: string): ProviderError {
  return new ProviderError(
    {
      ...origin(error),
      kind: "not-found",
      message: `the account's list has no cluster ${id}: ${error.message}`,
      hint: missingOrDenied,
      retryable: false,
    },
    { cause: error },
  );
}

/** A refusal of what hangs on a cluster that could be read just now says nothing about the cluster. */
export function isClosed(error: unknown): error is ProviderError {
  if (!isProviderError(error)) return false;
  return error.kind === "forbidden" || (error.kind === "unavailable" && error.httpStatus === 404);
}

/** Why the upgrades could not be read; `summary` is what is known of the cluster. */
export function explainClosed(error: ProviderError, summary: string): ProviderError {
  return explain(error, summary, "its upgrade details");
}

/** The same where only later pages are closed. */
export function explainCutOff(error: ProviderError, summary: string, count: number): ProviderError {
  return explain(error, summary, `its upgrade details after the first ${count}`);
}

function explain(error: ProviderError, summary: string, what: string): ProviderError {
  return new ProviderError(
    {
      ...origin(error),
      kind: error.kind,
      message: `the cluster could be read (${summary}), but ${what} are not open to this account: ${error.message}`,
      hint: `Allow \`${permission}\` for this identity in IAM, and check that the region offers upgrades; or leave \`incomplete\` out of \`check.failOn\`.`,
      retryable: false,
    },
    { cause: error },
  );
}

function origin({ code, httpStatus, requestId }: ProviderError) {
  return {
    ...(code === undefined ? {} : { code }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

import type { ErrorRule } from "../errors.ts";

/**
 * Codes of CCE and CCE Autopilot: `CCE.`, two digits of the module, the HTTP status, three digits (API reference, error
 * codes). A 404 is not in the table: only the provider knows whether the read was of the cluster itself.
 */
export const cceErrorRules: readonly ErrorRule[] = [
  { code: /^CCE\.\d\d401\d{3}$/, kind: "unauthenticated", retryable: false },
  { code: /^CCE\.\d\d403\d{3}$/, kind: "forbidden", retryable: false },
  { code: /^CCE\.\d\d429\d{3}$/, kind: "rate-limited", retryable: true },
  { code: /^CCE\.\d\d500\d{3}$/, kind: "unavailable", retryable: true },
];

/** The rule for a missing cluster, for the reads of the cluster itself. */
export function missingCluster(...actions: readonly string[]): ErrorRule {
  return {
    code: /^CCE\.\d\d404\d{3}$/,
    actions,
    kind: "not-found",
    retryable: false,
    hint: "Check the cluster's `id`, and that `region` and `projectId` are the ones it is in.",
  };
}

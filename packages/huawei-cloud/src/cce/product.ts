import type { Condition } from "@upgradectl/provider-sdk";

/** What a product calls its requests: the names of the vendor's SDKs (Python 3.1.211, August 2026). */
export interface CceActions {
  readonly clusters: string;
  readonly cluster: string;
  readonly info: string;
  readonly workflows: string;
  readonly workflow: string;
  readonly tasks: string;
  readonly task: string;
  readonly preChecks: string;
  readonly preCheck: string;
  readonly postCheck: string;
  /** Absent where the product does not upgrade clusters by itself. */
  readonly plans?: string;
}

/** In what CCE and CCE Autopilot differ. Host, answers and errors are the same. */
export interface CceProduct {
  /** The path segment before `/v3`: `/api` or `/autopilot`. */
  readonly prefix: string;
  readonly actions: CceActions;
  /** What a cluster's `status.phase` means, by the word in lower case. Other words are unknown states. */
  readonly conditions: Readonly<Record<string, Condition>>;
}

/** What people must be allowed in IAM (CCE and CCE Autopilot API reference, 2025-11). */
export const permissions = {
  list: "cce:cluster:list",
  get: "cce:cluster:get",
  upgrade: "cce:cluster:upgrade",
} as const;

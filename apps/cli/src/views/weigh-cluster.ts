import type { ClusterReport, FailureReport, Report } from "@upgradectl/core";

/** What a format can be given: a fleet that was read, or why none was. */
export type AnyReport = Report | FailureReport;

export function hasFleet(report: AnyReport): report is Report {
  return "clusters" in report;
}

/**
 * How a cluster counts where a format knows passing and failing only. `unread` failed too, because nobody could look;
 * `allowed` is not as declared, and the policy lets it pass.
 */
export type Weight = "passed" | "allowed" | "pending" | "failed" | "unread";

export function weigh(cluster: ClusterReport, report: Report): Weight {
  const { verdict, outcome, error } = cluster;
  if (isAllowed(cluster, report)) return outcome === "ok" ? "passed" : "allowed";
  if (verdict === "unknown" || (outcome === "ok" && error !== null)) return "unread";
  return outcome === "pending" ? "pending" : "failed";
}

/** Reports of version 0.1.0 and before do not say it: of a gate's they name who closes it, of a check's policy they are silent. */
function isAllowed({ name, outcome, allowed }: ClusterReport, { command, gate }: Report): boolean {
  return allowed ?? (command === "gate" ? !gate.closedBy.includes(name) : outcome === "ok");
}

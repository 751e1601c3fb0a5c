import type { ClusterReport, FailureReport, Report } from "@upgradectl/core";

/** What a format can be given: a fleet that was read, or why none was. */
export type AnyReport = Report | FailureReport;

export function hasFleet(report: AnyReport): report is Report {
  return "clusters" in report;
}

/** Names of clusters that are not as declared, but that the policy in force lets pass. */
export type AllowedClusters = ReadonlySet<string>;

/**
 * How a cluster counts where a format knows passing and failing only. `unread` failed too, because nobody could look;
 * `allowed` is not as declared, and the policy lets it pass.
 */
export type Weight = "passed" | "allowed" | "pending" | "failed" | "unread";

export function weigh(cluster: ClusterReport, report: Report, allowed: AllowedClusters): Weight {
  const { verdict, outcome, name } = cluster;
  const closes = report.command === "gate" && report.gate.closedBy.includes(name);
  if (outcome === "ok" && closes) return cluster.error === null ? "failed" : "unread";
  if (outcome === "ok") return "passed";
  if (report.command === "gate" ? !closes : allowed.has(name)) return "allowed";
  if (verdict === "unknown") return "unread";
  return outcome === "pending" ? "pending" : "failed";
}

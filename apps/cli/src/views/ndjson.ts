import type { ClusterReport, FailureReport, Report, ReportConclusion } from "@upgradectl/core";
import type { RunCounts } from "../run-progress.ts";
import { escapeSteering, renderJsonLine } from "./json.ts";

/** What is known of a report before any cluster was read. */
export type ReportStart = Pick<Report, "formatVersion" | "tool" | "command" | "startedAt">;

export function renderStart({ formatVersion, tool, command, startedAt }: ReportStart): string {
  return renderJsonLine({ type: "start", formatVersion, tool, command, startedAt });
}

/** @param stringify gives the cluster as JSON in one line */
export function renderCluster(
  cluster: ClusterReport,
  stringify: (value: unknown) => string = JSON.stringify,
): string {
  return `{"type":"cluster",${escapeSteering(stringify(cluster)).slice(1)}\n`;
}

/** @param at RFC 3339, UTC */
export function renderBeat(at: string, counts: RunCounts): string {
  return renderJsonLine({ type: "heartbeat", at, ...counts });
}

export function renderSummary(conclusion: ReportConclusion | FailureReport): string {
  return renderJsonLine({ type: "summary", ...conclusion });
}

/** The events of a report that is whole already. */
export function renderNdjson({ clusters, ...conclusion }: Report): string {
  return [
    renderStart(conclusion),
    ...clusters.map((cluster) => renderCluster(cluster)),
    renderSummary(conclusion),
  ].join("");
}

/** Nothing began, so there is only the end. */
export function renderFailureNdjson(report: FailureReport): string {
  return renderSummary(report);
}

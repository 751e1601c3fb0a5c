import type { ClusterReport } from "@upgradectl/core";
import { element, table, terms } from "./element.ts";
import { operationDetails } from "./operation-details.ts";
import { labelsOf, type Row } from "./selection.ts";
import { data, phaseBadge, show, time } from "./wording.ts";

/** Everything that is known about one cluster. */
export function clusterDetails({ cluster, index }: Row): HTMLElement {
  const { location, upgrade, findings, postCheck } = cluster;
  const advice = data.next[index] ?? null;
  // An error tells its own hint.
  const next = advice === cluster.error?.hint ? null : advice;
  return element(
    "div",
    { class: "details" },
    element("p", { class: "reason" }, cluster.reason),
    next === null ? null : element("p", { class: "next" }, `→ ${next}`),
    errorDetails(cluster.error),
    terms([
      ["Id", cluster.id],
      [
        "Provider",
        cluster.provider === cluster.source ? cluster.source : `${cluster.provider} (${cluster.source})`,
      ],
      ["Labels", labelsOf(cluster).join(", ")],
      ["Manifest", `${location.file}:${location.line}:${location.column}`],
      ...properties("Expected", cluster.expected),
      ...properties("Observed", cluster.observed ?? {}),
      ["Gate", data.report.gate.closedBy.includes(cluster.name) ? "closed by this cluster" : null],
      ["Observed at", time(cluster.observedAt)],
      ["Read in", `${cluster.durationMs} ms`],
    ]),
    table(
      "Drift",
      ["Property", "Expected", "Observed", "Direction"],
      cluster.drift.map(({ property, expected, observed, direction }) => [
        property,
        show(expected),
        show(observed),
        direction,
      ]),
    ),
    upgrade === null ? null : operationDetails(upgrade),
    findings === null ? element("p", {}, "The vendor's findings could not be read.") : null,
    table(
      "Findings of the vendor's checks",
      ["Level", "Checked", "About", "Message"],
      (findings ?? []).map(({ level, item, resource, message }) => [level, item, resource, message]),
    ),
    postCheck === null
      ? null
      : element(
          "section",
          {},
          element("h4", {}, "Post-upgrade check"),
          terms([
            ["Phase", phaseBadge(postCheck.phase)],
            ["The API's word", postCheck.rawPhase],
            ["Id", postCheck.id],
            ["At", time(postCheck.at)],
          ]),
        ),
    evidence(cluster),
  );
}

function errorDetails(error: ClusterReport["error"]): HTMLElement | null {
  if (error === null) return null;
  return element(
    "section",
    { class: "error" },
    element("h4", {}, `Error: ${error.kind}`),
    element("p", {}, error.message),
    error.hint === null ? null : element("p", { class: "hint" }, `→ ${error.hint}`),
    terms([
      ["The cloud's code", error.code],
      ["HTTP status", error.httpStatus === null ? null : String(error.httpStatus)],
      ["Request id", error.requestId],
      ["Passing", error.retryable ? "yes: another try may succeed" : null],
    ]),
  );
}

function properties(
  word: string,
  values: Readonly<Record<string, unknown>>,
): readonly (readonly [string, string])[] {
  return Object.entries(values).map(([name, value]) => [`${word} ${name}`, show(value)]);
}

function describeExit(exitCode: number | null): string {
  return exitCode === null ? "did not end by itself" : `exit code ${exitCode}`;
}

function evidence({ evidence }: ClusterReport): HTMLElement | null {
  return table(
    "Evidence: the requests that were made",
    ["Action", "HTTP status", "Request id", "At", "As"],
    evidence.map(({ action, httpStatus, requestId, exitCode, at, identity }) => [
      action,
      exitCode === undefined
        ? httpStatus === null
          ? "no answer"
          : String(httpStatus)
        : describeExit(exitCode),
      requestId,
      time(at),
      identity === undefined
        ? null
        : [identity.kind, identity.id, identity.source].filter((part) => part !== undefined).join(", "),
    ]),
  );
}

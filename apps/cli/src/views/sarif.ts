import { createHash } from "node:crypto";
import type { ClusterReport, Diagnostic, VerdictName } from "@upgradectl/core";
import type { Log, PhysicalLocation, ReportingDescriptor, Result } from "sarif";
import { clusterFacts } from "./cluster-facts.ts";
import { renderJson } from "./json.ts";
import { plainText } from "./plain-text.ts";
import { type AnyReport, hasFleet, type Weight, weigh } from "./weigh-cluster.ts";

const levels: Readonly<Record<Weight, Result.level>> = {
  passed: "none",
  allowed: "note",
  pending: "warning",
  failed: "error",
  unread: "error",
};

/** What each verdict means; `converged` breaks no rule, unless a policy says so. */
const meanings: Readonly<Record<VerdictName, string>> = {
  unknown: "The cluster could not be observed, or its API used a state that nobody knows.",
  failed: "The cluster or its last operation failed, wholly or in part.",
  paused: "The operation is paused and waits for a person.",
  diverging: "An operation is under way towards a version that the manifest does not allow.",
  stalled: "An operation has been under way for longer than stalledAfter.",
  upgrading: "An upgrade is under way.",
  behind: "The cluster is below every version that the manifest allows.",
  ahead: "The cluster is above every version that the manifest allows.",
  different: "The cluster is neither below nor above, but not what the manifest declares.",
  converged: "The cluster is as declared, and the policy in force does not allow that.",
};

/** SARIF 2.1.0: a result at the manifest's line for each cluster that is not as declared, or for each diagnostic. */
export function renderSarif(report: AnyReport): string {
  const found = hasFleet(report)
    ? report.clusters
        .map((cluster) => ({ cluster, weight: weigh(cluster, report) }))
        .filter(({ weight }) => weight !== "passed")
        .map(({ cluster, weight }) => clusterResult(cluster, weight))
    : [];
  const results = [...found, ...diagnosticResults(report.diagnostics)];
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "upgradectl", version: report.tool.version, rules: rulesOf(results, report) },
        },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: hasFleet(report) ? report.exitCode < 130 : report.exitCode === 0,
            exitCode: report.exitCode,
            startTimeUtc: report.startedAt,
            endTimeUtc: report.finishedAt,
          },
        ],
        results,
      },
    ],
  };
  return renderJson(log);
}

function clusterResult(cluster: ClusterReport, weight: Weight): Result {
  const { name, verdict, location } = cluster;
  return {
    ruleId: `cluster/${verdict}`,
    level: levels[weight],
    message: { text: messageText(`${name}: ${cluster.reason}`) },
    locations: [{ physicalLocation: placeOf(location) }],
    partialFingerprints: fingerprint([location.file, name, verdict]),
    properties: { cluster: name, provider: cluster.provider, facts: [...clusterFacts(cluster)] },
  };
}

function diagnosticResults(diagnostics: readonly Diagnostic[]): readonly Result[] {
  const seen = new Map<string, number>();
  return diagnostics.map(({ severity, code, summary, detail, hint, file, line, column }) => {
    const key = JSON.stringify([file, code, summary]);
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    const sentences = [summary, detail, hint].filter((part) => part !== undefined).join(". ");
    const place = file === undefined ? undefined : { file, ...given({ line, column }) };
    return {
      ruleId: `diagnostic/${code}`,
      level: severity,
      message: { text: messageText(sentences) },
      ...(place === undefined ? {} : { locations: [{ physicalLocation: placeOf(place) }] }),
      partialFingerprints: fingerprint([file ?? "", code, summary, String(ordinal)]),
    };
  });
}

function given({ line, column }: { readonly line: number | undefined; readonly column: number | undefined }) {
  return { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

/** Every rule of a verdict is listed, so that a viewer knows them all; of diagnostics, only those that were found. */
function rulesOf(results: readonly Result[], report: AnyReport): ReportingDescriptor[] {
  const used = new Set(results.map(({ ruleId }) => ruleId ?? ""));
  const verdicts = Object.entries(meanings).map(([verdict, meaning]) => rule(`cluster/${verdict}`, meaning));
  const diagnostics = [...used]
    .filter((id) => id.startsWith("diagnostic/"))
    .map((id) => rule(id, "A manifest, a flag, a plugin or the program itself is at fault."));
  const shown = hasFleet(report) ? verdicts : [];
  return [...shown.filter(({ id }) => id !== "cluster/converged" || used.has(id)), ...diagnostics];
}

function rule(id: string, meaning: string): ReportingDescriptor {
  return { id, shortDescription: { text: meaning }, help: { text: meaning } };
}

function placeOf(place: {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}): PhysicalLocation {
  const { file, line, column } = place;
  return {
    artifactLocation: { uri: uriOf(file) },
    ...(line === undefined
      ? {}
      : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
  };
}

/** A path as a URI reference: relative stays relative, and no character of a name means anything. */
function uriOf(file: string): string {
  const path = file.toWellFormed().replaceAll("\\", "/");
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}

/** SARIF messages have place-holders in braces and links in brackets (2.1.0, 3.11.5 and 3.11.6); a server's text has neither. */
function messageText(text: string): string {
  return plainText(text)
    .replace(/[\\[\]]/g, "\\$&")
    .replace(/[{}]/g, "$&$&");
}

/** The same finding keeps its fingerprint when the manifest's lines move. */
function fingerprint(parts: readonly string[]): Record<string, string> {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return { "upgradectl/v1": hash };
}

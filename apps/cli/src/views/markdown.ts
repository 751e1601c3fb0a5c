import { type ClusterReport, type Diagnostic, type Report, verdictNames } from "@upgradectl/core";
import { clusterFacts } from "./cluster-facts.ts";
import { markdownText } from "./markdown-text.ts";
import { plural } from "./plain-text.ts";
import { type AnyReport, hasFleet, weigh } from "./weigh-cluster.ts";

/** GitHub refuses comments of more than 65,536 characters; what a pipeline writes around it needs room too. */
const limit = 60_000;
/** The table is read first; details get what it leaves. */
const tableLimit = 35_000;
/** For the sentence that says what was left out. */
const reserve = 300;

/** The report for a pull request's comment or a step summary: counts, a table, and details of what is not as declared. */
export function renderMarkdown(report: AnyReport): string {
  return hasFleet(report) ? renderFleet(report) : renderFailure(report);
}

function renderFleet(report: Report): string {
  const concerned = report.clusters.filter((cluster) => weigh(cluster, report) !== "passed");
  const fine = report.clusters.filter((cluster) => !concerned.includes(cluster));
  const head = [
    `### upgradectl ${markdownText(report.command)}: ${conclusion(report)}`,
    "",
    countsOf(report),
    "",
    "| cluster | provider | verdict | observed | declared | reason |",
    "|---|---|---|---|---|---|",
    "",
  ].join("\n");
  const table = fill([...concerned, ...fine].map(row), tableLimit - head.length);
  const warnings = fill(report.diagnostics.map(describeDiagnostic), 5000);
  const start = `${head.trimEnd()}\n${table.text}\n${warnings.text === "" ? "" : `${warnings.text}\n`}`;
  const details = fill(concerned.map(describeCluster), limit - reserve - start.length);
  const left = [
    table.left === 0 ? "" : `${plural(table.left, "cluster")} of the table`,
    details.left === 0 ? "" : `details of ${plural(details.left, "cluster")}`,
    warnings.left === 0 ? "" : plural(warnings.left, "warning"),
  ].filter((part) => part !== "");
  const end =
    left.length === 0 ? "" : `\nLeft out to stay short: ${left.join(", ")}. The JSON report has them all.\n`;
  return `${start}${details.text}${end}`;
}

function renderFailure(report: Exclude<AnyReport, Report>): string {
  const sentence = report.exitCode === 0 ? "valid" : "nothing was asked of any cloud";
  const title = report.exitCode === 1 ? "upgradectl itself failed" : sentence;
  const head = `### upgradectl ${markdownText(report.command)}: ${title} (exit code ${report.exitCode})\n\n`;
  const list = fill(report.diagnostics.map(describeDiagnostic), limit - reserve - head.length);
  const end = list.left === 0 ? "" : `\nLeft out to stay short: ${plural(list.left, "diagnostic")}.\n`;
  return `${head}${list.text}${end}`;
}

function conclusion(report: Report): string {
  const said =
    report.command === "gate" ? `the gate is ${report.gate.open ? "open" : "closed"}` : report.outcome;
  return `${said} (exit code ${report.exitCode})`;
}

function countsOf({ summary, complete }: Report): string {
  const counts = verdictNames
    .toReversed()
    .flatMap((verdict) =>
      summary.verdicts[verdict] === undefined ? [] : [`${summary.verdicts[verdict]} ${verdict}`],
    );
  return `${plural(summary.clusters, "cluster")}: ${counts.join(", ")}.${complete ? "" : " **Not every cluster could be read.**"}`;
}

function row(cluster: ClusterReport): string {
  const { name, provider, verdict, observed, expected, reason } = cluster;
  const cells = [name, provider, verdict, observed?.version ?? "not known", expected.version];
  return `| ${[...cells.map((cell) => markdownText(cell, 100)), markdownText(reason)].join(" | ")} |\n`;
}

function describeCluster(cluster: ClusterReport): string {
  const { name, verdict, location } = cluster;
  const facts = clusterFacts(cluster).map((fact) => `- ${markdownText(fact)}\n`);
  const place = `- manifest: ${markdownText(`${location.file}, line ${location.line}`)}\n`;
  return `\n<details><summary>${markdownText(name)} is ${verdict}</summary>\n\n${place}${facts.join("")}\n</details>\n`;
}

function describeDiagnostic({ severity, code, summary, detail, hint, file, line }: Diagnostic): string {
  const place =
    file === undefined ? "" : ` (${markdownText(`${file}${line === undefined ? "" : `, line ${line}`}`)})`;
  const more = [detail, hint].flatMap((part) =>
    part === undefined ? [] : [`  - ${markdownText(part, 600)}\n`],
  );
  return `- **${severity}** ${markdownText(code)}: ${markdownText(summary)}${place}\n${more.join("")}`;
}

/** As many parts, in order, as have room. */
function fill(parts: readonly string[], room: number): { readonly text: string; readonly left: number } {
  let text = "";
  for (const [index, part] of parts.entries()) {
    if (text.length + part.length > room) return { text, left: parts.length - index };
    text += part;
  }
  return { text, left: 0 };
}

import type { ClusterReport, Diagnostic } from "@upgradectl/core";
import { nextStep } from "./next-steps.ts";
import { plainText } from "./plain-text.ts";
import { type AnyReport, hasFleet, weigh } from "./weigh-cluster.ts";

type Kind = "error" | "warning" | "notice";

interface Annotation {
  readonly kind: Kind;
  readonly title: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Of each kind for one step, the one that counts the rest included: a page of annotations is read by nobody. */
const most = 10;

/** Workflow commands that put annotations at the manifest's lines; `locate` names a file as the repository knows it. */
export function renderAnnotations(report: AnyReport, locate: (file: string) => string): string {
  const clusters = hasFleet(report)
    ? report.clusters.flatMap((cluster) => {
        const weight = weigh(cluster, report);
        if (weight === "passed") return [];
        const kind = weight === "allowed" ? "notice" : weight === "pending" ? "warning" : "error";
        return [annotateCluster(cluster, kind)];
      })
    : [];
  const all = [...report.diagnostics.map(annotateDiagnostic), ...clusters];
  const kinds = ["error", "warning", "notice"] as const;
  return kinds
    .flatMap((kind) => limitKind(kind, all))
    .map((annotation) => command(annotation, locate))
    .join("");
}

function limitKind(kind: Kind, all: readonly Annotation[]): readonly Annotation[] {
  const found = all.filter((annotation) => annotation.kind === kind);
  if (found.length <= most) return found;
  const rest = found.length - most + 1;
  const message = `${rest} more ${kind}s are not shown here; the step summary and the JSON report have them`;
  return [...found.slice(0, most - 1), { kind, title: `${rest} more`, message }];
}

function annotateCluster(cluster: ClusterReport, kind: Kind): Annotation {
  const { name, verdict, reason, location } = cluster;
  const step = nextStep(cluster);
  const message = step === undefined ? reason : `${reason}. ${step}`;
  return { kind, title: `${name} is ${verdict}`, message, ...location };
}

function annotateDiagnostic({ severity, code, summary, detail, hint, ...place }: Diagnostic): Annotation {
  const message = [summary, detail, hint].filter((part) => part !== undefined).join(". ");
  return { kind: severity, title: code, message, ...place };
}

/** `::error file=…,line=…,col=…,title=…::message`, escaped as the runner undoes it (actions/runner, ActionCommand.cs, read 2026-11-21). */
function command({ kind, title, message, file, line, column }: Annotation, locate: (file: string) => string) {
  const isFile = file !== undefined && file !== "<stdin>";
  const properties = [
    ...(isFile ? [`file=${propertyText(locate(file))}`] : []),
    ...(isFile && line !== undefined ? [`line=${line}`] : []),
    ...(isFile && line !== undefined && column !== undefined ? [`col=${column}`] : []),
    `title=${propertyText(title)}`,
  ];
  return `::${kind} ${properties.join(",")}::${dataText(message)}\n`;
}

function dataText(text: string): string {
  const end = 4000;
  // Half of a character would be shown as a broken one.
  const isHalved = /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(end - 1, end + 1));
  return plainText(text.slice(0, isHalved ? end - 1 : end)).replaceAll("%", "%25");
}

function propertyText(text: string): string {
  return dataText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The step's outputs; lists are JSON, for `fromJSON`. A gate that was not asked about is not open. */
export function stepOutputs(report: AnyReport): Readonly<Record<string, string>> {
  if (!hasFleet(report))
    return {
      "exit-code": String(report.exitCode),
      complete: "false",
      "gate-open": "false",
      "closed-by": "[]",
    };
  const { summary } = report;
  return {
    outcome: report.outcome,
    "exit-code": String(report.exitCode),
    complete: String(report.complete),
    "gate-open": String(report.gate.open),
    "closed-by": JSON.stringify(report.gate.closedBy),
    clusters: String(summary.clusters),
    ok: String(summary.ok),
    action: String(summary.action),
    pending: String(summary.pending),
    incomplete: String(summary.incomplete),
  };
}

/** In the form that GitHub reads from `$GITHUB_OUTPUT`; the delimiter must be one that no value can know. */
export function renderStepOutputs(outputs: Readonly<Record<string, string>>, delimiter: string): string {
  return Object.entries(outputs)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join("");
}

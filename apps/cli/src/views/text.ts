import {
  type ClusterReport,
  formatAge,
  type Report,
  show,
  type VerdictName,
  verdictNames,
} from "@upgradectl/core";
import { isUnderWay } from "@upgradectl/provider-sdk";
import type { Paint } from "./colors.ts";
import { describeLeft } from "./describe-left.ts";
import { foldLines } from "./fold-lines.ts";
import { nextStep, runAgain } from "./next-steps.ts";
import { plainText, plural } from "./plain-text.ts";
import { type Cell, cut, renderTable } from "./table.ts";
import { renderUnderWay } from "./under-way.ts";

export interface TextOptions {
  readonly paint: Paint;
  /** Undefined where no terminal reads: nothing is cut. */
  readonly columns: number | undefined;
  /** False on a terminal that has only ASCII. */
  readonly symbols: boolean;
}

export const looks: Readonly<
  Record<VerdictName, { readonly symbol: string; readonly style: Parameters<Paint>[0] }>
> = {
  unknown: { symbol: "?", style: "magenta" },
  failed: { symbol: "✖", style: ["red", "bold"] },
  paused: { symbol: "‖", style: "yellow" },
  diverging: { symbol: "↯", style: "red" },
  stalled: { symbol: "◌", style: "red" },
  upgrading: { symbol: "↻", style: "cyan" },
  behind: { symbol: "↓", style: "yellow" },
  ahead: { symbol: "↑", style: "yellow" },
  different: { symbol: "≠", style: "yellow" },
  converged: { symbol: "✔", style: "green" },
};

/** How many clusters the last part explains; the table above it has them all. */
const explained = 20;

/** The report for people: a line a cluster, a summary, and what to do next. */
export function renderText(report: Report, options: TextOptions): string {
  const rows = report.clusters.map((cluster) => row(cluster, report, options));
  const columns = [{}, { minimum: 12 }, { minimum: 10 }, {}, { minimum: 0 }];
  const table = renderTable(rows, columns, options.columns).join("\n");
  const sentences = [
    summary(report, options),
    renderUnderWay(report, options),
    nextSteps(report, options),
    conclusion(report, options),
  ].filter((part) => part !== "");
  return `${table}\n\n${foldLines(sentences.join("\n\n"), options.columns)}\n`;
}

function row(cluster: ClusterReport, report: Report, { paint, symbols }: TextOptions): readonly Cell[] {
  const { symbol, style } = looks[cluster.verdict];
  const { upgrade } = cluster;
  const progress =
    upgrade?.progress == null || upgrade.phase === "succeeded" ? "" : percent(upgrade.progress);
  return [
    {
      text: `${symbols ? `${symbol} ` : ""}${cluster.verdict}`,
      paint: (text) => paint(style, text),
    },
    { text: cellText(cluster.name) },
    { text: cellText(versions(cluster, symbols)) },
    { text: progress, align: "right" },
    {
      text: cellText(activity(cluster, Date.parse(report.finishedAt))),
      paint: (text) => paint("dim", text),
    },
  ];
}

/** A server may send any length; one such text must not widen every row. */
function cellText(text: string): string {
  return cut(plainText(text.slice(0, 1000)), 100);
}

function percent(progress: number): string {
  return `${Math.floor(progress * 100)}%`;
}

/** What runs, and what it becomes or should become where that is something else. */
function versions(cluster: ClusterReport, symbols: boolean): string {
  const { observed, upgrade, expected } = cluster;
  if (upgrade?.kind === "image" && isUnderWay(upgrade) && upgrade.toVersion !== null)
    return `${show(observed?.image ?? observed?.version ?? "?")} ${symbols ? "→" : "->"} ${upgrade.toVersion}`;
  const drifts = observed === null || cluster.drift.some(({ property }) => property === "version");
  const moving = upgrade !== null && isUnderWay(upgrade) ? upgrade.toVersion : null;
  const goal = moving ?? (drifts ? expected.version : null);
  const running = observed?.version ?? "?";
  return goal === null || goal === running ? running : `${running} ${symbols ? "→" : "->"} ${goal}`;
}

/** The operation's step and age, or why there is nothing to tell. */
function activity(cluster: ClusterReport, now: number): string {
  if (cluster.error !== null) return `${cluster.error.kind}: ${cluster.error.message}`;
  const { upgrade } = cluster;
  const others = cluster.drift
    .filter(({ property }) => property !== "version")
    .map(({ property, observed }) => `${property}: ${show(observed)}`);
  if (upgrade === null || upgrade.phase === "succeeded" || upgrade.phase === "cancelled")
    return others.join(", ");
  const done = upgrade.steps.filter(({ phase }) => phase === "succeeded").length;
  const step =
    upgrade.steps.find(({ phase }) => phase === "failed") ??
    upgrade.steps.find(({ phase }) => phase === "running" || phase === "paused") ??
    upgrade.steps.find(({ phase }) => phase === "pending");
  const where =
    step === undefined
      ? ""
      : `${step.name} (${Math.min(done + 1, upgrade.steps.length)}/${upgrade.steps.length})`;
  const since = upgrade.phase === "failed" ? (upgrade.finishedAt ?? upgrade.updatedAt) : upgrade.startedAt;
  const age =
    since === null
      ? ""
      : // "~": nobody told the zone of the times.
        `${upgrade.zoneAssumed ? "~" : ""}${formatAge(Math.max(0, now - Date.parse(since)))}${upgrade.phase === "failed" ? " ago" : ""}`;
  const left = upgrade.estimate === undefined ? "" : `about ${describeLeft(upgrade.estimate, now)} left`;
  return [where, age, left].filter((part) => part !== "").join(", ") || (upgrade.rawPhase ?? "");
}

function summary({ summary }: Report, { paint }: TextOptions): string {
  const counts = verdictNames
    .toReversed()
    .filter((verdict) => summary.verdicts[verdict] !== undefined)
    .map((verdict) => paint(looks[verdict].style, `${summary.verdicts[verdict]} ${verdict}`));
  return `${plural(summary.clusters, "cluster")}: ${counts.join(", ")}`;
}

function nextSteps(report: Report, { paint, columns }: TextOptions): string {
  const steps = report.clusters.map((cluster) => ({ cluster, step: nextStep(cluster) }));
  const concerned = steps.filter(({ step }) => step !== undefined && step !== runAgain);
  const lines = concerned.slice(0, explained).flatMap(({ cluster, step }) => {
    const { style } = looks[cluster.verdict];
    const head = `${cluster.name}: `;
    return [
      `  ${paint(style, plainText(head).trim())} ${fit(plainText(cluster.reason), head.length + 2, columns)}`,
      `    ${fit(plainText(step ?? ""), 4, columns)}`,
    ];
  });
  if (concerned.length > explained)
    lines.push(`  and ${concerned.length - explained} more; -o json has them all`);
  const waiting = steps.filter(({ step }) => step === runAgain).map(({ cluster }) => plainText(cluster.name));
  if (waiting.length > 0) {
    const head = `${nameSome(waiting)}:`;
    lines.push(`  ${paint(looks.upgrading.style, head)} ${runAgain}`);
  }
  return lines.length === 0 ? "" : [paint("bold", "What to do next"), ...lines].join("\n");
}

function nameSome(names: readonly string[]): string {
  const named = names
    .slice(0, 5)
    .map((name) => cut(name, 60))
    .join(", ");
  return names.length > 5 ? `${named} and ${names.length - 5} more` : named;
}

/** Sentences may be long and are folded; only absurd lengths are cut. */
function fit(text: string, used: number, columns: number | undefined): string {
  return cut(text, Math.max(40, (columns ?? 200) * 3 - used));
}

function conclusion(report: Report, { paint }: TextOptions): string {
  const code = `exit code ${report.exitCode}`;
  if (report.command === "gate") {
    const { open, closedBy } = report.gate;
    if (open) return `${paint("green", "The gate is open")}; ${code}.`;
    return `${paint("red", "The gate is closed")} by ${nameSome(closedBy.map(plainText))}; ${code}.`;
  }
  const allowed = report.outcome === "ok" ? "every cluster is as declared" : `outcome ${report.outcome}`;
  return `${allowed[0]?.toUpperCase()}${allowed.slice(1)}; ${code}.`;
}

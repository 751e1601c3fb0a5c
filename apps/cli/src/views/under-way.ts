import { type ClusterReport, formatAge, type Report, type UpgradeReport } from "@upgradectl/core";
import { isUnderWay, type Operation, type Step } from "@upgradectl/provider-sdk";
import { describeLeft } from "./describe-left.ts";
import { plainText } from "./plain-text.ts";
import { cut } from "./table.ts";
import type { TextOptions } from "./text.ts";

/** How many operations are shown with their parts; the table has them all, and the JSON report all of each. */
const most = 20;
const mostSteps = 12;
const longestName = 60;
/** Of terminals; on narrower ones the table above has no room for the time that is left. */
const narrow = 100;

/** The steps and nodes of the operations that have not ended; empty where there are none to show. */
export function renderUnderWay(report: Report, options: TextOptions): string {
  const parts = report.clusters.flatMap((cluster) =>
    describe(cluster, Date.parse(report.finishedAt), options),
  );
  if (parts.length === 0) return "";
  const rest = parts.length > most ? [`  and ${parts.length - most} more; -o json has them all`] : [];
  return [options.paint("bold", "Under way"), ...parts.slice(0, most), ...rest].join("\n");
}

function describe({ name, upgrade }: ClusterReport, now: number, options: TextOptions): readonly string[] {
  if (upgrade === null || !isUnderWay(upgrade)) return [];
  const { columns = narrow } = options;
  const left = columns < narrow ? describeEnd(upgrade, now) : "";
  const lines = [left, describeNodes(upgrade), describeSteps(upgrade, now, options)].filter(
    (line) => line !== "",
  );
  if (lines.length === 0) return [];
  return [`  ${options.paint("bold", short(name))}: ${lines.join("\n    ")}`];
}

function describeEnd({ estimate }: UpgradeReport, now: number): string {
  return estimate === undefined ? "" : `about ${describeLeft(estimate, now)} left`;
}

function describeNodes({ nodes }: Operation): string {
  if (nodes === undefined || nodes.total.length === 0) return "";
  const { total, completed, current } = nodes;
  const now = current.length === 0 ? "" : `, now ${list(current)}`;
  return `${completed.length} of ${total.length} nodes done${now}`;
}

function describeSteps(
  { steps, zoneAssumed }: Operation,
  now: number,
  { symbols, paint }: TextOptions,
): string {
  const shown = steps.slice(0, mostSteps).map((step) => {
    const { name, phase } = step;
    const text = `${short(name)} ${symbols ? marks[phase] : phase}${age(step, zoneAssumed ? null : now)}`;
    return phase === "pending" ? paint("dim", text) : text;
  });
  const rest = steps.length > mostSteps ? [`and ${steps.length - mostSteps} more`] : [];
  return [...shown, ...rest].join(", ");
}

/** How long a step took, or takes; `now` is null where the step's times may be hours off, as nobody told their zone. */
function age({ phase, startedAt, finishedAt }: Step, now: number | null): string {
  const isRunning = phase === "running" || phase === "paused";
  const end = finishedAt === null ? (isRunning ? now : null) : Date.parse(finishedAt);
  return startedAt === null || end === null ? "" : ` ${formatAge(Math.max(0, end - Date.parse(startedAt)))}`;
}

export const marks: Readonly<Record<Step["phase"], string>> = {
  pending: "·",
  running: "↻",
  paused: "‖",
  succeeded: "✔",
  failed: "✖",
  cancelled: "–",
  unknown: "?",
};

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(short).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function short(text: string): string {
  return cut(plainText(text.slice(0, 1000)), longestName);
}

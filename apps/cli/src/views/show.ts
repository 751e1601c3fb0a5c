import { type ClusterReport, formatAge, show as showValue } from "@upgradectl/core";
import type { Operation, Step } from "@upgradectl/provider-sdk";
import type { OutputTarget } from "../outputs.ts";
import type { World } from "../world.ts";
import { chooseColors, type Paint } from "./colors.ts";
import { foldLines } from "./fold-lines.ts";
import { nextStep } from "./next-steps.ts";
import { plainText, plural } from "./plain-text.ts";
import { renderTable } from "./table.ts";

/** A cluster of the report with all of its operations; `null` where they could not be read. */
export type ShownCluster = ClusterReport & { readonly operations: readonly Operation[] | null };

type Row = readonly [label: string, value: string];

/** One cluster for people: nothing is cut, as this is the place where all of it is looked for. */
export function renderShow(
  cluster: ShownCluster,
  { file }: OutputTarget,
  color: string,
  world: Pick<World, "stdout" | "env">,
): string {
  const paint = chooseColors(
    file !== undefined && color === "auto" ? "never" : color,
    world.stdout,
    world.env,
  );
  const heading = (text: string) => paint("bold", text);
  const fold = (text: string) => foldLines(text, file === undefined ? world.stdout.columns : undefined);
  const { name, verdict, outcome, reason, operations } = cluster;
  const parts = [
    fold(`${heading(plainText(name))}: ${verdict} (${outcome})\n  ${plainText(reason)}`),
    table(facts(cluster)),
    ...section(heading("Error"), errorRows(cluster)),
    ...section(heading("Findings"), findingRows(cluster)),
    ...(operations === null
      ? [`${heading("Operations")}\n  could not be read`]
      : operations.length === 0
        ? [`${heading("Operations")}\n  none is known`]
        : operations.map((operation) => describeOperation(operation, cluster, paint))),
    ...section(heading("Requests"), evidenceRows(cluster)),
  ];
  const next = nextStep(cluster);
  if (next !== undefined) parts.push(fold(`${heading("What to do next")}\n  ${plainText(next)}`));
  return `${parts.join("\n\n")}\n`;
}

function table(rows: readonly Row[], indent = "  "): string {
  const cells = rows.map(([label, value]) => [{ text: plainText(label) }, { text: plainText(value) }]);
  return renderTable(cells, [{}, {}], undefined)
    .map((line) => indent + line)
    .join("\n");
}

function section(heading: string, rows: readonly Row[]): readonly string[] {
  return rows.length === 0 ? [] : [`${heading}\n${table(rows)}`];
}

function facts(cluster: ShownCluster): readonly Row[] {
  const { expected, observed, location } = cluster;
  const { version: declared, ...properties } = expected;
  const labels = Object.entries(cluster.labels).map(([key, value]) => `${key}=${value}`);
  const { version, state, ...others } = observed ?? { version: null, state: "not known" };
  return [
    ["provider", `${cluster.provider} (${cluster.source})`],
    ["id", cluster.id],
    ...(labels.length === 0 ? [] : [["labels", labels.join(", ")] as const]),
    ["manifest", `${location.file}:${location.line}:${location.column}`],
    ["declared", declared],
    ...Object.entries(properties).map(([key, value]): Row => [`declared ${key}`, showValue(value)]),
    ["version", version ?? "not known"],
    ["state", state],
    ...Object.entries(others).map(([key, value]): Row => [key, showValue(value)]),
    ["observed", `${cluster.observedAt}, in ${cluster.durationMs} ms`],
  ];
}

function errorRows({ error }: ShownCluster): readonly Row[] {
  if (error === null) return [];
  const { kind, message, hint, code, httpStatus, requestId, retryable } = error;
  return present([
    ["kind", kind],
    ["message", message],
    ["hint", hint],
    ["code", code],
    ["HTTP status", httpStatus === null ? null : String(httpStatus)],
    ["request id", requestId],
    ["may pass", retryable ? "yes" : "no"],
  ]);
}

function findingRows({ findings }: ShownCluster): readonly Row[] {
  if (findings === null) return [["could not be read", ""]];
  return (findings ?? []).map(({ level, item, resource, message }) => [
    level,
    `${item}${resource === null ? "" : ` (${resource})`}${message === null ? "" : `: ${message}`}`,
  ]);
}

function describeOperation(operation: Operation, { observedAt }: ShownCluster, paint: Paint): string {
  const { id, kind, phase, rawPhase, steps, nodes, details, zoneAssumed } = operation;
  const { fromVersion, toVersion, progress } = operation;
  const raw = rawPhase === null ? "" : ` (${rawPhase})`;
  const versions =
    fromVersion === null && toVersion === null ? null : `${fromVersion ?? "?"} -> ${toVersion ?? "?"}`;
  const rows = present([
    ["id", id],
    ["versions", versions],
    ["progress", progress === null ? null : `${Math.floor(progress * 100)}%`],
    ["message", operation.message],
    ["started", operation.startedAt],
    ["updated", operation.updatedAt],
    ["finished", operation.finishedAt],
    ["times", zoneAssumed ? "the API tells no zone; read as UTC" : null],
    ["nodes", nodes === undefined ? null : describeNodes(nodes)],
    ["details", details === undefined ? null : JSON.stringify(details)],
  ]);
  const now = zoneAssumed ? null : Date.parse(observedAt);
  const stepRows = steps.map((step) => describeStep(step, now));
  const title = `${paint("bold", plainText(`Operation: ${kind}`))} ${plainText(`${phase}${raw}`)}`;
  const list = stepRows.length === 0 ? [] : [`  ${plural(steps.length, "step")}`, table(stepRows, "    ")];
  return [title, ...(rows.length === 0 ? [] : [table(rows)]), ...list].join("\n");
}

function describeStep(step: Step, now: number | null): Row {
  const { name, phase, rawPhase, startedAt, finishedAt, message, expiresAt } = step;
  const end =
    finishedAt === null ? (phase === "running" || phase === "paused" ? now : null) : Date.parse(finishedAt);
  const took =
    startedAt === null || end === null ? null : formatAge(Math.max(0, end - Date.parse(startedAt)));
  const parts = [
    `${phase}${rawPhase === null ? "" : ` (${rawPhase})`}`,
    took,
    startedAt === null ? null : `from ${startedAt}`,
    finishedAt === null ? null : `to ${finishedAt}`,
    expiresAt === undefined ? null : `counts until ${expiresAt}`,
    message,
  ];
  return [name, parts.filter((part) => part !== null).join(", ")];
}

function describeNodes({ total, completed, current }: NonNullable<Operation["nodes"]>): string {
  const waiting = total.filter((node) => !completed.includes(node) && !current.includes(node));
  const lists = [
    ["done", completed],
    ["now", current],
    ["waiting", waiting],
  ] as const;
  const named = lists.flatMap(([what, names]) => (names.length === 0 ? [] : [`${what} ${names.join(", ")}`]));
  return [`${completed.length} of ${total.length} done`, ...named].join("; ");
}

function evidenceRows({ evidence }: ShownCluster): readonly Row[] {
  return evidence.map(({ action, requestId, httpStatus, exitCode, at, identity }) => {
    if (exitCode !== undefined)
      return [action, `${exitCode === null ? "did not end by itself" : `exit code ${exitCode}`}, ${at}`];
    const who =
      identity === undefined
        ? []
        : [`as ${[identity.kind, identity.id].filter(Boolean).join(" ")} from ${identity.source}`];
    const parts = [
      httpStatus ?? "no answer",
      at,
      requestId === null ? "no request id" : `request ${requestId}`,
      ...who,
    ];
    return [action, parts.join(", ")];
  });
}

function present(rows: readonly (readonly [string, string | null])[]): readonly Row[] {
  return rows.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const]));
}

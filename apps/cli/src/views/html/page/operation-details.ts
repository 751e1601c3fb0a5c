import type { ClusterReport } from "@upgradectl/core";
import { element, table, terms } from "./element.ts";
import { age, data, percent, phaseBadge, show, time, timeOrNull } from "./wording.ts";

type Upgrade = NonNullable<ClusterReport["upgrade"]>;

/** The most nodes of one kind that are listed by name. */
const mostNodes = 500;

export function operationDetails(upgrade: Upgrade): HTMLElement {
  const { fromVersion, toVersion } = upgrade;
  return element(
    "section",
    {},
    element("h4", {}, "Operation"),
    terms([
      ["Phase", phaseBadge(upgrade.phase)],
      ["The API's word", upgrade.rawPhase],
      ["Kind", upgrade.kind],
      ["Id", upgrade.id],
      [
        "Versions",
        fromVersion === null && toVersion === null ? null : `${fromVersion ?? "?"} → ${toVersion ?? "?"}`,
      ],
      ["Progress", upgrade.progress === null ? null : percent(upgrade.progress)],
      ["Started", timeOrNull(upgrade.startedAt)],
      ["Updated", timeOrNull(upgrade.updatedAt)],
      ["Finished", timeOrNull(upgrade.finishedAt)],
      ["Expected end", expectedEnd(upgrade)],
      ["Times", upgrade.zoneAssumed ? "The API names no zone; read as UTC." : null],
      ["Message", upgrade.message],
      ["Details", upgrade.details === undefined ? null : show(upgrade.details)],
    ]),
    steps(upgrade),
    nodes(upgrade),
  );
}

function expectedEnd({ estimate }: Upgrade): HTMLElement | null {
  if (estimate === undefined) return null;
  const { earliest, latest, basis } = estimate;
  return element("span", {}, time(earliest), " to ", time(latest), `, from ${basis.replaceAll("-", " ")}`);
}

function steps(upgrade: Upgrade): HTMLElement | null {
  const span = spanOf(upgrade);
  return table(
    "Steps",
    ["Step", "Phase", "Started", "Took", "When", "Message"],
    upgrade.steps.map((step) => {
      const start = parse(step.startedAt);
      const moving = step.phase === "running" || step.phase === "paused";
      // Without a zone the distance to the end of the run may be hours off.
      const end = parse(step.finishedAt) ?? (moving && !upgrade.zoneAssumed ? finishedAt() : null);
      const took = start === null || end === null ? null : age(Math.max(0, end - start));
      return [
        step.name,
        phaseBadge(step.phase),
        step.startedAt === null ? null : time(step.startedAt),
        took,
        start === null || end === null || span === null
          ? null
          : bar([{ phase: step.phase, from: start, to: end }], span),
        step.message,
      ];
    }),
  );
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A part of a bar, in epoch milliseconds. */
export interface Segment extends Span {
  readonly phase: string;
  /** Shown where the pointer rests. */
  readonly name?: string;
  /** Other segments lie on it. */
  readonly isWhole?: boolean;
}

/** A bar on a time axis; what it says is said in words beside it. */
export function bar(segments: readonly Segment[], span: Span): HTMLElement {
  return element("span", { class: "track", "aria-hidden": "true" }, ...segments.map((it) => fill(it, span)));
}

function fill({ phase, from, to, name, isWhole }: Segment, span: Span): HTMLElement {
  const width = Math.max(1, span.to - span.from);
  const left = Math.min(99, Math.max(0, ((from - span.from) / width) * 100));
  const kind = `${isWhole === true ? " whole" : ""}${name === undefined ? "" : " step"}`;
  const part = element("span", { class: `fill ${phase}${kind}`, title: name ?? null });
  part.style.setProperty("left", `${left.toFixed(2)}%`);
  const share = Math.min(100 - left, Math.max(0.5, ((to - from) / width) * 100));
  part.style.setProperty("width", `${share.toFixed(2)}%`);
  return part;
}

function spanOf(upgrade: Upgrade): Span | null {
  const texts = upgrade.steps.flatMap((step) => [step.startedAt, step.finishedAt]);
  const times = [upgrade.startedAt, upgrade.finishedAt, ...texts].map(parse).filter((at) => at !== null);
  const moving = upgrade.steps.some(({ phase }) => phase === "running" || phase === "paused");
  if (moving && !upgrade.zoneAssumed) times.push(finishedAt());
  if (times.length < 2) return null;
  return times.reduce<Span>(({ from, to }, at) => ({ from: Math.min(from, at), to: Math.max(to, at) }), {
    from: Number.POSITIVE_INFINITY,
    to: Number.NEGATIVE_INFINITY,
  });
}

function nodes({ nodes }: Upgrade): HTMLElement | null {
  if (nodes === undefined || nodes.total.length === 0) return null;
  const done = new Set(nodes.completed);
  const current = new Set(nodes.current);
  const kinds = [
    ["succeeded", "done", nodes.total.filter((node) => done.has(node))],
    ["running", "now", nodes.total.filter((node) => current.has(node) && !done.has(node))],
    ["pending", "waiting", nodes.total.filter((node) => !done.has(node) && !current.has(node))],
  ] as const;
  return element(
    "div",
    {},
    element("h5", {}, `Nodes: ${nodes.completed.length} of ${nodes.total.length} done`),
    ...kinds
      .filter(([, , names]) => names.length > 0)
      .map(([phase, word, names]) => {
        const more = names.length > mostNodes ? ` and ${names.length - mostNodes} more` : "";
        return element(
          "p",
          { class: `nodes ${phase}` },
          element("strong", {}, `${word} (${names.length}): `),
          names.slice(0, mostNodes).join(", "),
          more,
        );
      }),
  );
}

export function parse(text: string | null | undefined): number | null {
  const at = text == null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

export function finishedAt(): number {
  return Date.parse(data.report.finishedAt);
}

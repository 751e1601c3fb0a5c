import type { ClusterReport } from "@upgradectl/core";
import { button, element, select } from "./element.ts";
import { bar, finishedAt, parse, type Segment, type Span } from "./operation-details.ts";
import { type Row, selectRows } from "./selection.ts";
import { age, percent, phaseBadge, plural, time } from "./wording.ts";

/** Drawn at first, so that the clusters below stay in sight, and more of at each click. */
const firstBars = 10;
const moreBars = 50;
const day = 86_400_000;

type Period = "under way" | "1" | "7" | "all";

interface Bar {
  readonly row: Row;
  readonly upgrade: NonNullable<ClusterReport["upgrade"]>;
  readonly start: number;
  readonly end: number;
}

/** The operations of the selected clusters on one time axis, those under way first. */
export class Timeline {
  private readonly list = element("ol", { class: "timeline" });
  private readonly axis = element("p", { class: "axis" });
  private readonly note = element("p", { class: "note", role: "status" });
  private readonly more = button({ class: "quiet" }, () => this.showMore(), "Show more");
  private readonly reveal: (index: number) => void;
  private mostBars = firstBars;
  private period: Period = "under way";

  constructor(reveal: (index: number) => void) {
    this.reveal = reveal;
  }

  mount(into: HTMLElement): void {
    const periods = [
      ["under way", "Under way"],
      ["1", "Last 24 hours"],
      ["7", "Last 7 days"],
      ["all", "All that are known"],
    ] as const;
    const choose = (value: string) => {
      this.period = periods.find(([period]) => period === value)?.[0] ?? "all";
      this.mostBars = firstBars;
      this.update();
    };
    const { field, control } = select("Operations", periods, choose);
    if (!selectRows().some(({ cluster }) => isMoving(cluster))) this.period = "all";
    control.value = this.period;
    into.append(field, this.note, this.axis, this.list, this.more);
    this.update();
  }

  update(): void {
    const operations = selectRows().filter(({ cluster }) => this.isWanted(cluster));
    const bars = operations.flatMap((row) => barOf(row)).sort(compareBars);
    const shown = bars.slice(0, this.mostBars);
    this.more.hidden = bars.length <= shown.length;
    const span: Span = {
      from: Math.min(...shown.map(({ start }) => start)),
      to: Math.max(...shown.map(({ end }) => end)),
    };
    this.list.replaceChildren(...shown.map((each) => this.item(each, span)));
    this.axis.replaceChildren(
      ...(shown.length === 0
        ? []
        : [time(new Date(span.from).toISOString()), time(new Date(span.to).toISOString())]),
    );
    this.note.textContent = describe(operations.length, bars.length, shown.length);
  }

  private showMore(): void {
    const first = this.list.children.length;
    this.mostBars += moreBars;
    this.update();
    this.list.children[first]?.querySelector("button")?.focus();
  }

  private isWanted(cluster: ClusterReport): boolean {
    const { upgrade } = cluster;
    if (upgrade === null) return false;
    if (this.period === "all" || isMoving(cluster)) return true;
    if (this.period === "under way") return false;
    const last = parse(upgrade.finishedAt ?? upgrade.updatedAt ?? upgrade.startedAt);
    return last !== null && last >= finishedAt() - Number(this.period) * day;
  }

  private item({ row, upgrade, start, end }: Bar, span: Span): HTMLElement {
    const done =
      upgrade.nodes === undefined
        ? ""
        : `, ${upgrade.nodes.completed.length} of ${plural(upgrade.nodes.total.length, "node")}`;
    const step = upgrade.steps.find(
      ({ phase }) => phase === "failed" || phase === "running" || phase === "paused",
    );
    const facts = [
      upgrade.toVersion === null ? upgrade.kind : `${upgrade.kind} to ${upgrade.toVersion}`,
      upgrade.progress === null ? "" : percent(upgrade.progress),
      step?.name ?? "",
      `${upgrade.zoneAssumed ? "about " : ""}${age(Math.max(0, end - start))}${done}`,
    ];
    return element(
      "li",
      {},
      element(
        "span",
        { class: "who" },
        button({ class: "link" }, () => this.reveal(row.index), row.cluster.name),
        phaseBadge(upgrade.phase),
      ),
      bar(segmentsOf(upgrade, start, Math.max(start, end)), span),
      element("span", { class: "facts" }, facts.filter((fact) => fact !== "").join(" · ")),
    );
  }
}

/** What is under way first, the longest of it before all; then what ended, the newest first. */
function compareBars(a: Bar, b: Bar): number {
  const isOver = Number(!isMoving(a.row.cluster));
  return isOver - Number(!isMoving(b.row.cluster)) || (isOver === 0 ? a.start - b.start : b.start - a.start);
}

/** The steps with known times over the operation itself, in which what they leave free stays plain. */
function segmentsOf(upgrade: Bar["upgrade"], start: number, end: number): readonly Segment[] {
  const steps = upgrade.steps.flatMap((step): Segment[] => {
    const from = parse(step.startedAt);
    const to = parse(step.finishedAt) ?? (step.phase === "running" || step.phase === "paused" ? end : null);
    return from === null || to === null ? [] : [{ phase: step.phase, from, to, name: step.name }];
  });
  return [{ phase: upgrade.phase, from: start, to: end, isWhole: steps.length > 0 }, ...steps];
}

function isMoving({ upgrade }: ClusterReport): boolean {
  return upgrade !== null && ["pending", "running", "paused"].includes(upgrade.phase);
}

function barOf(row: Row): readonly Bar[] {
  const { upgrade } = row.cluster;
  const start = parse(upgrade?.startedAt);
  if (upgrade === null || start === null) return [];
  const end = isMoving(row.cluster) ? finishedAt() : parse(upgrade.finishedAt ?? upgrade.updatedAt);
  return [{ row, upgrade, start, end: end ?? start }];
}

function describe(operations: number, bars: number, shown: number): string {
  if (operations === 0) return "No operation to show.";
  const rest = bars > shown ? `, of which ${shown} are drawn` : "";
  const timeless = operations > bars ? `; ${operations - bars} without a known start` : "";
  return `${plural(operations, "operation")}${rest}${timeless}`;
}

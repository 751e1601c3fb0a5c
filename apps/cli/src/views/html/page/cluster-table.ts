import type { ClusterReport } from "@upgradectl/core";
import { clusterDetails } from "./cluster-details.ts";
import { button, element, find } from "./element.ts";
import { type Column, columns, labelsOf, type Row, rows, selection, selectRows } from "./selection.ts";
import { percent, plural, verdictBadge } from "./wording.ts";

/** So many rows are drawn at once; drawing stays instant however large the fleet is. */
const pageSize = 100;
const longestReason = 300;

const titles: Readonly<Record<Column, string>> = {
  cluster: "Cluster",
  verdict: "Verdict",
  provider: "Provider",
  version: "Version",
  progress: "Progress",
  reason: "Reason",
};

/** The table of clusters: sorting, pages, and details that are made when they are first opened. */
export class ClusterTable {
  private readonly opened = new Set<number>();
  private readonly body = element("tbody");
  private readonly headers = new Map<Column, HTMLElement>();
  private readonly status = element("p", { id: "count", role: "status", "aria-live": "polite" });
  private readonly previous = button({ class: "quiet" }, () => this.turn(-1), "Previous");
  private readonly next = button({ class: "quiet" }, () => this.turn(1), "Next");
  private readonly openAll = button({ class: "quiet" }, () => this.toggleAll(), "Expand this page");
  private page = 0;
  private selected: readonly Row[] = [];

  mount(into: HTMLElement): void {
    const pages = element(
      "nav",
      { class: "pages", "aria-label": "Pages of clusters" },
      this.previous,
      this.next,
    );
    const table = element(
      "table",
      { class: "clusters" },
      element("caption", { class: "unseen" }, "Clusters; buttons in the header sort"),
      element("thead", {}, element("tr", {}, ...columns.map((column) => this.header(column)))),
      this.body,
    );
    into.append(
      element("div", { class: "bar" }, this.status, this.openAll, pages),
      element("div", { class: "scroll" }, table),
    );
    window.addEventListener("beforeprint", () => this.draw(true));
    window.addEventListener("afterprint", () => this.draw());
  }

  /** Draws what the selection leaves, from its first page. */
  update(): void {
    this.selected = selectRows();
    this.page = 0;
    this.draw();
  }

  /** Shows a cluster that may be on another page; the selection must have it. */
  reveal(index: number): void {
    const position = this.selected.findIndex((row) => row.index === index);
    if (position === -1) return;
    this.page = Math.floor(position / pageSize);
    this.opened.add(index);
    this.draw();
    find(`toggle-${index}`).focus();
  }

  private header(column: Column): HTMLElement {
    const mark = element("span", { class: "arrow", "aria-hidden": "true" });
    const sort = button({ class: "sort" }, () => this.sort(column), titles[column], mark);
    const cell = element("th", { scope: "col", "aria-sort": directionOf(column), class: column }, sort);
    this.headers.set(column, cell);
    return cell;
  }

  /** Ascending, descending, and the manifest's own order again. */
  private sort(column: Column): void {
    const { sort } = selection;
    if (sort?.column !== column) selection.sort = { column, descending: false };
    else selection.sort = sort.descending ? null : { column, descending: true };
    for (const [name, cell] of this.headers) cell.setAttribute("aria-sort", directionOf(name));
    this.update();
  }

  private draw(whole = false): void {
    const from = whole ? 0 : this.page * pageSize;
    const shown = whole ? this.selected : this.selected.slice(from, from + pageSize);
    this.body.replaceChildren(...shown.flatMap((row) => this.drawRow(row)));
    const total = this.selected.length;
    const range = total > shown.length ? `${from + 1}–${from + shown.length} of ` : "";
    const filtered = total === rows.length ? "" : ` of ${rows.length.toLocaleString("en")}`;
    this.status.textContent =
      total === 0 ? "No cluster matches the filters." : `${range}${plural(total, "cluster")}${filtered}`;
    this.previous.disabled = this.page === 0;
    this.next.disabled = from + shown.length >= total;
    const everyOpen = shown.length > 0 && shown.every(({ index }) => this.opened.has(index));
    this.openAll.textContent = everyOpen ? "Collapse this page" : "Expand this page";
  }

  private drawRow(drawn: Row): readonly HTMLElement[] {
    const { cluster, index } = drawn;
    const open = this.opened.has(index);
    const toggle = button(
      {
        id: `toggle-${index}`,
        class: "toggle",
        "aria-expanded": String(open),
        "aria-controls": `details-${index}`,
      },
      () => this.toggle(index),
      element("span", { class: "chevron", "aria-hidden": "true" }),
      cluster.name,
    );
    const labels = element(
      "span",
      { class: "labels" },
      ...labelsOf(cluster).map((text) => element("span", {}, text)),
    );
    const progress = cluster.upgrade?.progress ?? null;
    const row = element(
      "tr",
      {},
      element("th", { scope: "row" }, toggle, labels),
      element("td", {}, verdictBadge(cluster.verdict, cluster.outcome)),
      element("td", {}, cluster.provider),
      element("td", { class: "version" }, versions(cluster)),
      element("td", { class: "number" }, progress === null ? "" : percent(progress)),
      element("td", { class: "reason" }, cut(cluster.reason)),
    );
    const cell = element("td", { colspan: columns.length }, open ? clusterDetails(drawn) : null);
    const details = element("tr", { id: `details-${index}`, class: "expanded", hidden: !open }, cell);
    return [row, details];
  }

  private toggle(index: number): void {
    const open = !this.opened.delete(index);
    if (open) this.opened.add(index);
    find(`toggle-${index}`).setAttribute("aria-expanded", String(open));
    const details = find(`details-${index}`);
    const row = rows[index];
    if (open && row !== undefined) details.firstElementChild?.replaceChildren(clusterDetails(row));
    details.hidden = !open;
  }

  private toggleAll(): void {
    const shown = this.selected.slice(this.page * pageSize, (this.page + 1) * pageSize);
    const everyOpen = shown.every(({ index }) => this.opened.has(index));
    for (const { index } of shown) {
      if (everyOpen) this.opened.delete(index);
      else this.opened.add(index);
    }
    this.draw();
  }

  private turn(by: number): void {
    this.page += by;
    this.draw();
    this.body.querySelector("button")?.focus();
  }
}

function directionOf(column: Column): "ascending" | "descending" | "none" {
  const { sort } = selection;
  if (sort?.column !== column) return "none";
  return sort.descending ? "descending" : "ascending";
}

function versions({ observed, expected, drift }: ClusterReport): string {
  const running = observed?.version ?? "not known";
  const drifts = observed === null || drift.some(({ property }) => property === "version");
  return drifts ? `${running} → ${expected.version}` : running;
}

/** A server may send any length; the details have it whole. */
function cut(text: string): string {
  return text.length > longestReason ? `${text.slice(0, longestReason)}…` : text;
}

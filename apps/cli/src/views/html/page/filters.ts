import { button, element, select } from "./element.ts";
import { countVerdicts, labelsOf, rows, selection } from "./selection.ts";
import { data } from "./wording.ts";

/** More than anybody looks through in one list; the search finds the rest. */
const mostOptions = 500;

/** Search, provider, label and verdicts; each change calls `changed`. */
export class Filters {
  private readonly chips = new Map<
    string,
    { readonly chip: HTMLButtonElement; readonly count: HTMLElement }
  >();
  private readonly search = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  private readonly provider: ReturnType<typeof select>;
  private readonly label: ReturnType<typeof select>;
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
    const providers = [...new Set(rows.map(({ cluster }) => cluster.provider))].sort();
    const labels = [...new Set(rows.flatMap(({ cluster }) => labelsOf(cluster)))].sort();
    this.provider = select("Provider", options("Every provider", providers), (value) =>
      this.apply({ provider: value }),
    );
    this.label = select("Label", options("Every label", labels), (value) => this.apply({ label: value }));
    this.search.addEventListener("input", () => this.apply({ search: this.search.value }));
  }

  mount(into: HTMLElement): void {
    const present = data.verdicts.filter(({ name }) => data.report.summary.verdicts[name] !== undefined);
    into.append(
      element(
        "div",
        { class: "fields" },
        element("label", { class: "field wide" }, element("span", {}, "Search"), this.search),
        this.provider.field,
        this.label.field,
        button({ class: "quiet" }, () => this.clear(), "Clear filters"),
      ),
      element(
        "div",
        { class: "chips", role: "group", "aria-label": "Verdicts" },
        ...present.map(({ name, symbol }) => this.chip(name, symbol)),
      ),
    );
    this.update();
  }

  /** Takes a group of the overview as the filter. */
  apply(change: Partial<Pick<typeof selection, "search" | "provider" | "label">>): void {
    Object.assign(selection, change);
    this.changed();
  }

  clear(): void {
    selection.verdicts.clear();
    this.apply({ search: "", provider: "", label: "" });
  }

  /** Brings the controls up to what is selected. */
  update(): void {
    if (this.search.value !== selection.search) this.search.value = selection.search;
    this.choose(this.provider.control, selection.provider);
    this.choose(this.label.control, selection.label);
    const counts = countVerdicts();
    for (const [verdict, { chip, count }] of this.chips) {
      chip.setAttribute("aria-pressed", String(selection.verdicts.has(verdict)));
      count.textContent = (counts.get(verdict) ?? 0).toLocaleString("en");
    }
  }

  /** A group beyond the options that are listed is added, so that the control says what is filtered. */
  private choose(control: HTMLSelectElement, value: string): void {
    control.value = value;
    if (control.value === value) return;
    control.append(element("option", { value }, value));
    control.value = value;
  }

  private chip(verdict: string, symbol: string): HTMLElement {
    const count = element("span", { class: "count" });
    const toggle = () => {
      if (!selection.verdicts.delete(verdict)) selection.verdicts.add(verdict);
      this.changed();
    };
    const mark = element("span", { "aria-hidden": "true", class: "symbol" }, symbol);
    const outcome = rows.find(({ cluster }) => cluster.verdict === verdict)?.cluster.outcome ?? "";
    const chip = button(
      { class: `chip ${outcome}`, "aria-pressed": "false" },
      toggle,
      mark,
      `${verdict} `,
      count,
    );
    this.chips.set(verdict, { chip, count });
    return chip;
  }
}

function options(every: string, values: readonly string[]): readonly (readonly [string, string])[] {
  return [["", every], ...values.slice(0, mostOptions).map((value) => [value, value] as const)];
}

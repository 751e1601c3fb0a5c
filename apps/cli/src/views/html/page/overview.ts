import type { ClusterReport } from "@upgradectl/core";
import { button, element, select } from "./element.ts";
import { rows } from "./selection.ts";
import { data, plural } from "./wording.ts";

const mostGroups = 50;
const outcomes = ["action", "incomplete", "pending", "ok"] as const;

interface Group {
  readonly clusters: ClusterReport[];
  /** Undefined for clusters without the label: nothing filters for them. */
  readonly value: string | undefined;
}

/** How the fleet stands, by provider or by one of its labels. */
export class Overview {
  private readonly body = element("tbody");
  private readonly rest = element("p", { class: "note" });
  private readonly filter: (change: { readonly provider?: string; readonly label?: string }) => void;

  constructor(filter: Overview["filter"]) {
    this.filter = filter;
  }

  mount(into: HTMLElement): void {
    const keys = [...new Set(rows.flatMap(({ cluster }) => Object.keys(cluster.labels)))].sort();
    const dimensions = [
      ["", "Provider"] as const,
      ...keys.slice(0, 200).map((key) => [key, `Label ${key}`] as const),
    ];
    const { field } = select("Group by", dimensions, (key) => this.draw(key));
    const heads = ["Group", "Clusters", "Outcomes", "Verdicts"].map((title) =>
      element("th", { scope: "col" }, title),
    );
    into.append(
      field,
      element(
        "div",
        { class: "scroll" },
        element(
          "table",
          { class: "small" },
          element(
            "caption",
            { class: "unseen" },
            "Clusters by group; a group's button filters the clusters below",
          ),
          element("thead", {}, element("tr", {}, ...heads)),
          this.body,
        ),
      ),
      this.rest,
    );
    this.draw("");
  }

  /** By provider where the key is empty. */
  private draw(key: string): void {
    const groups = new Map<string, Group>();
    for (const { cluster } of rows) {
      const value = key === "" ? cluster.provider : labelOf(cluster, key);
      const name = value === undefined ? "(without)" : `=${value}`;
      const group = groups.get(name) ?? { clusters: [], value };
      group.clusters.push(cluster);
      groups.set(name, group);
    }
    const sorted = [...groups.values()].sort((a, b) => b.clusters.length - a.clusters.length);
    this.body.replaceChildren(...sorted.slice(0, mostGroups).map((group) => this.row(key, group)));
    this.rest.textContent =
      sorted.length > mostGroups ? `and ${plural(sorted.length - mostGroups, "smaller group")}` : "";
  }

  private row(key: string, { value, clusters }: Group): HTMLElement {
    const pick = () => this.filter(key === "" ? { provider: value ?? "" } : { label: `${key}=${value}` });
    const name =
      value === undefined
        ? `without ${key}`
        : button({ class: "link" }, pick, value === "" ? "(empty)" : value);
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", { class: "number" }, clusters.length.toLocaleString("en")),
      element("td", {}, shares(clusters)),
      element("td", {}, verdicts(clusters)),
    );
  }
}

function labelOf({ labels }: ClusterReport, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** The bar repeats what the words beside it say. */
function shares(clusters: readonly ClusterReport[]): HTMLElement {
  const parts = outcomes.map((outcome) => {
    const count = clusters.filter((cluster) => cluster.outcome === outcome).length;
    const part = element("span", { class: `share ${outcome}` });
    part.style.setProperty("width", `${((count / clusters.length) * 100).toFixed(2)}%`);
    return part;
  });
  return element("span", { class: "shares", "aria-hidden": "true" }, ...parts);
}

function verdicts(clusters: readonly ClusterReport[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of clusters) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return data.verdicts
    .filter(({ name }) => counts.has(name))
    .map(({ name, symbol }) => `${symbol} ${counts.get(name)} ${name}`)
    .join(", ");
}

import type { ClusterReport } from "@upgradectl/core";
import { data, show } from "./wording.ts";

/** A cluster with what is asked of it again and again. */
export interface Row {
  readonly cluster: ClusterReport;
  readonly index: number;
  /** Everything that the search looks at, in lower case. */
  readonly text: string;
}

export const columns = ["cluster", "verdict", "provider", "version", "progress", "reason"] as const;
export type Column = (typeof columns)[number];

export interface Selection {
  search: string;
  readonly verdicts: Set<string>;
  provider: string;
  /** `key=value`. */
  label: string;
  sort: { readonly column: Column; readonly descending: boolean } | null;
}

/** At first the worst verdicts come first. */
export const selection: Selection = {
  search: "",
  verdicts: new Set(),
  provider: "",
  label: "",
  sort: { column: "verdict", descending: false },
};

export const rows: readonly Row[] = data.report.clusters.map((cluster, index) => ({
  cluster,
  index,
  text: searchText(cluster),
}));

const order: ReadonlyMap<string, number> = new Map(data.verdicts.map(({ name }, index) => [name, index]));
const collator = new Intl.Collator("en", { numeric: true });

function searchText(cluster: ClusterReport): string {
  const { name, id, provider, source, verdict, reason, observed, expected, error, upgrade } = cluster;
  return [
    ...[name, id, provider, source, verdict, reason, observed?.version, observed?.state, expected.version],
    ...[error?.kind, error?.code, error?.requestId, upgrade?.id, upgrade?.kind, upgrade?.message],
    ...labelsOf(cluster),
  ]
    .filter((part) => part != null)
    .join("\n")
    .toLowerCase();
}

export function labelsOf({ labels }: ClusterReport): readonly string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}

/** The rows that are left, in the order asked for. Every word of the search must occur. */
export function selectRows(): readonly Row[] {
  const left = withoutVerdicts().filter(
    ({ cluster }) => selection.verdicts.size === 0 || selection.verdicts.has(cluster.verdict),
  );
  const { sort } = selection;
  if (sort === null) return left;
  const compare = comparisons[sort.column];
  return left.sort((a, b) => compare(a.cluster, b.cluster) * (sort.descending ? -1 : 1) || a.index - b.index);
}

/** How many clusters each verdict would leave. */
export function countVerdicts(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { cluster } of withoutVerdicts())
    counts.set(cluster.verdict, (counts.get(cluster.verdict) ?? 0) + 1);
  return counts;
}

function withoutVerdicts(): Row[] {
  const words = selection.search.toLowerCase().split(/\s+/);
  return rows.filter(
    ({ cluster, text }) =>
      (selection.provider === "" || cluster.provider === selection.provider) &&
      (selection.label === "" || labelsOf(cluster).includes(selection.label)) &&
      words.every((word) => text.includes(word)),
  );
}

const comparisons: Readonly<Record<Column, (a: ClusterReport, b: ClusterReport) => number>> = {
  cluster: (a, b) => collator.compare(a.name, b.name),
  verdict: (a, b) => (order.get(a.verdict) ?? -1) - (order.get(b.verdict) ?? -1),
  provider: (a, b) => collator.compare(a.provider, b.provider),
  version: (a, b) => collator.compare(show(a.observed?.version ?? ""), show(b.observed?.version ?? "")),
  progress: (a, b) => (a.upgrade?.progress ?? -1) - (b.upgrade?.progress ?? -1),
  reason: (a, b) => collator.compare(a.reason, b.reason),
};

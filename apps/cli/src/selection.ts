import { createHash } from "node:crypto";
import {
  type Cluster,
  type Diagnostic,
  didYouMean,
  type Fleet,
  limitsOf,
  type ReportShard,
  type Share,
} from "@upgradectl/core";
import { type FlagValue, many, type Selector, single } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import type { SourceTexts } from "./views/diagnostics.ts";
import { plural } from "./views/plain-text.ts";

/** What `-l`, `--cluster` and `--shard` ask for. */
export interface Selection {
  readonly selects: Selector;
  /** What `selects` was made of, as written. */
  readonly labels: readonly string[];
  /** Names, with `*` and `?`; empty selects all. */
  readonly names: readonly string[];
  readonly shard: Share | undefined;
}

export function namesFlag(value: FlagValue): readonly string[] {
  const names = many(value);
  if (names.includes(""))
    throw new UsageError("--cluster names no cluster", "An unset variable on the command line?");
  return names;
}

export function shardFlag(value: FlagValue): Share | undefined {
  const text = single("shard", value);
  if (text === undefined) return undefined;
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index < 1 || index > of)
    throw new UsageError(`--shard "${text}" is not K/N with K from 1 to N`, "The first of four: --shard 1/4");
  return { index, of };
}

export interface SelectedClusters {
  /** In the manifest's order. */
  readonly clusters: readonly Cluster[];
  /** The same over all shards. */
  readonly ofAllShards: readonly Cluster[];
  /** This shard's part of each account, by instance key; empty where there are no shards. */
  readonly shares: ReadonlyMap<string, Share>;
}

/** Throws a `UsageError` for none. */
export function selectClusters(fleet: Fleet, selection: Selection): SelectedClusters {
  const { selects, names, shard } = selection;
  for (const name of names) requireMatch(name, fleet);
  const selected = fleet.clusters.filter(
    (cluster) =>
      selects(cluster) && (names.length === 0 || names.some((it) => matchesName(it, cluster.name))),
  );
  if (selected.length === 0) throw noneSelected(selection, fleet);
  if (shard === undefined) return { clusters: selected, ofAllShards: selected, shares: new Map() };
  const { clusters, shares } = takeShard(selected, shard);
  if (clusters.length > 0) return { clusters, ofAllShards: selected, shares };
  throw new UsageError(
    `no cluster is selected: shard ${shard.index} of ${shard.of} is empty, as ${selected.length === 1 ? "there is" : "there are"} only ${plural(selected.length, "cluster")}`,
    `Use at most ${plural(selected.length, "shard")}.`,
  );
}

/** What a report says of its shard; `manifest` is the same for all shards of one fleet. */
export function describeShard(
  shard: Share,
  sources: SourceTexts,
  ofAllShards: readonly Cluster[],
): ReportShard {
  const manifest = createHash("sha256");
  for (const text of sources.values()) manifest.update(text);
  const selection = createHash("sha256");
  for (const { name } of ofAllShards) selection.update(`${name}\n`);
  return {
    ...shard,
    manifest: manifest.digest("hex"),
    clusters: ofAllShards.length,
    selection: selection.digest("hex"),
    files: [...sources.keys()],
  };
}

/**
 * Deals each provider instance's clusters out in turn, in the order of their names' hashes: neither their order in the
 * manifest nor names with a pattern decide, and every shard has its even part of each instance. Its part of the
 * instance's limits is among those shards that have a cluster of it, from the one that was dealt the first.
 */
function takeShard(
  clusters: readonly Cluster[],
  { index, of }: Share,
): Pick<SelectedClusters, "clusters" | "shares"> {
  const accounts = [...Map.groupBy(clusters, ({ instance }) => instance)].sort(([a], [b]) =>
    `${a.name}\0${a.key}` < `${b.name}\0${b.key}` ? -1 : 1,
  );
  const taken = new Set<Cluster>();
  const shares = new Map<string, Share>();
  let dealt = 0;
  for (const [{ key }, members] of accounts) {
    const turn = (((index - 1 - dealt) % of) + of) % of;
    for (const [position, cluster] of inOrderOfHashes(members).entries())
      if (position % of === turn) taken.add(cluster);
    if (turn < members.length) shares.set(key, { index: turn + 1, of: Math.min(of, members.length) });
    dealt += members.length;
  }
  return { clusters: clusters.filter((cluster) => taken.has(cluster)), shares };
}

function inOrderOfHashes(clusters: readonly Cluster[]): readonly Cluster[] {
  return clusters
    .map((cluster) => ({ cluster, hash: hashOf(cluster.name) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ cluster }) => cluster);
}

/** Where an account's concurrency is less than one request for each shard. */
export function warnOfShares(
  clusters: readonly Cluster[],
  shares: ReadonlyMap<string, Share>,
  flags: { readonly concurrency?: number },
): readonly Diagnostic[] {
  return [...new Set(clusters.map(({ instance }) => instance))].flatMap((instance): readonly Diagnostic[] => {
    const { of } = shares.get(instance.key) ?? { of: 1 };
    const { concurrency } = limitsOf(instance, flags);
    if (of <= concurrency) return [];
    return [
      {
        severity: "warning",
        code: "concurrency-exceeded",
        summary: `${of} shards read the provider "${instance.name}", each with one request in flight at least: more than its concurrency of ${concurrency}`,
        hint: `Use at most ${plural(concurrency, "shard")}, or allow more.`,
        ...instance.location,
      },
    ];
  });
}

function hashOf(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

/** A misspelt name must not quietly select less than was meant. */
function requireMatch(pattern: string, { clusters }: Fleet): void {
  if (clusters.some(({ name }) => matchesName(pattern, name))) return;
  throw noSuchCluster(pattern, clusters);
}

export function noSuchCluster(name: string, clusters: readonly Cluster[]): UsageError {
  const known = clusters.map((cluster) => cluster.name);
  const meant = didYouMean(name, known);
  const some = known.slice(0, 5).join(", ");
  const all = known.length > 5 ? `${some} and ${known.length - 5} more` : some;
  return new UsageError(
    `no cluster of the manifest is called "${name}"`,
    meant === undefined ? `Its clusters: ${all}.` : `Did you mean ${meant}?`,
  );
}

function noneSelected({ labels, names }: Selection, fleet: Fleet): UsageError {
  const asked = [...labels.map((text) => `-l "${text}"`), ...names.map((name) => `--cluster "${name}"`)];
  return new UsageError(["no cluster is selected by", ...asked].join(" "), describeLabels(fleet));
}

function describeLabels({ clusters }: Fleet): string {
  const pairs = clusters.flatMap(({ labels }) => Object.entries(labels));
  const examples = [...new Set(pairs.map(([key, value]) => `${key}=${value}`))].slice(0, 5).join(", ");
  return examples === "" ? "No cluster of the manifest has labels." : `Labels in the manifest: ${examples}.`;
}

/** `*` stands for any characters, `?` for one. Walks back to the last `*` only, so in bounded time. */
export function matchesName(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  const wanted = [...pattern];
  const given = [...name];
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let here = 0; here < given.length; ) {
    if (wanted[at] === "*") {
      star = at++;
      resume = here;
    } else if (wanted[at] === "?" || wanted[at] === given[here]) {
      at += 1;
      here += 1;
    } else if (star >= 0) {
      at = star + 1;
      here = ++resume;
    } else return false;
  }
  return wanted.slice(at).every((rest) => rest === "*");
}

import { createHash } from "node:crypto";
import { type Cluster, didYouMean, type Fleet, type ReportShard } from "@upgradectl/core";
import { type FlagValue, many, type Selector, single } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import type { SourceTexts } from "./views/diagnostics.ts";
import { plural } from "./views/plain-text.ts";

/** The `index`-th of `of` parts; 1-based. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** What `-l`, `--cluster` and `--shard` ask for. */
export interface Selection {
  readonly selects: Selector;
  /** Names, with `*` and `?`; empty selects all. */
  readonly names: readonly string[];
  readonly shard: Shard | undefined;
}

export function namesFlag(value: FlagValue): readonly string[] {
  const names = many(value);
  if (names.includes(""))
    throw new UsageError("--cluster names no cluster", "An unset variable on the command line?");
  return names;
}

export function shardFlag(value: FlagValue): Shard | undefined {
  const text = single("shard", value);
  if (text === undefined) return undefined;
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index < 1 || index > of)
    throw new UsageError(`--shard "${text}" is not K/N with K from 1 to N`, "The first of four: --shard 1/4");
  return { index, of };
}

/** The selected clusters in the manifest's order, and how many there are over all shards. Throws a `UsageError` for none. */
export function selectClusters(
  fleet: Fleet,
  { selects, names, shard }: Selection,
): { readonly clusters: readonly Cluster[]; readonly ofAllShards: number } {
  for (const name of names) requireMatch(name, fleet);
  const selected = fleet.clusters.filter(
    (cluster) =>
      selects(cluster) && (names.length === 0 || names.some((it) => matchesName(it, cluster.name))),
  );
  if (selected.length === 0) throw new UsageError("no cluster is selected", describeLabels(fleet));
  const clusters = shard === undefined ? selected : takeShard(selected, shard);
  if (clusters.length > 0 || shard === undefined) return { clusters, ofAllShards: selected.length };
  throw new UsageError(
    `no cluster is selected: shard ${shard.index} of ${shard.of} is empty, as there are only ${plural(selected.length, "cluster")}`,
    `Use at most ${plural(selected.length, "shard")}.`,
  );
}

/** What a report says of its shard; `manifest` is the same for all shards of one fleet. */
export function describeShard(shard: Shard, sources: SourceTexts, ofAllShards: number): ReportShard {
  const hash = createHash("sha256");
  for (const text of sources.values()) hash.update(text);
  return { ...shard, manifest: hash.digest("hex"), clusters: ofAllShards };
}

/**
 * Deals each provider's clusters out in turn, in the order of their names' hashes: neither their order in the manifest
 * nor names with a pattern decide, and every shard has its even part of each provider, whose limits are per account.
 */
export function takeShard(clusters: readonly Cluster[], { index, of }: Shard): readonly Cluster[] {
  const dealt = clusters
    .map((cluster) => ({ cluster, key: `${cluster.instance.name}\0${hashOf(cluster.name)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .filter((_, position) => position % of === index - 1);
  const taken = new Set(dealt.map(({ cluster }) => cluster));
  return clusters.filter((cluster) => taken.has(cluster));
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

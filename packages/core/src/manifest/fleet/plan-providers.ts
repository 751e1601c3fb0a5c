import { isRecord } from "../../is-record.ts";
import { loadValidRange } from "../../lazy-modules.ts";
import { quote } from "../../quote-text.ts";
import type { Path } from "../problems/path-words.ts";
import { clustersOf, defaultsOf, isBroken, isMisspelt, type Manifest } from "./manifest.ts";

/** A provider instance of one manifest, before its plugin is loaded. */
export interface ProviderPlan {
  readonly name: string;
  /** Undefined where it cannot be known because of a mistake that is reported already. */
  readonly source: string | undefined;
  readonly range: string | undefined;
  /** Its entry under `providers`; undefined where a cluster names the source directly. */
  readonly entry: Readonly<Record<string, unknown>> | undefined;
  /** What names the source: a `provider`, a `source`, or the entry whose name is the source. */
  readonly place: Path;
}

/** All instances that a manifest declares or that its clusters name, by the name that clusters use. */
export function planProviders(manifest: Manifest): ReadonlyMap<string, ProviderPlan> {
  const plans = new Map<string, ProviderPlan>();
  const declared = isRecord(manifest.data.providers) ? manifest.data.providers : {};
  for (const [name, entry] of Object.entries(declared)) plans.set(name, planDeclared(manifest, name, entry));
  let index = -1;
  for (const cluster of clustersOf(manifest)) {
    index += 1;
    const name = providerNameOf(manifest, cluster, index);
    if (name === undefined || plans.has(name)) continue;
    const place = placeOfProvider(cluster, index);
    plans.set(name, { name, source: name, range: undefined, entry: undefined, place });
  }
  return plans;
}

function planDeclared(manifest: Manifest, name: string, value: unknown): ProviderPlan {
  const entry = isRecord(value) ? value : {};
  const base = ["providers", name];
  const hasSource = Object.hasOwn(entry, "source");
  const source = hasSource ? entry.source : name;
  const range = entry.version;
  const isUsable =
    isRecord(value) &&
    !isMisspelt(manifest, [...base, "source"]) &&
    typeof source === "string" &&
    source !== "" &&
    !isBroken(manifest, [...base, "source"]);
  return {
    name,
    entry,
    source: isUsable ? source : undefined,
    range:
      typeof range === "string" && range.trim() !== "" && loadValidRange()(range) !== null
        ? range
        : undefined,
    place: hasSource ? [...base, "source"] : base,
  };
}

/** Where a problem of the plugin is shown. */
export function offsetOf({ tree }: Manifest, { entry, place }: ProviderPlan): number {
  const isName = entry !== undefined && place.at(-1) !== "source";
  return isName ? tree.keyOffset(place) : tree.valueOffset(place);
}

/** What a cluster's provider is called; undefined where there is none that can be used. */
export function providerNameOf(manifest: Manifest, cluster: unknown, index: number): string | undefined {
  if (!isRecord(cluster)) return undefined;
  const name = cluster.provider === undefined ? defaultsOf(manifest).provider : cluster.provider;
  if (typeof name !== "string" || name === "") return undefined;
  const isUnknown = manifest.problems.hasBrokenValues && isBroken(manifest, placeOfProvider(cluster, index));
  return isUnknown ? undefined : name;
}

function placeOfProvider(cluster: unknown, index: number): Path {
  const isOwn = isRecord(cluster) && cluster.provider !== undefined;
  return isOwn ? ["clusters", index, "provider"] : ["defaults", "provider"];
}

export function quoteAll(names: Iterable<string>): string {
  return [...names].map(quote).join(", ");
}

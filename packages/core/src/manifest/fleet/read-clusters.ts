import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import type { Problem } from "../../diagnostics.ts";
import type { Cluster, ProviderInstance } from "../../fleet.ts";
import { isRecord } from "../../is-record.ts";
import { quote } from "../../quote-text.ts";
import { VersionSyntaxError, type VersionTarget } from "../../version/target.ts";
import { type Path, wordsOf } from "../problems/path-words.ts";
import { ClusterBuilder } from "./build-cluster.ts";
import { clustersOf, defaultsOf, isMisspelt, type Manifest } from "./manifest.ts";
import type { Providers } from "./open-providers.ts";
import { providerNameOf } from "./plan-providers.ts";
import { ParameterReader } from "./read-parameters.ts";
import { badTarget, type TargetReader } from "./read-target.ts";
import type { SecretList } from "./secret-list.ts";

type Values = Readonly<Record<string, unknown>>;

/** Merges, checks and builds the clusters of one manifest; those with mistakes are left out. */
export function readClusters(
  manifest: Manifest,
  providers: Providers,
  targets: TargetReader,
  secrets: SecretList,
): readonly Cluster[] {
  const builder = new ClusterBuilder(manifest);
  const parameters = new ParameterReader(manifest, targets, secrets);
  const defaults = defaultsOf(manifest);
  const needed = ["provider", "targetVersion"].filter((key) => defaults[key] === undefined);
  const used = new Set<string | undefined>();
  const clusters: Cluster[] = [];
  /** Of the cluster before: most have the provider of their neighbour. */
  let last: string | undefined;
  let instance: ProviderInstance | undefined;
  let index = -1;
  for (const own of clustersOf(manifest)) {
    index += 1;
    const name = providerNameOf(manifest, own, index);
    if (name === undefined || name !== last) {
      used.add(name !== undefined && providers.known.has(name) ? name : undefined);
      instance = name === undefined ? undefined : providers.instances.get(name);
      last = name;
    }
    if (!isRecord(own)) continue;
    const definition = instance?.plugin.definition;
    const target = readTarget(manifest, own, index, definition, targets);
    addMissing(manifest, own, index, needed);
    if (instance === undefined) continue;
    parameters.checkId(own, index, instance);
    const chosen = parameters.read("with", own, index, instance);
    const expect = parameters.read("expect", own, index, instance);
    if (target !== undefined)
      clusters.push(builder.build({ own, index, instance, target, with: chosen, expect }));
  }
  // Where it is not known whom a cluster means, it may be anyone.
  const unused =
    used.size === 0 || used.has(undefined) ? [] : providers.declared.filter((name) => !used.has(name));
  for (const name of unused) addUnused(manifest, name);
  return clusters;
}

/** `defaults` may bring these, so the schema cannot ask for them. */
function addMissing(manifest: Manifest, own: Values, index: number, keys: readonly string[]): void {
  const { tree, problems } = manifest;
  for (const key of keys) {
    if (own[key] !== undefined) continue;
    const path: Path = ["clusters", index];
    if (isMisspelt(manifest, [...path, key]) || isMisspelt(manifest, ["defaults", key])) continue;
    const example = key === "provider" ? "huawei-cce" : "v1.29.8-r4";
    const problem: Problem = {
      severity: "error",
      code: "missing-key",
      summary: `${wordsOf(path)} has no ${quote(key)}, and \`defaults\` has none either`,
      hint: `Add \`${key}: ${example}\` to the cluster or to \`defaults\`.`,
    };
    problems.add(problem, tree.valueOffset(path), key);
  }
}

function readTarget(
  manifest: Manifest,
  own: Values,
  index: number,
  definition: ProviderDefinition | undefined,
  targets: TargetReader,
): VersionTarget | undefined {
  const isOwn = own.targetVersion !== undefined;
  const text = isOwn ? own.targetVersion : defaultsOf(manifest).targetVersion;
  if (typeof text !== "string") return undefined;
  const reading = targets.read(text, definition?.splitVersion);
  if (!(reading instanceof VersionSyntaxError)) return reading;
  const path: Path = isOwn ? ["clusters", index, "targetVersion"] : ["defaults", "targetVersion"];
  manifest.problems.add(badTarget(wordsOf(path), reading), manifest.tree.valueOffset(path));
  return undefined;
}

function addUnused({ problems, tree }: Manifest, name: string): void {
  const path = ["providers", name];
  const problem: Problem = {
    severity: "warning",
    code: "unused-provider",
    summary: `no cluster uses ${wordsOf(path)}`,
    hint: "Remove it, or name it as the `provider` of a cluster.",
  };
  problems.add(problem, tree.keyOffset(path));
}

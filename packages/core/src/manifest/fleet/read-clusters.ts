import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import type { Problem } from "../../diagnostics.ts";
import { parseDuration } from "../../duration.ts";
import {
  type Cluster,
  outcomeNames,
  type PolicyTerm,
  type ProviderInstance,
  verdictNames,
} from "../../fleet.ts";
import { isRecord } from "../../is-record.ts";
import { defaultCloseOn, defaultFailOn } from "../../judge/policy.ts";
import { quote } from "../../quote-text.ts";
import { VersionSyntaxError, type VersionTarget } from "../../version/target.ts";
import { type Path, wordsOf } from "../problems/path-words.ts";
import { clustersOf, defaultsOf, isMisspelt, type Manifest } from "./manifest.ts";
import type { Providers } from "./open-providers.ts";
import { providerOf } from "./plan-providers.ts";
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
  const defaults = defaultsOf(manifest);
  const parameters = new ParameterReader(manifest, targets, secrets);
  const used = new Set<string | undefined>();
  const clusters: Cluster[] = [];
  let index = -1;
  for (const own of clustersOf(manifest)) {
    index += 1;
    const name = providerOf(manifest, own, index)?.name;
    used.add(name !== undefined && providers.known.has(name) ? name : undefined);
    if (!isRecord(own)) continue;
    const instance = name === undefined ? undefined : providers.instances.get(name);
    const definition = instance?.plugin.definition;
    const target = readTarget(manifest, own, index, definition, targets);
    addMissing(manifest, own, index);
    if (instance === undefined) continue;
    parameters.checkId(own, index, instance);
    const chosen = parameters.read("with", own, index, instance);
    const expected = parameters.read("expect", own, index, instance);
    if (target !== undefined)
      clusters.push(
        build({ manifest, index, own, defaults, instance, target, with: chosen, expect: expected }),
      );
  }
  // Where it is not known whom a cluster means, it may be anyone.
  const unused =
    used.size === 0 || used.has(undefined) ? [] : providers.declared.filter((name) => !used.has(name));
  for (const name of unused) addUnused(manifest, name);
  return clusters;
}

/** `defaults` may bring these, so the schema cannot ask for them. */
function addMissing(manifest: Manifest, own: Values, index: number): void {
  const { tree, problems } = manifest;
  const defaults = defaultsOf(manifest);
  for (const key of ["provider", "targetVersion"]) {
    if (Object.hasOwn(own, key) || Object.hasOwn(defaults, key)) continue;
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
  const isOwn = Object.hasOwn(own, "targetVersion");
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

interface Parts {
  readonly manifest: Manifest;
  readonly index: number;
  readonly own: Values;
  readonly defaults: Values;
  readonly instance: ProviderInstance;
  readonly target: VersionTarget;
  readonly with: Values;
  readonly expect: Values;
}

function build(parts: Parts): Cluster {
  const { manifest, index, own, defaults, instance, target } = parts;
  const { tree, problems } = manifest;
  const stalledAfter = own.stalledAfter ?? defaults.stalledAfter;
  const stalledAfterMs = typeof stalledAfter === "string" ? parseDuration(stalledAfter) : null;
  const cluster = {
    name: String(own.name),
    id: String(own.id),
    instance,
    labels: labelsOf(own, defaults),
    target,
    with: parts.with,
    expect: parts.expect,
    failOn: termsOf(own, defaults, "check", "failOn") ?? defaultFailOn,
    closeOn: termsOf(own, defaults, "gate", "closeOn") ?? defaultCloseOn,
    location: problems.locate(tree.itemOffset(["clusters", index])),
  };
  return stalledAfterMs === null ? cluster : { ...cluster, stalledAfterMs };
}

function termsOf(
  own: Values,
  defaults: Values,
  command: string,
  list: string,
): readonly PolicyTerm[] | undefined {
  const ownTerms = mappingOf(own[command]);
  const terms = (Object.hasOwn(ownTerms, list) ? ownTerms : mappingOf(defaults[command]))[list];
  return Array.isArray(terms) ? terms.filter(isPolicyTerm) : undefined;
}

const policyTerms: ReadonlySet<unknown> = new Set([...verdictNames, ...outcomeNames]);

function isPolicyTerm(value: unknown): value is PolicyTerm {
  return policyTerms.has(value);
}

function mappingOf(value: unknown): Values {
  return isRecord(value) ? value : {};
}

function labelsOf(own: Values, defaults: Values): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const values of [mappingOf(defaults.labels), mappingOf(own.labels)])
    for (const key of Object.keys(values)) labels[key] = String(values[key]);
  return labels;
}

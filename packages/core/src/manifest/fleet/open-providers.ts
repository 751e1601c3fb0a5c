import type { Problem } from "../../diagnostics.ts";
import { didYouMean } from "../../did-you-mean.ts";
import { parseDuration } from "../../duration.ts";
import type { Plugin, ProviderInstance } from "../../fleet.ts";
import { isRecord } from "../../is-record.ts";
import type { LoadPlugin } from "../../plugins/load-plugin.ts";
import { quote } from "../../quote-text.ts";
import { explainErrors } from "../problems/explain-errors.ts";
import { type Path, wordsOf } from "../problems/path-words.ts";
import { pathOf } from "../problems/pointer.ts";
import { validate } from "../problems/validate.ts";
import { type View, viewOf } from "../problems/view.ts";
import { checksOf, declaresItself } from "../schema/plugin-schema.ts";
import { isDelicate } from "../schema/schema-walk.ts";
import { locateParts } from "./locate-parts.ts";
import { isMisspelt, type Manifest } from "./manifest.ts";
import { offsetOf, type ProviderPlan, planProviders, quoteAll } from "./plan-providers.ts";
import type { SecretList } from "./secret-list.ts";

/** The providers of one manifest. */
export interface Providers {
  /** By the name that clusters use; without those whose plugin could not be loaded. */
  readonly instances: ReadonlyMap<string, ProviderInstance>;
  /** Names under `providers`. */
  readonly declared: readonly string[];
  /** Those names, and the sources that clusters name directly and that were found. */
  readonly known: ReadonlySet<string>;
}

/** Loads each provider's plugin and checks its `config`. */
export async function openProviders(
  manifest: Manifest,
  loadPlugin: LoadPlugin,
  secrets: SecretList,
): Promise<Providers> {
  const plans = planProviders(manifest);
  const declared = [...plans.values()].filter(({ entry }) => entry !== undefined).map(({ name }) => name);
  const instances = new Map<string, ProviderInstance>();
  const loaded = [...plans.values()].map(async (plan) => ({
    plan,
    result: await load(plan, manifest, loadPlugin),
  }));
  for (const { plan, result } of await Promise.all(loaded)) {
    if (result !== undefined && "plugin" in result) {
      instances.set(plan.name, openInstance(manifest, plan, result.plugin, secrets));
      continue;
    }
    secrets.guessFrom(manifest.problems.source.text);
    if (result === undefined) continue;
    // A plugin that is there and cannot be used has another cause.
    const mayBeMisspelt = plan.entry === undefined && result.problem.code === "plugin-missing";
    const suggestion = mayBeMisspelt ? didYouMean(plan.name, declared) : undefined;
    const problem = suggestion === undefined ? result.problem : unknownProvider(plan, suggestion, declared);
    manifest.problems.add(problem, offsetOf(manifest, plan), plan.name);
  }
  return { instances, declared, known: new Set([...declared, ...instances.keys()]) };
}

async function load(
  plan: ProviderPlan,
  manifest: Manifest,
  loadPlugin: LoadPlugin,
): Promise<Awaited<ReturnType<LoadPlugin>> | undefined> {
  const { source, range } = plan;
  if (source === undefined) return undefined;
  return loadPlugin({ source, directory: manifest.directory, ...(range === undefined ? {} : { range }) });
}

function unknownProvider(plan: ProviderPlan, suggestion: string, declared: readonly string[]): Problem {
  return {
    severity: "error",
    code: "unknown-provider",
    summary: `${wordsOf(plan.place)} names the provider ${quote(plan.name)}, which does not exist`,
    detail: `It is neither under \`providers\` (${quoteAll(declared)}) nor an installed plugin.`,
    hint: `Did you mean ${quote(suggestion)}?`,
  };
}

function openInstance(
  manifest: Manifest,
  plan: ProviderPlan,
  plugin: Plugin,
  secrets: SecretList,
): ProviderInstance {
  const { tree, problems } = manifest;
  const config = checkConfig(manifest, plan, plugin, secrets);
  const base = plan.entry === undefined ? plan.place : ["providers", plan.name];
  const { definition } = plugin;
  const timeout = declaresItself(definition, "timeout") ? undefined : readDuration(config.timeout);
  const caFile = declaresItself(definition, "caFile") ? undefined : config.caFile;
  const limits = isRecord(plan.entry?.limits) ? plan.entry.limits : {};
  const { concurrency, requestsPerSecond } = limits;
  return {
    key: `${manifest.key}.${plan.name}`,
    name: plan.name,
    source: plan.source ?? plan.name,
    plugin,
    directory: manifest.directory,
    config,
    ...(timeout === undefined ? {} : { requestTimeoutMs: timeout }),
    ...(typeof caFile === "string" ? { caFile } : {}),
    ...(typeof concurrency === "number" ? { concurrency } : {}),
    ...(typeof requestsPerSecond === "number" ? { requestsPerSecond } : {}),
    location: problems.locate(tree.keyOffset(base)),
    locateConfig:
      plan.entry === undefined
        ? locateParts(manifest, base, undefined)
        : locateParts(manifest, [...base, "config"], config),
  };
}

function checkConfig(
  manifest: Manifest,
  plan: ProviderPlan,
  plugin: Plugin,
  secrets: SecretList,
): Readonly<Record<string, unknown>> {
  const written = plan.entry?.config;
  // A `config` that is no mapping, or an entry with that key misspelt, is reported already.
  const isAbsent = isMisspelt(manifest, ["providers", plan.name, "config"]);
  if (isAbsent || (written !== undefined && !isRecord(written))) {
    secrets.guessFrom(manifest.problems.source.text);
    return {};
  }
  const config = written ?? {};
  const { config: check } = checksOf(plugin.definition);
  const view = configView(manifest, plan);
  const errors = validate(check, config, view);
  secrets.addFrom(check, config, view);
  for (const { data, instancePath } of errors)
    if (typeof data === "string" && isDelicate(check.schema, pathOf(instancePath))) secrets.add(data, true);
  explainErrors(errors, check.schema, view, manifest.problems);
  return config;
}

/** A source that a cluster names directly has no `config`: what it lacks is missing at that cluster. */
function configView({ tree }: Manifest, plan: ProviderPlan): View {
  const base: Path = ["providers", plan.name, "config"];
  if (plan.entry !== undefined) return viewOf(tree, base);
  const offset = () => tree.valueOffset(plan.place);
  const words = (path: Path) => wordsOf([...base, ...path]);
  return { words, valueOffset: offset, keyOffset: offset, scalar: () => undefined, written: () => "" };
}

function readDuration(value: unknown): number | undefined {
  return typeof value === "string" ? (parseDuration(value) ?? undefined) : undefined;
}

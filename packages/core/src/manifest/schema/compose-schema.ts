import type { JsonSchema, ProviderDefinition } from "@upgradectl/provider-sdk";
import { coreSchema, providerSchema } from "./core-schema.ts";
import { entryHasSource, type Meaning, manifestHasSource, meaningsOf } from "./name-meanings.ts";
import { conditionsOf, type PluginRules, rulesOf, when } from "./plugin-rules.ts";
import { publishSchema } from "./publish-schema.ts";

const dialect = { $schema: "https://json-schema.org/draft/2020-12/schema" } as const;

/** A cluster takes from `defaults` what it does not say itself. */
const requiredAfterMerging: readonly object[] = ["provider", "targetVersion"].map((key) => ({
  if: { not: { properties: { defaults: { required: [key] } }, required: ["defaults"] } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { properties: { clusters: { items: { required: [key] } } } },
}));

/** The part of a manifest's JSON Schema (draft 2020-12) that no plugin has a say in, documented for editors. */
export const manifestSchema: JsonSchema = {
  ...dialect,
  ...publishSchema(coreSchema),
  ...{ allOf: requiredAfterMerging },
};

/** A plugin of a manifest, and the names by which its clusters call it. */
export interface PluginInUse {
  /** As written in the manifest. */
  readonly source: string;
  /** Names under `providers` that have this source. */
  readonly localNames: readonly string[];
  readonly definition: ProviderDefinition;
}

/**
 * The JSON Schema (draft 2020-12) of manifests that use these plugins: the core schema with the `config` of each
 * local name, and the `with` and `expect` of the clusters that name one. What only `upgradectl validate` can tell,
 * the schema accepts.
 */
export function composeSchema(plugins: readonly PluginInUse[]): object {
  const all = plugins.map(({ source, localNames, definition }) => {
    return { source, localNames, rules: rulesOf(definition) };
  });
  const declared = new Set(plugins.flatMap(({ localNames }) => localNames));
  const meanings = [...meaningsOf(all)];
  const providers = meanings
    .filter(([name]) => declared.has(name))
    .map(([name, ofName]) => [name, entryOf(name, ofName)] as const);
  const conditions = all.flatMap(({ rules }) => {
    const names = meanings.filter(([, ofName]) => onlyRulesOf(ofName) === rules).map(([name]) => name);
    return names.length === 0 ? [] : conditionsOf(names, rules);
  });
  const ofSources = meanings.flatMap(([name, ofName]) =>
    onlyRulesOf(ofName) === undefined ? conditionsOfSources(name, ofName) : [],
  );
  return {
    ...manifestSchema,
    properties: {
      ...manifestSchema.properties,
      providers: { ...manifestSchema.properties?.providers, properties: Object.fromEntries(providers) },
    },
    allOf: [...requiredAfterMerging, ...conditions, ...ofSources],
  };
}

/** Undefined where it depends on the manifest. */
function onlyRulesOf([meaning, ...others]: readonly Meaning<PluginRules>[]): PluginRules | undefined {
  return others.length === 0 && meaning?.rules.length === 1 ? meaning.rules[0] : undefined;
}

function entryOf(name: string, meanings: readonly Meaning<PluginRules>[]): object {
  const only = onlyRulesOf(meanings);
  if (only !== undefined) return only.entry;
  const choices = meanings.map(({ source, rules }) =>
    when(entryHasSource(name, source), anyOf(rules.map(({ entry }) => entry))),
  );
  return { ...publishSchema(providerSchema), allOf: choices };
}

function conditionsOfSources(name: string, meanings: readonly Meaning<PluginRules>[]): readonly object[] {
  return meanings.map(({ source, rules }) =>
    when(
      manifestHasSource(name, source),
      anyOf(rules.map((each) => ({ allOf: conditionsOf([name], each) }))),
    ),
  );
}

function anyOf(choices: readonly object[]): object {
  const [first] = choices;
  return first !== undefined && choices.length === 1 ? first : { anyOf: choices };
}

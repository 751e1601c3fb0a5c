import type { JsonSchema, ProviderDefinition } from "@upgradectl/provider-sdk";
import { compileCheck } from "./compile-check.ts";
import { coreSchema, providerSchema } from "./core-schema.ts";
import { configSchemaOf, expectSchemaOf, withSchemaOf } from "./plugin-schema.ts";
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
 * The JSON Schema (draft 2020-12) of a manifest that uses these plugins: the core schema with the `config` of each
 * local name, and the `with` and `expect` of the clusters that name one. What only `upgradectl validate` can tell,
 * the schema accepts.
 */
export function composeSchema(plugins: readonly PluginInUse[]): object {
  const taken = new Set(plugins.flatMap(({ localNames }) => localNames));
  const providers = plugins.flatMap(({ localNames, definition }) =>
    localNames.map((name) => [name, providerOf(definition)] as const),
  );
  const conditions = plugins.flatMap((plugin) => {
    const names = [...plugin.localNames, ...(taken.has(plugin.source) ? [] : [plugin.source])];
    return conditionsOf(names, plugin.definition);
  });
  return {
    ...manifestSchema,
    properties: {
      ...manifestSchema.properties,
      providers: { ...manifestSchema.properties?.providers, properties: Object.fromEntries(providers) },
    },
    allOf: [...requiredAfterMerging, ...conditions],
  };
}

function providerOf(definition: ProviderDefinition): JsonSchema {
  const config = configSchemaOf(definition);
  const isNeeded = compileCheck(config).run({}).length > 0;
  return {
    ...publishSchema({
      ...providerSchema,
      properties: {
        ...providerSchema.properties,
        config: { description: `Configuration of ${definition.name}.`, ...config },
      },
    }),
    ...(isNeeded ? { required: ["config"] } : {}),
  };
}

/** The rules for the clusters of some names: one that names it itself, and one that leaves it to `defaults`. */
function conditionsOf(names: readonly string[], definition: ProviderDefinition): object[] {
  const named = { properties: { provider: { enum: names } }, required: ["provider"] };
  const whole = { properties: parametersOf(definition, (schema) => schema) };
  const part = { properties: parametersOf(definition, withoutDemands) };
  const byDefault = { properties: { defaults: named }, required: ["defaults"] };
  const merged = { properties: { defaults: { required: ["with"] } }, required: ["defaults"] };
  const itemsOf = (rule: object) => ({ properties: { clusters: { items: rule } } });
  const rulesWith = (rule: object) => [
    itemsOf(when(named, rule)),
    when(byDefault, itemsOf(when({ not: { required: ["provider"] } }, rule))),
  ];
  return [
    { if: merged, ...branches({ allOf: rulesWith(part) }, { allOf: rulesWith(whole) }) },
    when(byDefault, { properties: { defaults: part } }),
  ];
}

function parametersOf(
  definition: ProviderDefinition,
  change: (schema: JsonSchema) => JsonSchema,
): Record<string, JsonSchema> {
  const { id } = definition.cluster;
  return {
    ...(id === undefined ? {} : { id: publishSchema(id) }),
    with: {
      description: `Parameters of ${definition.name}.`,
      ...publishSchema(change(withSchemaOf(definition))),
    },
    expect: {
      description: `Properties of ${definition.name}.`,
      ...publishSchema(expectSchemaOf(definition)),
    },
  };
}

/** What one half of a merged mapping must satisfy: its keys and values, but not that it is complete. */
function withoutDemands(schema: JsonSchema): JsonSchema {
  const { required: _r, minProperties: _m, dependentRequired: _d, anyOf, oneOf, not: _n, ...rest } = schema;
  const open = anyOf ?? oneOf;
  if (open === undefined) return rest;
  // Which form the whole takes is not known from a half: each key may have the values of any form.
  return { ...rest, anyOf: [...open.map(withoutDemands), {}] };
}

function when(condition: object, rule: object): object {
  return { if: condition, ...branches(rule) };
}

function branches(rule: object, otherwise?: object): object {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { then: rule, ...(otherwise === undefined ? {} : { else: otherwise }) };
}

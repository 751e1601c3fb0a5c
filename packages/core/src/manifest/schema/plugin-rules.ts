import type { JsonSchema, ProviderDefinition } from "@upgradectl/provider-sdk";
import { compileCheck } from "./compile-check.ts";
import { providerSchema } from "./core-schema.ts";
import { configSchemaOf, expectSchemaOf, withSchemaOf } from "./plugin-schema.ts";
import { publishSchema } from "./publish-schema.ts";

/** What a plugin asks of the manifests that use it. */
export interface PluginRules {
  readonly entry: JsonSchema;
  readonly whole: object;
  readonly part: object;
}

export function rulesOf(definition: ProviderDefinition): PluginRules {
  return {
    entry: providerOf(definition),
    whole: { properties: parametersOf(definition, (schema) => schema) },
    part: { properties: parametersOf(definition, withoutDemands) },
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

/** The conditions for the clusters of some names: one that names it itself, and one that leaves it to `defaults`. */
export function conditionsOf(names: readonly string[], { whole, part }: PluginRules): object[] {
  const named = { properties: { provider: { enum: names } }, required: ["provider"] };
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

export function when(condition: object, rule: object): object {
  return { if: condition, ...branches(rule) };
}

function branches(rule: object, otherwise?: object): object {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { then: rule, ...(otherwise === undefined ? {} : { else: otherwise }) };
}

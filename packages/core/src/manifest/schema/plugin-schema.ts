import type { JsonSchema, ProviderDefinition } from "@upgradectl/provider-sdk";
import { type Check, compileCheck } from "./compile-check.ts";
import { branchesOf, knownKeys } from "./schema-walk.ts";

/** What every provider's `config` takes, unless the plugin declares the key itself. */
const ofEveryConfig: Readonly<Record<string, JsonSchema>> = {
  endpoint: {
    type: "string",
    format: "upgradectl-base-url",
    description: "Base URL to use in place of the provider's own; https, or http on loopback.",
    examples: ["http://127.0.0.1:8080"],
  },
  timeout: {
    type: "string",
    format: "upgradectl-timeout",
    description: "How long one request may take.",
    examples: ["30s"],
  },
  caFile: {
    type: "string",
    minLength: 1,
    description:
      "File with certificates (PEM) of authorities to trust beside the usual ones, for endpoints of a private cloud or behind a proxy that opens TLS. A relative path starts at the manifest's folder.",
    examples: ["./company-ca.pem"],
  },
};

/** A plugin's schemas, closed and compiled. */
export interface PluginChecks {
  readonly config: Check;
  /** For a mapping with the cluster's `id`. */
  readonly id: Check;
  readonly with: Check;
  readonly expect: Check;
}

const known = new WeakMap<ProviderDefinition, PluginChecks>();

export function checksOf(definition: ProviderDefinition): PluginChecks {
  const found = known.get(definition);
  if (found !== undefined) return found;
  const checks = {
    config: compileCheck(configSchemaOf(definition)),
    id: compileCheck(idSchemaOf(definition)),
    with: compileCheck(withSchemaOf(definition)),
    expect: compileCheck(expectSchemaOf(definition)),
  };
  known.set(definition, checks);
  return checks;
}

/** A provider's `config`, closed, with what every `config` takes. */
export function configSchemaOf(definition: ProviderDefinition): JsonSchema {
  const declared = knownKeys(definition.config);
  const added = Object.fromEntries(Object.entries(ofEveryConfig).filter(([key]) => !declared.has(key)));
  return closeRoot(addProperties(definition.config, added));
}

/** Does a key that every `config` takes mean here what the plugin says, and not what it means everywhere? */
export function declaresItself(definition: ProviderDefinition, key: "caFile" | "timeout"): boolean {
  return knownKeys(definition.config).has(key);
}

/** A cluster's `id`, as a key of a mapping, so that problems have a path. */
export function idSchemaOf({ cluster: { id } }: ProviderDefinition): JsonSchema {
  return { type: "object", properties: id === undefined ? {} : { id } };
}

export function withSchemaOf(definition: ProviderDefinition): JsonSchema {
  return closeRoot(definition.cluster.with ?? {});
}

export function expectSchemaOf(definition: ProviderDefinition): JsonSchema {
  const properties = Object.entries(definition.cluster.expect ?? {});
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(properties.map(([name, { schema }]) => [name, close(schema)])),
  };
}

/** A branch that is closed by itself must know the added keys as well. */
function addProperties(schema: JsonSchema, added: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const inBranch = (branch: JsonSchema): JsonSchema =>
    branch.additionalProperties === undefined || branch.additionalProperties === true
      ? mapBranches(branch, inBranch)
      : addProperties(branch, added);
  return { ...mapBranches(schema, inBranch), properties: { ...added, ...schema.properties } };
}

function closeRoot(schema: JsonSchema): JsonSchema {
  const closed = close(schema);
  const isOpen = closed.additionalProperties === undefined && !("unevaluatedProperties" in closed);
  return { type: "object", ...closed, ...(isOpen ? { additionalProperties: false } : {}) };
}

/**
 * Makes unknown keys errors in every object of a schema that names keys and does not speak of others itself. A value
 * that several branches judge is closed once, around them: each branch names only some of its keys.
 */
function close(schema: JsonSchema): JsonSchema {
  const inner = closeInside(schema);
  const speaksOfOthers = schema.additionalProperties !== undefined || "unevaluatedProperties" in schema;
  if (speaksOfOthers || knownKeys(schema).size === 0) return inner;
  const others = branchesOf(schema).length > 0 ? "unevaluatedProperties" : "additionalProperties";
  return { ...inner, [others]: false };
}

function closeInside(schema: JsonSchema): JsonSchema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...mapBranches(schema, closeInside),
    ...(properties === undefined ? {} : { properties: mapValues(properties, close) }),
    ...(items === undefined ? {} : { items: close(items) }),
    ...(typeof additionalProperties === "object"
      ? { additionalProperties: close(additionalProperties) }
      : {}),
  };
}

function mapBranches(schema: JsonSchema, change: (branch: JsonSchema) => JsonSchema): JsonSchema {
  const { allOf, anyOf, oneOf } = schema;
  return {
    ...schema,
    ...(allOf === undefined ? {} : { allOf: allOf.map(change) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(change) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(change) }),
  };
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

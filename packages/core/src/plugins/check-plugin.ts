import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import { isRecord } from "../is-record.ts";
import { checkReads } from "./check-reads.ts";
import { checkObjectSchema, checkSchema } from "./check-schema.ts";
import { describeThrown, expected } from "./describe-value.ts";
import { findMisspelt } from "./misspelt.ts";

/** The version of the plugin contract that this core speaks. */
export const contractVersion = 1;

export type CheckedPlugin =
  | { readonly definition: ProviderDefinition }
  /** The plugin was written for another contract; what else it says is not ours to judge. */
  | { readonly contract: number }
  | { readonly faults: readonly string[] };

/** Says whether a module's default export keeps the contract, and else everything that is wrong with it. */
export function checkPlugin(module: unknown): CheckedPlugin {
  try {
    return checkDefinition(defaultExportOf(module));
  } catch (error) {
    return { faults: [`the default export cannot be read: ${describeThrown(error)}`] };
  }
}

/** The default export, also of CommonJS that was compiled from a module (`exports.default`). */
function defaultExportOf(module: unknown): unknown {
  if (!isRecord(module)) return undefined;
  const exported = module.default;
  const isCompiled = isRecord(exported) && !("contract" in exported) && isRecord(exported.default);
  return isCompiled ? exported.default : exported;
}

function checkDefinition(value: unknown): CheckedPlugin {
  if (!isRecord(value))
    return {
      faults: [expected("the default export", value, "an object: `export default defineProvider({ … })`")],
    };
  const { contract } = value;
  if (Number.isInteger(contract) && contract !== contractVersion) return { contract: Number(contract) };
  const faults = [
    ...(contract === contractVersion
      ? []
      : [expected("`contract`", contract, `the number ${contractVersion}`)]),
    ...checkName(value.name),
    ...checkObjectSchema("`config`", value.config),
    ...checkCluster(value.cluster),
    ...checkReads(value.reads),
    ...checkFunctions(value),
    ...findMisspelt(value, members),
  ];
  return isFaultless(value, faults) ? { definition: value } : { faults };
}

const members = ["contract", "name", "config", "cluster", "reads", "splitVersion", "connect"] as const;

/** The one place where a stranger's object gets its type: everything that core uses of it has been looked at. */
function isFaultless(value: object, faults: readonly string[]): value is ProviderDefinition {
  return faults.length === 0;
}

function checkName(name: unknown): readonly string[] {
  if (typeof name === "string" && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return [];
  return [expected("`name`", name, 'lower-case words joined by hyphens, such as "acme-kubernetes"')];
}

function checkCluster(cluster: unknown): readonly string[] {
  if (!isRecord(cluster))
    return [expected("`cluster`", cluster, "an object with `with` and `expect`, or `{}` without either")];
  return [
    ...(cluster.id === undefined ? [] : checkSchema("`cluster.id`", cluster.id)),
    ...(cluster.with === undefined ? [] : checkObjectSchema("`cluster.with`", cluster.with)),
    ...checkProperties(cluster.expect),
    ...findMisspelt(cluster, ["id", "with", "expect"], "cluster."),
  ];
}

function checkProperties(properties: unknown): readonly string[] {
  if (properties === undefined) return [];
  if (!isRecord(properties))
    return [expected("`cluster.expect`", properties, "an object of properties by name")];
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = `cluster.expect.${name}`;
    if (!isRecord(property)) return [expected(`\`${path}\``, property, "an object with `schema`")];
    const { order } = property;
    return [
      ...checkSchema(`\`${path}.schema\``, property.schema),
      ...(order === undefined || order === "version"
        ? []
        : [expected(`\`${path}.order\``, order, '"version" or nothing')]),
      ...findMisspelt(property, ["schema", "order"], `${path}.`),
    ];
  });
}

function checkFunctions({ connect, splitVersion }: Readonly<Record<string, unknown>>): readonly string[] {
  return [
    ...(typeof connect === "function" ? [] : [expected("`connect`", connect, "a function")]),
    ...(splitVersion === undefined || typeof splitVersion === "function"
      ? []
      : [expected("`splitVersion`", splitVersion, "a function from a text to a list of texts, or nothing")]),
  ];
}

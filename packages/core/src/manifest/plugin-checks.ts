import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import { type Check, compileCheck } from "./compile-check.ts";
import { configSchemaOf, expectSchemaOf, idSchemaOf, withSchemaOf } from "./plugin-schema.ts";

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

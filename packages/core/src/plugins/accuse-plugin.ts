import type { ErrorFacts } from "@upgradectl/provider-sdk";
import type { Plugin } from "../fleet.ts";

export type PluginName = Pick<Plugin, "packageName" | "version" | "path">;

/**
 * Where the host found a plugin at fault ("the plugin never answered"), the error says which: the package, and the
 * module's path for whoever has two of them. What a plugin says of itself stays as it is.
 */
export function accusePlugin(facts: ErrorFacts, { packageName, version, path }: PluginName): ErrorFacts {
  if (!/^the plugin /.test(facts.message)) return facts;
  const name = version === null ? packageName : `${packageName} ${version}`;
  return {
    ...facts,
    message: facts.message.replace("the plugin ", () => `the plugin ${packageName} `),
    hint: `This is a bug of the plugin ${name} (${path}); report it to its authors.`,
  };
}

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import satisfies from "semver/functions/satisfies.js";
import type { Problem } from "../diagnostics.ts";
import type { Plugin } from "../fleet.ts";
import { checkPlugin, contractVersion } from "./check-plugin.ts";
import { describeThrown } from "./describe-value.ts";
import { type FoundPlugin, findPlugin } from "./find-plugin.ts";
import { importModule, offerSdk } from "./import-module.ts";
import { installCommand } from "./missing-plugin.ts";
import { PluginFault } from "./plugin-problem.ts";
import { parsePluginSource } from "./plugin-source.ts";

export type PluginResult = { readonly plugin: Plugin } | { readonly problem: Problem };

export interface PluginRequest {
  /** As written in the manifest. */
  readonly source: string;
  /** Semver range that the plugin's version must satisfy; known to be valid. */
  readonly range?: string;
  /** Absolute, the manifest's: relative paths start there, and so does the search for packages. */
  readonly directory: string;
}

/** Never rejects: whatever is wrong with a plugin is a problem of the manifest that names it. */
export type LoadPlugin = (request: PluginRequest) => Promise<PluginResult>;

export interface PluginLoaderOptions {
  /** File URL of a module beside which the host's own plugins are installed. */
  readonly hostUrl: string;
  /** How long a module may take to be imported, in milliseconds; default 10 s. */
  readonly importTimeoutMs?: number;
}

/** Loads each plugin file once, however many manifests and instances name it. */
export function createPluginLoader(options: PluginLoaderOptions): LoadPlugin {
  const { importTimeoutMs = 10_000 } = options;
  const hostDirectory = dirname(fileURLToPath(options.hostUrl));
  const definitions = new Map<string, Promise<ProviderDefinition>>();

  async function load({ source, range, directory }: PluginRequest): Promise<Plugin> {
    const found = await findPlugin(parsePluginSource(source), { source, range, directory, hostDirectory });
    checkVersion(found, source, range);
    if (isPath(source)) offerSdk(options.hostUrl);
    // A failure is kept as well: Node does not import a module again that failed once.
    const known = definitions.get(found.file) ?? loadDefinition(found, importTimeoutMs);
    definitions.set(found.file, known);
    const { file: path, packageName, version } = found;
    return { definition: await known, packageName, version, path };
  }

  return async (request) => {
    try {
      return { plugin: await load(request) };
    } catch (error) {
      return { problem: error instanceof PluginFault ? error.problem : unreadable(request.source, error) };
    }
  };
}

async function loadDefinition(
  { packageName, file }: FoundPlugin,
  timeoutMs: number,
): Promise<ProviderDefinition> {
  const module = await importModule(packageName, file, timeoutMs);
  const checked = checkPlugin(module);
  if ("definition" in checked) return checked.definition;
  if ("contract" in checked) throw wrongContract(packageName, file, checked.contract);
  throw new PluginFault({
    code: "plugin-contract",
    summary: `The provider \`${packageName}\` does not keep the plugin contract.`,
    detail: [...checked.faults, `Its module is ${file}.`].join("\n"),
    hint: "Correct the plugin, or install a version of it that works.",
  });
}

function wrongContract(name: string, file: string, contract: number): PluginFault {
  const fitting = `install a version of \`${name}\` that was written for contract ${contractVersion}`;
  return new PluginFault({
    code: "plugin-contract",
    summary: `The provider \`${name}\` was written for contract ${contract}; this upgradectl speaks ${contractVersion}.`,
    detail: `Its module is ${file}.`,
    hint: contract > contractVersion ? `Update upgradectl, or ${fitting}.` : `Update the plugin: ${fitting}.`,
  });
}

function checkVersion(
  { packageName, version, file }: FoundPlugin,
  source: string,
  range: string | undefined,
): void {
  if (range === undefined) return;
  if (version !== null && satisfies(version, range, { includePrerelease: true })) return;
  const install = installCommand(packageName, range);
  throw new PluginFault({
    code: "plugin-version",
    summary: `The provider \`${source}\` ${version === null ? "has no version" : `is version ${version}`}; the manifest wants ${range}.`,
    detail: `Found ${packageName} in ${file}.`,
    hint: isPath(source)
      ? "Change `version` in the manifest or in the package.json of the plugin."
      : `Install one that fits: \`${install}\`, or change \`version\` in the manifest.`,
  });
}

function isPath(source: string): boolean {
  return /^\.\.?\//.test(source);
}

/** The disk refused. */
function unreadable(source: string, error: unknown): Problem {
  return {
    severity: "error",
    code: "plugin-unreadable",
    summary: `The provider \`${source}\` cannot be read: ${describeThrown(error)}`,
    hint: "Make it readable for the user that runs upgradectl, or install it again.",
  };
}

import {
  type Diagnostic,
  type Fleet,
  type FleetResult,
  type LoadedPlugin,
  type LockUse,
  type ManifestFile,
  type PluginRequest,
  type RecordedPlugin,
  readFleet,
} from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { readManifestFiles } from "./manifest-files.ts";
import { openOutputGuard } from "./outputs.ts";
import { openPluginLoader } from "./plugin-loader.ts";
import type { SourceTexts } from "./views/diagnostics.ts";

export interface LoadedFleet {
  /** Null where the diagnostics have errors. */
  readonly fleet: Fleet | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceTexts;
  /** Every plugin that the manifests name and that is fine, once for each manifest and source. */
  readonly plugins: readonly UsedPlugin[];
}

export interface UsedPlugin extends LoadedPlugin {
  readonly request: PluginRequest;
}

export interface LoadFleetOptions {
  readonly lockUse?: LockUse;
}

/**
 * Manifest files -> fleet, offline. From here on the redactor knows the manifest's secrets, and no report will be written over
 * what the fleet is made of.
 */
export async function loadFleet(input: CommandInput, options: LoadFleetOptions = {}): Promise<LoadedFleet> {
  const { words, world, redactor, recording } = input;
  const files = await readManifestFiles(words, world);
  const guard = await openOutputGuard(input);
  await guard?.refuseManifests(files);
  await recording?.takeManifests(files);
  const load = openPluginLoader(input, options);
  const plugins: UsedPlugin[] = [];
  const loadPlugin = async (request: PluginRequest) => {
    const result = await load(request);
    if ("plugin" in result) plugins.push({ ...result, request });
    return result;
  };
  const { fleet, diagnostics, secrets }: FleetResult = await readFleet(files, {
    env: recording?.env ?? world.env,
    loadPlugin,
    fastPaths: world.env.UPGRADECTL_FAST_PATHS !== "off",
  });
  for (const { value, show } of secrets) redactor.add(value, show);
  await guard?.refuseFleet({ plugins, fleet });
  const noted = recording?.takePlugins(listOnce(plugins)) ?? [];
  return { fleet, diagnostics: [...diagnostics, ...noted], sources: textsOf(files), plugins };
}

/** Each once, by source: several manifests may name the same. */
function listOnce(plugins: readonly UsedPlugin[]): readonly RecordedPlugin[] {
  const recorded = plugins.map(({ request, plugin }): RecordedPlugin => {
    return { source: request.source, package: plugin.packageName, version: plugin.version };
  });
  const byText = new Map(recorded.map((plugin) => [JSON.stringify(plugin), plugin]));
  return [...byText.keys()].sort().flatMap((text) => byText.get(text) ?? []);
}

function textsOf(files: readonly ManifestFile[]): SourceTexts {
  return new Map(files.map(({ file, text }) => [file, text]));
}

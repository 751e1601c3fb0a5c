import {
  createPluginLoader,
  type Diagnostic,
  type Fleet,
  type FleetResult,
  type ManifestFile,
  readFleet,
} from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { readManifestFiles } from "./manifest-files.ts";
import type { SourceTexts } from "./views/diagnostics.ts";

export interface LoadedFleet {
  /** Null where the diagnostics have errors. */
  readonly fleet: Fleet | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceTexts;
}

/** Manifest files -> fleet, offline. From here on the redactor knows the manifest's secrets. */
export async function loadFleet(input: CommandInput): Promise<LoadedFleet> {
  const { words, world, redactor, recording } = input;
  const files = await readManifestFiles(words, world);
  recording?.takeManifests(files);
  const loadPlugin = createPluginLoader({ hostUrl: import.meta.url });
  const { fleet, diagnostics, secrets }: FleetResult = await readFleet(files, {
    env: recording?.env ?? world.env,
    loadPlugin,
  });
  for (const { value, show } of secrets) redactor.add(value, show);
  return { fleet, diagnostics, sources: textsOf(files) };
}

function textsOf(files: readonly ManifestFile[]): SourceTexts {
  return new Map(files.map(({ file, text }) => [file, text]));
}

import { createHash } from "node:crypto";
import type {
  Diagnostic,
  ManifestDigest,
  ManifestFile,
  RecordedPlugin,
  Surroundings,
} from "@upgradectl/core";
import type { World } from "./world.ts";

/** What stands between a run and what it takes from outside, where it is recorded or replayed. */
export interface RunRecording {
  /** The environment that manifests and plugins see. */
  readonly env: World["env"];
  readonly wrap: (surroundings: Surroundings) => Surroundings;
  /** Told of the manifests as soon as they are read. Throws a `UsageError` where they cannot be recorded or replayed. */
  readonly takeManifests: (files: readonly ManifestFile[]) => Promise<void>;
  /** Told of the plugins that the manifests name; returns what is to be said of them. */
  readonly takePlugins: (plugins: readonly RecordedPlugin[]) => readonly Diagnostic[];
  /** Waits for work that takes real time, which is not to count as time of the run. */
  readonly hold: <T>(work: Promise<T>) => Promise<T>;
}

export function digestOf({ file, text }: ManifestFile): ManifestDigest {
  return { file, sha256: createHash("sha256").update(text).digest("hex") };
}

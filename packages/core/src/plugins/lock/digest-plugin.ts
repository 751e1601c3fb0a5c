import { realpath } from "node:fs/promises";
import { dirname } from "node:path";
import type { Executable } from "../executable.ts";
import type { FoundPlugin } from "../find-plugin.ts";
import { isInside } from "../package-file.ts";
import { digestFiles, type FileDigest, integrityOf, listFiles } from "./digest-files.ts";
import { type Dependency, listDependencies, needsOf } from "./list-dependencies.ts";
import { listModuleFiles } from "./module-files.ts";

/** What a plugin is made of, as it is on the disk. */
export interface PluginDigest {
  /** The folder that the names of its files start from. */
  readonly root: string;
  readonly files: readonly FileDigest[];
  readonly integrity: string;
  readonly dependencies: readonly Dependency[];
}

/**
 * Reads every file that a plugin is made of, and what it needs; imports nothing.
 *
 * @param directory the manifest's
 */
export async function digestPlugin(found: FoundPlugin, directory: string): Promise<PluginDigest> {
  if (found.executable !== undefined) return digestExecutable(found.executable);
  const root = await ownPackage(found, directory);
  if (root === null) return digestModule(found.file);
  const files = digestFiles(await listFiles(root), root);
  const dependencies = await listDependencies(await needsOf(root));
  return { root, files, integrity: integrityOf(files), dependencies };
}

/** The version that a lock pins: a module without a package of its own has none. */
export async function pinnedVersion(found: FoundPlugin, directory: string): Promise<string | null> {
  if (found.executable !== undefined) return found.version;
  return (await ownPackage(found, directory)) === null ? null : found.version;
}

/** In place of a plugin's files, where it is a part of the host. */
export const programFile = "(part of upgradectl)";

/**
 * Its program has in it all that a part of it needs, and is the same on every platform. Its own word is as good as a look at
 * the file: it is the one that looks.
 */
function digestExecutable({ file, readHash }: Executable): PluginDigest {
  const files = [{ name: programFile, hash: readHash() }];
  return { root: file, files, integrity: integrityOf(files), dependencies: [] };
}

/** A package around the manifest itself is the user's own work, of which the plugin is a file. */
async function ownPackage({ directory: folder }: FoundPlugin, directory: string): Promise<string | null> {
  if (folder === null) return null;
  const manifests = await realpath(directory);
  return folder === manifests || isInside(folder, manifests) ? null : folder;
}

/** Names start at the module, so that the same files elsewhere are the same plugin. */
async function digestModule(file: string): Promise<PluginDigest> {
  const root = dirname(file);
  const { files: paths, excerpts, packages } = await listModuleFiles(file);
  const files = digestFiles([...paths.map((path) => ({ path })), ...excerpts], root);
  return { root, files, integrity: integrityOf(files), dependencies: await listDependencies(packages) };
}

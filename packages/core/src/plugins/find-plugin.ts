import { realpathSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import type { Executable } from "./executable.ts";
import { type MissingPlugin, missingPackage, missingPath } from "./missing-plugin.ts";
import {
  findEntry,
  foldersUpward,
  kindOf,
  type PackageFile,
  readPackageAround,
  readPackageFile,
} from "./package-file.ts";
import { findPackageManager } from "./package-manager.ts";
import { PluginFault } from "./plugin-problem.ts";
import { officialPrefix, officialScope, type PluginSource } from "./plugin-source.ts";

export interface FoundPlugin {
  /** Absolute path of the module, without symbolic links: the same file is the same plugin. */
  readonly file: string;
  readonly packageName: string;
  readonly version: string | null;
  /** True where it was not beside the manifest, but is a package beside the host. */
  readonly isBesideHost?: boolean;
  /** The host that it is a part of, where it has no files of its own. */
  readonly executable?: Executable;
  /** Folder of the package that it belongs to, without symbolic links; null for a file that belongs to none. */
  readonly directory: string | null;
}

/** Where a plugin is looked for, and what is said where it is not found. */
export interface PluginSearch
  extends Pick<MissingPlugin, "source" | "range" | "directory" | "hostDirectory" | "executable"> {
  /** As package managers tell it to the programs that they run. */
  readonly userAgent: string | undefined;
}

/** Extensions that Node imports; it strips the types off TypeScript outside `node_modules`. */
const extensions = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"];

/**
 * Looks at the manifest's place first, then beside the host, or inside of one that is a single file. Nothing is imported.
 *
 * @throws {PluginFault}
 */
export async function findPlugin(source: PluginSource, request: PluginSearch): Promise<FoundPlugin> {
  if (source.kind === "path") return await findByPath(source.path, request.directory);
  const { executable } = request;
  const places = [request.directory, ...(executable === undefined ? [request.hostDirectory] : [])];
  for (const [index, place] of places.entries()) {
    for (const name of source.names) {
      const found = await findPackage(name, place);
      if (found === null) continue;
      const { version } = found;
      return {
        ...(await locate(found)),
        packageName: name,
        version,
        ...(index === 1 ? { isBesideHost: true } : {}),
      };
    }
  }
  for (const name of source.names) {
    const part = executable === undefined ? undefined : partOf(executable, name);
    if (part !== undefined) return part;
  }
  const installed = await Promise.all(places.map(listOfficial));
  const names = [...installed.flat(), ...shortNames(Object.keys(executable?.packages ?? {}))];
  const manager = await findPackageManager(request.directory, request.userAgent);
  throw missingPackage(source.names, { ...request, installed: names, manager });
}

/** As Node does: the package around the place itself if it has `exports`, then `node_modules` upward. */
async function findPackage(name: string, place: string): Promise<PackageFile | null> {
  // A package.json of the user's that nobody can read, or a parent folder that nobody may open, holds no plugin.
  const around = await readPackageAround(join(place, "package.json")).catch(() => null);
  if (around?.name === name && around.exports != null) return around;
  for (const folder of foldersUpward(place)) {
    if (basename(folder) === "node_modules") continue;
    const directory = join(folder, "node_modules", name);
    // A folder without package.json is what an uninstalled package leaves behind; it hides nothing.
    if ((await kindOf(join(directory, "package.json")).catch(() => "missing")) !== "file") continue;
    return await readPackageFile(directory);
  }
  return null;
}

/** Its place names the part too: by their places plugins are told apart. */
function partOf(executable: Executable, packageName: string): FoundPlugin | undefined {
  const { file, packages } = executable;
  const version = Object.hasOwn(packages, packageName) ? packages[packageName] : undefined;
  if (version === undefined) return undefined;
  return { file: `${file}#${packageName}`, packageName, version, directory: null, executable };
}

async function findByPath(path: string, directory: string): Promise<FoundPlugin> {
  const target = resolve(directory, path);
  const kind = await kindOf(target);
  if (kind === "missing") throw missingPath(path, target, await findWithExtension(target));
  if (kind === "directory") {
    const found = (await readPackageFile(target)) ?? emptyPackage(target);
    return { ...(await locate(found)), packageName: found.name ?? path, version: found.version };
  }
  if (kind === "other" || !extensions.includes(extname(target))) {
    throw new PluginFault({
      code: "plugin-source",
      summary: `The source \`${path}\` is not a module.`,
      detail: `Expected a file that ends in ${extensions.join(", ")}, or the folder of a package.`,
      hint: "Name the file that has the plugin as its default export.",
    });
  }
  const file = realpathSync(target);
  const around = await readPackageAround(file);
  return { file, packageName: path, version: around?.version ?? null, directory: around?.directory ?? null };
}

async function locate(found: PackageFile): Promise<Pick<FoundPlugin, "file" | "directory">> {
  return { file: realpathSync(await findEntry(found)), directory: realpathSync(found.directory) };
}

async function findWithExtension(target: string): Promise<string | null> {
  for (const extension of extensions) if ((await kindOf(target + extension)) === "file") return extension;
  return null;
}

function emptyPackage(directory: string): PackageFile {
  return { directory, name: null, version: null, exports: undefined, main: undefined };
}

/** Short names of the official providers that are installed where a place would find them. */
export async function listOfficial(place: string): Promise<readonly string[]> {
  const scopes = foldersUpward(place).map((folder) => join(folder, "node_modules", officialScope));
  // What cannot be listed is said when it is loaded by name; here it has nothing to suggest.
  const names = await Promise.all(scopes.map((scope) => readdir(scope).catch((): string[] => [])));
  return names
    .flat()
    .filter((name) => name.startsWith(officialPrefix) && !["provider-sdk", "provider-testkit"].includes(name))
    .map((name) => name.slice(officialPrefix.length));
}

function shortNames(packages: readonly string[]): readonly string[] {
  const start = `${officialScope}/${officialPrefix}`;
  return packages.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

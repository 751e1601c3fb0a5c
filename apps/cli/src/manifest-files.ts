import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { glob } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { ManifestFile } from "@upgradectl/core";
import { reasonOf } from "./reason-of.ts";
import { UsageError } from "./usage-error.ts";
import type { World } from "./world.ts";

type Place = Pick<World, "cwd" | "env" | "readStdin">;

/** How standard input is called, among file names and in diagnostics. */
export const stdinName = "<stdin>";

/** What makes a pattern of a name. */
const wildcard = /[*?[\]{}]|[@!+]\(/;

const defaultNames = ["upgradectl.yaml", "upgradectl.yml", "upgradectl.json"] as const;

/** The manifests that the command line names, else `$UPGRADECTL_MANIFEST`, else the one found upward from here. */
export async function readManifestFiles(
  named: readonly string[],
  world: Place,
): Promise<readonly ManifestFile[]> {
  const patterns = named.length > 0 ? named : [findManifest(world)];
  const files: ManifestFile[] = [];
  const seen = new Set<string>();
  for (const pattern of patterns) {
    if (pattern === "")
      throw new UsageError("a manifest's name is empty", "An unset variable on the command line?");
    if (pattern === stdinName) {
      if (!seen.has(stdinName))
        files.push({ file: stdinName, directory: world.cwd, text: await world.readStdin() });
      seen.add(stdinName);
      continue;
    }
    for (const path of await expandPattern(pattern, world)) {
      const identity = existsSync(path) ? realpathSync(path) : path;
      if (seen.has(identity)) continue;
      seen.add(identity);
      files.push({ file: shown(path, world), directory: dirname(path), text: readText(path, world) });
    }
  }
  return files;
}

function findManifest(world: Place): string {
  const fromEnvironment = world.env.UPGRADECTL_MANIFEST;
  if (fromEnvironment !== undefined && fromEnvironment !== "") return fromEnvironment;
  let folder = world.cwd;
  while (true) {
    for (const name of defaultNames) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
    const parent = dirname(folder);
    if (parent === folder || existsSync(join(folder, ".git"))) break;
    folder = parent;
  }
  throw new UsageError(
    `no manifest: none was named, $UPGRADECTL_MANIFEST is not set, and there is no ${defaultNames.join(", ")} here or in a parent folder up to the repository's root`,
    "Name one: upgradectl check fleet.yaml",
  );
}

async function expandPattern(pattern: string, world: Place): Promise<readonly string[]> {
  const path = resolve(world.cwd, pattern);
  if (!wildcard.test(pattern) || existsSync(path)) return [path];
  const found: string[] = [];
  for await (const name of glob(pattern.replaceAll("\\", "/"), { cwd: world.cwd })) {
    const match = resolve(world.cwd, name);
    if (!isFolder(match)) found.push(match);
  }
  if (found.length === 0) throw new UsageError(`no file matches "${pattern}"`);
  return found.sort();
}

function readText(path: string, world: Place): string {
  const name = shown(path, world);
  if (isFolder(path))
    throw new UsageError(
      `"${name}" is a folder, not a manifest`,
      `Name its files: upgradectl check '${name}/*.yaml'`,
    );
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`the manifest "${name}" cannot be read: ${reasonOf(error)}`);
  }
}

function shown(path: string, world: Place): string {
  const short = relative(world.cwd, path);
  return short.startsWith("..") || isAbsolute(short) ? path : short;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

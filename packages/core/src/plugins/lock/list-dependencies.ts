import { statSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { compareTexts } from "../../compare-texts.ts";
import { isRecord } from "../../is-record.ts";
import { foldersUpward, readJson } from "../package-file.ts";
import { digestFiles, integrityOf, listFiles } from "./digest-files.ts";
import type { LockedDependency } from "./lock.ts";

/** A package that is needed, with its folder. */
export interface Dependency extends LockedDependency {
  readonly directory: string;
}

interface Need {
  readonly name: string;
  /** Real path of the folder that imports it. */
  readonly from: string;
}

/** What a package says that it needs when it runs. Peers are its host's to bring, and run all the same. */
export async function needsOf(directory: string): Promise<readonly Need[]> {
  const content = (await readJson(join(directory, "package.json"))) ?? {};
  const { dependencies, optionalDependencies, peerDependencies } = content;
  const names = [dependencies, optionalDependencies, peerDependencies].flatMap((part) =>
    isRecord(part) ? Object.keys(part) : [],
  );
  return [...new Set(names)].map((name) => ({ name, from: directory }));
}

/**
 * The packages behind these needs as Node would find them, and those that they need, each once. What is not installed is
 * left out: an optional one is allowed to be missing, and any other tells so itself when it is imported.
 */
export async function listDependencies(needs: readonly Need[]): Promise<readonly Dependency[]> {
  const folders = new Set<string>();
  const queue = [...needs];
  for (const need of queue) {
    for (const folder of await findPackage(need)) {
      if (folders.has(folder)) continue;
      folders.add(folder);
      queue.push(...(await needsOf(folder)));
    }
  }
  const found = await Promise.all([...folders].map(describe));
  return found.flat().sort((a, b) => compareTexts(keyOf(a), keyOf(b)));
}

/** Tells two dependencies apart; the same package may be there twice. */
export function keyOf({ package: name, version, integrity }: LockedDependency): string {
  return `${name}@${version ?? ""} ${integrity}`;
}

/**
 * Real paths of the package, and of what comes before it: Node takes a folder without a package.json as well, and `require`
 * a file.
 */
async function findPackage({ name, from }: Need): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of foldersUpward(from)) {
    if (basename(folder) === "node_modules") continue;
    const modules = join(folder, "node_modules");
    if (!isThere(modules)) continue;
    const directory = join(modules, name);
    for (const path of [directory, ...fileEndings.map((ending) => directory + ending)])
      if (isThere(path)) found.push(await realpath(path));
    if (isThere(join(directory, "package.json"))) return found;
  }
  return found;
}

const fileEndings = [".js", ".json", ".node"] as const;

/** Waits for the disk: a promise for each of many names that are mostly absent takes ten times as long. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Nothing for a folder without a file that can run. */
async function describe(directory: string): Promise<readonly Dependency[]> {
  if (statSync(directory).isFile()) return [describeFile(directory)];
  const content = (await readJson(join(directory, "package.json"))) ?? {};
  const { name, version } = content;
  const files = await listFiles(directory);
  if (files.length === 0) return [];
  return [
    {
      package: typeof name === "string" ? name : basename(directory),
      version: typeof version === "string" ? version : null,
      integrity: integrityOf(digestFiles(files, directory)),
      directory,
    },
  ];
}

function describeFile(file: string): Dependency {
  const integrity = integrityOf(digestFiles([{ path: file }], dirname(file)));
  return { package: basename(file), version: null, integrity, directory: file };
}

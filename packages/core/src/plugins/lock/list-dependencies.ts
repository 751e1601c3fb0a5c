import { realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { isRecord } from "../../is-record.ts";
import { foldersUpward, kindOf, readJson } from "../package-file.ts";
import { compareTexts } from "./compare-texts.ts";
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
    const folder = await findPackage(need);
    if (folder === null || folders.has(folder)) continue;
    folders.add(folder);
    queue.push(...(await needsOf(folder)));
  }
  const found = await Promise.all([...folders].map(describe));
  return found.sort((a, b) => compareTexts(keyOf(a), keyOf(b)));
}

/** Tells two dependencies apart; the same package may be there twice. */
export function keyOf({ package: name, version, integrity }: LockedDependency): string {
  return `${name}@${version ?? ""} ${integrity}`;
}

async function findPackage({ name, from }: Need): Promise<string | null> {
  for (const folder of foldersUpward(from)) {
    if (basename(folder) === "node_modules") continue;
    const directory = join(folder, "node_modules", name);
    const kind = await kindOf(join(directory, "package.json")).catch(() => "missing");
    if (kind === "file") return await realpath(directory);
  }
  return null;
}

async function describe(directory: string): Promise<Dependency> {
  const content = (await readJson(join(directory, "package.json"))) ?? {};
  const { name, version } = content;
  const files = await listFiles(directory, directory.includes("node_modules") ? canRun : undefined);
  return {
    package: typeof name === "string" ? name : basename(directory),
    version: typeof version === "string" ? version : null,
    integrity: integrityOf(digestFiles(files, directory)),
    directory,
  };
}

/** Node runs no TypeScript below `node_modules`; half of what packages bring is declarations and source maps. */
function canRun(file: string): boolean {
  return !/\.(?:[cm]?ts|map|md|markdown)$/i.test(file);
}

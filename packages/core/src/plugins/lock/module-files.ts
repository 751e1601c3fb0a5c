import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isInside, kindOf } from "../package-file.ts";
import { PluginFault } from "../plugin-problem.ts";
import { listFiles } from "./digest-files.ts";
import { readModuleNames } from "./module-names.ts";
import { readNameMap } from "./own-package.ts";

/** The files that a module without a package of its own is made of, and the packages that they name. */
export interface ModuleFiles {
  readonly files: readonly string[];
  /** Parts of other files that say which files are meant. */
  readonly excerpts: readonly { readonly path: string; readonly text: string }[];
  /** Name of a package, and the folder from which it is imported. */
  readonly packages: readonly { readonly name: string; readonly from: string }[];
}

/** `require` runs a file without an extension as well. */
const code: ReadonlySet<string> = new Set(["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"]);

/**
 * Follows everything that a module names and that is a file, and goes on there.
 *
 * @throws {PluginFault} where a name is only put together as the code runs
 */
export async function listModuleFiles(entry: string): Promise<ModuleFiles> {
  const files = new Set([entry]);
  const excerpts = new Map<string, string>();
  const packages = new Map<string, ModuleFiles["packages"][number]>();
  const addPackage = (specifier: string, from: string) => {
    const name = packageOf(specifier);
    if (name !== null) packages.set(`${from} ${name}`, { name, from });
  };
  for (const file of files) {
    if (!code.has(extname(file))) continue;
    const names = readModuleNames(await readFile(file, "utf8"));
    if (names.unseen !== undefined) throw unseenFault(file, names.unseen);
    for (const path of names.relative) for (const named of await findNamed(file, path)) files.add(named);
    for (const place of names.beside) for (const found of await findBeside(file, place)) files.add(found);
    for (const place of names.places) {
      const path = toPath(file, place);
      if (path !== undefined && (await isFile(path))) files.add(path);
    }
    for (const specifier of names.specifiers) {
      addPackage(specifier, dirname(file));
      const map = await readNameMap(file, specifier);
      if (map === undefined) continue;
      excerpts.set(map.place, map.text);
      for (const path of map.paths) if (await isFile(path)) files.add(path);
      for (const name of map.packages) addPackage(name, dirname(map.place));
    }
  }
  return {
    files: [...files],
    excerpts: [...excerpts].map(([path, text]) => ({ path, text })),
    packages: [...packages.values()],
  };
}

function unseenFault(file: string, text: string): PluginFault {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return new PluginFault({
    code: "lock-unpinnable",
    summary: `The plugin cannot be pinned: ${file} names what it loads only as it runs.`,
    detail: `Found: ${shown}`,
    hint: 'Write the name as one text (`import("./part.mjs")`, `new URL("./data.json", import.meta.url)`), or give the plugin a folder of its own with a package.json: then every file in it is pinned.',
  });
}

/** The files behind a relative path, which may be the beginning of a URL: `import` reads it as one, `require` does not. */
async function findNamed(importer: string, path: string): Promise<readonly string[]> {
  const names = new Set([path, path.replace(/[?#].*/s, "")]);
  const found = await Promise.all([...names].map((name) => findRequired(importer, name)));
  return found.flat();
}

/** As `require` finds it: it adds extensions, and asks the package.json of a folder for its `main`. */
async function findRequired(importer: string, path: string): Promise<readonly string[]> {
  let file: string;
  try {
    file = createRequire(importer).resolve(path);
  } catch {
    return [];
  }
  const steering = join(resolve(dirname(importer), path), "package.json");
  return (await isFile(steering)) ? [steering, file] : [file];
}

/** What is read there: the file, or all files of the folder. In one that holds the module, anything may be meant. */
async function findBeside(importer: string, place: string): Promise<readonly string[]> {
  const path = toPath(importer, place);
  if (path === undefined) return [];
  const kind = await kindOf(path).catch(() => "missing");
  if (kind !== "directory") return kind === "file" ? [path] : [];
  if (isInside(path, importer)) throw unseenFault(importer, JSON.stringify(place));
  const parts = await listFiles(path);
  return parts.map((part) => part.path);
}

function toPath(importer: string, place: string): string | undefined {
  if (!place.startsWith("file:")) return resolve(dirname(importer), place.replace(/[?#].*/s, ""));
  try {
    return fileURLToPath(place);
  } catch {
    return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await kindOf(path).catch(() => "missing")) === "file";
}

function packageOf(specifier: string): string | null {
  if (specifier.includes(":")) return null;
  const parts = specifier.split("/");
  const name = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
  return /^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name) ? name : null;
}

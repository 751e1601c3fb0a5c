// Files of this size are read at once: what waits for the disk in turns takes ten times as long.
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { isRecord } from "../is-record.ts";
import { PluginFault } from "./plugin-problem.ts";

/** What matters here of a package.json. */
export interface PackageFile {
  readonly directory: string;
  readonly name: string | null;
  readonly version: string | null;
  readonly exports: unknown;
  readonly main: unknown;
}

/** The conditions under which Node imports. */
const conditions: ReadonlySet<string> = new Set(["node", "import", "module-sync", "node-addons", "default"]);

/** The package.json of a folder, null where it has none. */
export async function readPackageFile(directory: string): Promise<PackageFile | null> {
  const file = join(directory, "package.json");
  if ((await kindOf(file)) !== "file") return null;
  const content = parseObject(readFileSync(file, "utf8"));
  if (content === null) {
    throw new PluginFault({
      code: "plugin-unreadable",
      summary: `${file} is not a JSON object, so the plugin in its folder cannot be found.`,
      hint: "Mend the file, or install the package again.",
    });
  }
  const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  const { name, version, exports, main } = content;
  return { directory, name: textOf(name), version: textOf(version), exports, main };
}

/** A JSON object of a file; null where there is none that can be read. */
export async function readJson(file: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return parseObject(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** The package that a file belongs to: the nearest package.json that names one. */
export async function readPackageAround(file: string): Promise<PackageFile | null> {
  for (const directory of foldersUpward(dirname(file))) {
    if (basename(directory) === "node_modules") return null;
    const found = await readPackageFile(directory);
    if (found?.name != null) return found;
  }
  return null;
}

/** The module that `import` of this package would load, as an absolute path. */
export async function findEntry({ directory, exports, main }: PackageFile): Promise<string> {
  const fault = (summary: string, hint: string) =>
    new PluginFault({ code: "plugin-unreadable", summary: `The package in ${directory} ${summary}`, hint });
  const reinstall = "Build it if it is yours, or install it again.";
  if (exports !== undefined && exports !== null) {
    const target = pickTarget(rootOf(exports));
    if (typeof target !== "string")
      throw fault(
        "offers nothing to `import`.",
        'Its package.json needs `"exports": "./index.js"` or the like.',
      );
    const entry = resolve(directory, target);
    if (!target.startsWith("./") || !isInside(directory, entry))
      throw fault(
        `exports \`${target}\`, which is not in it.`,
        "`exports` in its package.json starts with `./`.",
      );
    if ((await kindOf(entry)) === "file") return entry;
    throw fault(`lacks the file that it exports, ${target}.`, reinstall);
  }
  const named = typeof main === "string" && main !== "" ? [main, `${main}.js`, join(main, "index.js")] : [];
  for (const candidate of [...named, "index.js"]) {
    const entry = resolve(directory, candidate);
    if ((await kindOf(entry)) === "file") return entry;
  }
  throw fault(`lacks its main file, ${named[0] ?? "index.js"}.`, reinstall);
}

/** Only "is not there" counts as missing; what cannot be looked at is an error. */
export async function kindOf(path: string): Promise<"file" | "directory" | "other" | "missing"> {
  try {
    const found = statSync(path);
    if (found.isFile()) return "file";
    return found.isDirectory() ? "directory" : "other";
  } catch (error) {
    const code = error instanceof Error ? Reflect.get(error, "code") : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return "missing";
    throw error;
  }
}

export function foldersUpward(directory: string): readonly string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...foldersUpward(parent)];
}

/** `exports` is the root's target itself, or an object of subpaths. */
function rootOf(exports: unknown): unknown {
  if (!isRecord(exports)) return exports;
  return Object.keys(exports).some((key) => key.startsWith(".")) ? exports["."] : exports;
}

/** First match wins, as in Node: undefined is "goes on", null is "closed". */
function pickTarget(target: unknown): string | null | undefined {
  if (typeof target === "string" || target === null) return target;
  if (Array.isArray(target)) return target.map(pickTarget).find((one) => one != null);
  if (!isRecord(target)) return undefined;
  return Object.entries(target)
    .filter(([condition]) => conditions.has(condition))
    .map(([, inner]) => pickTarget(inner))
    .find((one) => one !== undefined);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\u{feff}/u, ""));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** Is a path below a folder? */
export function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== "" && !/^\.\.(?:[/\\]|$)/.test(way) && !isAbsolute(way);
}

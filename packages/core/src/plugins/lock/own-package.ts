import { dirname, join } from "node:path";
import { isRecord } from "../../is-record.ts";
import { foldersUpward, kindOf, readJson } from "../package-file.ts";

/** A part of a package.json that says what a name means. */
export interface NameMap {
  /** What the part says, as text. */
  readonly text: string;
  /** `/repo/package.json#imports`. */
  readonly place: string;
  /** Absolute paths that the name may lead to, under any condition. */
  readonly paths: readonly string[];
  /** Names of packages that it may lead to. */
  readonly packages: readonly string[];
}

/**
 * What a specifier means by the package.json around the importing file: `#name` by its `imports`, the package's own name by
 * its `exports`. Undefined where it means nothing there.
 */
export async function readNameMap(importer: string, specifier: string): Promise<NameMap | undefined> {
  const file = await findPackageJson(importer);
  if (file === undefined) return undefined;
  const { name, imports, exports } = (await readJson(file)) ?? {};
  if (specifier.startsWith("#")) return mapOf(file, "imports", imports, specifier);
  if (typeof name !== "string" || exports === undefined) return undefined;
  if (specifier !== name && !specifier.startsWith(`${name}/`)) return undefined;
  const isSubpaths = isRecord(exports) && Object.keys(exports).some((key) => key.startsWith("."));
  return mapOf(file, "exports", isSubpaths ? exports : { ".": exports }, `.${specifier.slice(name.length)}`);
}

function mapOf(file: string, member: string, map: unknown, name: string): NameMap {
  const targets = Object.entries(isRecord(map) ? map : {}).flatMap(([key, target]) => {
    const filling = fillingOf(key, name);
    return filling === undefined ? [] : leavesOf(target).map((leaf) => leaf.replaceAll("*", filling));
  });
  const isPath = (target: string) => target.startsWith("./");
  return {
    text: JSON.stringify(map ?? null),
    place: `${file}#${member}`,
    paths: targets.filter(isPath).map((target) => join(dirname(file), target)),
    packages: targets.filter((target) => !isPath(target)),
  };
}

/** What stands for the `*` of a key; undefined where the key does not fit. */
function fillingOf(key: string, name: string): string | undefined {
  const [start = "", end] = key.split("*");
  if (end === undefined) return key === name ? "" : undefined;
  const fits = name.startsWith(start) && name.endsWith(end) && name.length > start.length + end.length;
  return fits ? name.slice(start.length, name.length - end.length) : undefined;
}

function leavesOf(target: unknown): readonly string[] {
  if (typeof target === "string") return [target];
  if (typeof target !== "object" || target === null) return [];
  return Object.values(target).flatMap(leavesOf);
}

async function findPackageJson(importer: string): Promise<string | undefined> {
  for (const folder of foldersUpward(dirname(importer))) {
    const file = join(folder, "package.json");
    if ((await kindOf(file).catch(() => "missing")) === "file") return file;
  }
  return undefined;
}

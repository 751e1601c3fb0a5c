import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** The root of the workspace, with a slash at its end. */
export const workspace: string = fileURLToPath(new URL("../", import.meta.url));

/** What a package file says. Nothing is taken for granted: the tests of this folder are what checks it. */
export interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface Package {
  /** From the workspace's root, as `repository.directory` writes it. */
  readonly folder: string;
  readonly file: PackageFile;
}

/** The packages of the workspace that are published: all that are not private. */
export async function readPublishedPackages(): Promise<readonly Package[]> {
  const { packages }: { packages: readonly string[] } = parse(
    await readFile(join(workspace, "pnpm-workspace.yaml"), "utf8"),
  );
  const found: Package[] = [];
  for await (const path of glob(
    packages.map((folder) => `${folder}/package.json`),
    { cwd: workspace },
  )) {
    const file: PackageFile = JSON.parse(await readFile(join(workspace, path), "utf8"));
    if (file.private !== true) found.push({ folder: path.slice(0, -"/package.json".length), file });
  }
  return found.sort((a, b) => a.folder.localeCompare(b.folder));
}

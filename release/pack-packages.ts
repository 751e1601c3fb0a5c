import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPackageFromTarballData } from "@arethetypeswrong/core";
import { runPnpm } from "./run-pnpm.ts";
import { type PackageFile, readPublishedPackages } from "./workspace.ts";

export interface Tarball {
  /** The package file as it is published: without `workspace:` and `catalog:`. */
  readonly file: PackageFile;
  readonly data: Uint8Array<ArrayBuffer>;
  /** The paths in it, such as `dist/index.js`. */
  readonly paths: readonly string[];
  readonly read: (path: string) => string;
}

/** What would be published, as `pnpm pack` packs it into this folder. */
export async function packPackages(folder: string): Promise<readonly Tarball[]> {
  await mkdir(folder, { recursive: true });
  const filters = (await readPublishedPackages()).flatMap(({ file }) => ["--filter", file.name]);
  await runPnpm(["--recursive", ...filters, "pack", "--pack-destination", folder]);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".tgz")).sort();
  return Promise.all(files.map((name) => readTarball(join(folder, name))));
}

async function readTarball(path: string): Promise<Tarball> {
  const data = new Uint8Array(await readFile(path));
  const content = createPackageFromTarballData(data);
  const root = `/node_modules/${content.packageName}/`;
  return {
    file: JSON.parse(content.readFile(`${root}package.json`)),
    data,
    paths: content.listFiles().map((found) => found.slice(root.length)),
    read: (found) => content.readFile(root + found),
  };
}

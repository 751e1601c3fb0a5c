// Part of `pnpm version-packages`: what names the program's version outside of its package file gets the new one.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { versionPlaces, writeVersion } from "./version-places.ts";
import { workspace } from "./workspace.ts";

const { version }: { version: string } = JSON.parse(
  await readFile(join(workspace, "apps/cli/package.json"), "utf8"),
);
for (const file of Object.keys(versionPlaces)) {
  const path = join(workspace, file);
  await writeFile(path, writeVersion(file, await readFile(path, "utf8"), version));
}

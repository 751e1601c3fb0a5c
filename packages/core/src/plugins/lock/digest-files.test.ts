import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTemporaryFolder, writeFiles } from "../../testing/temporary-folder.ts";
import { digestFiles, integrityOf, listFiles } from "./digest-files.ts";

let root = "";
let folder = "";
beforeEach(async () => {
  const temporary = await makeTemporaryFolder();
  root = temporary.path;
  folder = join(root, "package");
  await writeFiles(folder, {
    "src/a.js": "one",
    "other/a.js": "another",
    "dist/index.js": "",
    "README.md": "",
    "node_modules/needed/index.js": "needed",
  });
  await writeFiles(root, { "elsewhere/a.js": "far" });
  return temporary.remove;
});

async function link(place: string, target: string): Promise<void> {
  await rm(join(folder, place), { force: true });
  await symlink(target, join(folder, place));
}

async function digest() {
  const files = digestFiles(await listFiles(folder), folder);
  return { names: files.map(({ name }) => name), integrity: integrityOf(files) };
}

describe("a link in a package", () => {
  it.each([
    ["to a folder of it", "../src", "../other"],
    ["to a file of it", "../src/a.js", "../other/a.js"],
    ["that is relative, then to somewhere else", "../src", "../../elsewhere"],
    ["to nothing, then to a folder", "../nothing", "../src"],
    ["to the package, then to a part of it", "..", "../src"],
  ])("%s: where it leads is part of the integrity", async (_, before, after) => {
    await link("dist/node_modules", before);
    const first = await digest();
    await link("dist/node_modules", after);
    expect((await digest()).integrity).not.toBe(first.integrity);
  });

  it("to a folder of it: its files count once", async () => {
    await link("dist/node_modules", "../src");
    const { names } = await digest();
    expect(names).toEqual(["README.md", "dist/index.js", "dist/node_modules", "other/a.js", "src/a.js"]);
  });

  it("is the same, however it is written", async () => {
    await link("dist/node_modules", "../src");
    const first = await digest();
    await link("dist/node_modules", join(folder, "src"));
    expect(await digest()).toEqual(first);
  });

  it("to elsewhere: what is there counts as if it were here, and is seen to change", async () => {
    await link("dist/far", join(root, "elsewhere"));
    await link("dist/too", "far");
    const first = await digest();
    expect(first.names).toContain("dist/far/a.js");
    expect(first.names).toContain("dist/too");
    await writeFiles(root, { "elsewhere/a.js": "farther" });
    expect((await digest()).integrity).not.toBe(first.integrity);
  });

  it("to what does not count by its own name: what is there counts", async () => {
    await link("dist/node_modules", "../node_modules");
    expect((await digest()).names).toContain("dist/node_modules/needed/index.js");
    await link("dist/run.js", "../README.md");
    const first = await digest();
    await writeFiles(folder, { "README.md": "run me" });
    expect((await digest()).integrity).not.toBe(first.integrity);
  });

  it("in a circle comes to an end", async () => {
    await link("dist/round", "..");
    await link("dist/far", join(root, "elsewhere"));
    await symlink(root, join(root, "elsewhere/round"));
    expect((await digest()).names.length).toBeGreaterThan(5);
  });
});

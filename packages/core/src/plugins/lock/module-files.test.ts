import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTemporaryFolder, writeFiles } from "../../testing/temporary-folder.ts";
import { listModuleFiles } from "./module-files.ts";

let root = "";
beforeEach(async () => {
  const folder = await makeTemporaryFolder();
  root = folder.path;
  return folder.remove;
});

async function namesIn(code: string): Promise<{ files: readonly string[]; packages: readonly string[] }> {
  const others = [
    "a.mjs",
    "b.cjs",
    "c.json",
    "folder/index.js",
    "folder/d.ts",
    "e.js",
    "price$.js",
    "a#b.cjs",
  ];
  await writeFiles(root, { "main.mjs": code, ...Object.fromEntries(others.map((name) => [name, ""])) });
  const { files, packages } = await listModuleFiles(join(root, "main.mjs"));
  return {
    files: files.slice(1).map((file) => file.slice(root.length + 1)),
    packages: packages.map(({ name }) => name),
  };
}

describe("a module names a file", () => {
  it.each([
    [`import "./a.mjs";`, "a.mjs"],
    [`import a from './a.mjs?once'`, "a.mjs"],
    [`export * from "./a.mjs"`, "a.mjs"],
    ["await import(`./a.mjs`)", "a.mjs"],
    [`createRequire(import.meta.url)("./b.cjs")`, "b.cjs"],
    [`require("./e")`, "e.js"],
    [`require("./folder")`, "folder/index.js"],
    [`require("./price$.js")`, "price$.js"],
    [`require("./a#b.cjs")`, "a#b.cjs"],
    [`readFile(new URL("./c.json", import.meta.url))`, "c.json"],
    [`import type { D } from "./folder/d.ts"`, "folder/d.ts"],
  ])("%s", async (code, file) => {
    expect((await namesIn(code)).files).toEqual([file]);
  });

  it.each([`"./absent.mjs"`, `"a.mjs"`, "`./${name}.mjs`"])("not with %s", async (code) => {
    expect((await namesIn(code)).files).toEqual([]);
  });

  it("by a folder whose package.json names it", async () => {
    await writeFiles(root, {
      "main.cjs": `require("./lib");`,
      "lib/package.json": { main: "./code/part" },
      "lib/code/part.js": `require(".."); require("../data");`,
      "lib/code/index.js": "",
      "lib/data.json": {},
    });
    const { files } = await listModuleFiles(join(root, "main.cjs"));
    expect(files.map((file) => file.slice(root.length + 1))).toEqual([
      "main.cjs",
      "lib/package.json",
      "lib/code/part.js",
      "lib/data.json",
    ]);
  });

  it("and that one others, in a circle too", async () => {
    await writeFiles(root, {
      "main.mjs": `import "./one/a.mjs";`,
      "one/a.mjs": `import "../two/b.mjs";`,
      "two/b.mjs": `import "../main.mjs"; import "needed/part";`,
    });
    const { files, packages } = await listModuleFiles(join(root, "main.mjs"));
    expect(files).toEqual(["main.mjs", "one/a.mjs", "two/b.mjs"].map((name) => join(root, name)));
    expect(packages).toEqual([{ name: "needed", from: join(root, "two") }]);
  });
});

describe("a module names a package", () => {
  it.each([
    [`import x from "needed"`, ["needed"]],
    [`export { x } from '@acme/needed/part.js'`, ["@acme/needed"]],
    [`require("needed")`, ["needed"]],
    [`await import("needed")`, ["needed"]],
    [`import fs from "node:fs"; import "./a.mjs"; import "https://a.example/x.js"`, []],
  ])("%s", async (code, names) => {
    expect((await namesIn(code)).packages).toEqual(names);
  });
});

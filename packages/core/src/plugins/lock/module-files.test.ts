import { join } from "node:path";
import { pathToFileURL } from "node:url";
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

describe("a module names what is read beside it", () => {
  it.each([
    [`new URL("c.json", import.meta.url)`, ["c.json"]],
    [`new URL("folder/d.ts", import.meta.url)`, ["folder/d.ts"]],
    [`new URL("./folder/", import.meta.url)`, ["folder/index.js", "folder/d.ts"]],
    [`join(import.meta.dirname, "folder", 'd.ts')`, ["folder/d.ts"]],
    [`path.resolve(__dirname, "c.json")`, ["c.json"]],
    [`if (import.meta.url === pathToFileURL(process.argv[1]).href) run();`, []],
  ])("%s", async (code, files) => {
    expect((await namesIn(code)).files).toEqual(files);
  });

  it("by a URL of the disk, or an absolute path", async () => {
    const other = join(root, "other.mjs");
    await writeFiles(root, { "other.mjs": "", "third.cjs": "" });
    const code = `import ${JSON.stringify(pathToFileURL(other).href)}; require(${JSON.stringify(join(root, "third.cjs"))});`;
    expect((await namesIn(code)).files).toEqual(["other.mjs", "third.cjs"]);
  });
});

describe("a module names a file by the package.json around it", () => {
  const map = {
    name: "mine",
    imports: {
      "#a": { node: "./a.mjs", default: "./e.js" },
      "#f/*": "./folder/*.js",
      "#dep": "needed/part.js",
    },
    exports: { ".": "./e.js", "./c": { require: null, import: ["./c.json"] } },
  };

  it.each([
    [`import "#a";`, ["a.mjs", "e.js"], "imports"],
    [`await import("#f/index");`, ["folder/index.js"], "imports"],
    [`require("mine")`, ["e.js"], "exports"],
    [`import c from "mine/c" with { type: "json" };`, ["c.json"], "exports"],
  ])("%s", async (code, files, part) => {
    await writeFiles(root, { "package.json": map });
    expect((await namesIn(code)).files).toEqual(files);
    const { excerpts } = await listModuleFiles(join(root, "main.mjs"));
    expect(excerpts.map(({ path }) => path)).toEqual([`${join(root, "package.json")}#${part}`]);
  });

  it("or a package", async () => {
    await writeFiles(root, { "package.json": map });
    expect((await namesIn(`import "#dep";`)).packages).toEqual(["needed"]);
  });

  it("whose other parts may change", async () => {
    await writeFiles(root, { "package.json": map, "main.mjs": `import "#a";` });
    const before = await listModuleFiles(join(root, "main.mjs"));
    await writeFiles(root, { "package.json": { ...map, scripts: { test: "x" } } });
    expect(await listModuleFiles(join(root, "main.mjs"))).toEqual(before);
    await writeFiles(root, { "package.json": { ...map, imports: { "#a": "./b.cjs" } } });
    expect((await listModuleFiles(join(root, "main.mjs"))).excerpts).not.toEqual(before.excerpts);
  });
});

describe("a module that names something only as it runs cannot be pinned", () => {
  it.each([
    "await import(name);",
    "await import(`./${name}.mjs`);",
    'await import("./parts/" + name);',
    "require(name)",
    'require("./parts/" + name)',
    "require.resolve(name)",
    "import.meta.resolve(name)",
    "const need = createRequire(import.meta.url); need(name);",
    "new URL(name, import.meta.url)",
    'new URL("./" + name, import.meta.url)',
    "join(import.meta.dirname, name)",
    "readdirSync(__dirname)",
    "dirname(fileURLToPath(import.meta.url))",
    'import "./\\x61.mjs"; import x from "./\\x61.mjs";',
    'readdir(new URL(".", import.meta.url))',
  ])("%s", async (code) => {
    await expect(namesIn(code)).rejects.toMatchObject({
      problem: { code: "lock-unpinnable", summary: expect.stringContaining(join(root, "main.mjs")) },
    });
  });

  it.each([
    "// await import(name);",
    "const important = (name) => name; important(name);",
    "export default defineProvider({ reads: [], connect() {} });",
    "this.require(1, 2)".replace("require", "requires"),
  ])("but not by %s", async (code) => {
    expect((await namesIn(code)).files).toEqual([]);
  });
});

describe("a module names a package", () => {
  it.each([
    [`import x from "needed"`, ["needed"]],
    [`export { x } from '@acme/needed/part.js'`, ["@acme/needed"]],
    [`require("needed")`, ["needed"]],
    [`await import("needed")`, ["needed"]],
    [`const need = createRequire(import.meta.url); need("needed")`, ["needed"]],
    [`import fs from "node:fs"; import "./a.mjs"; import "https://a.example/x.js"`, []],
  ])("%s", async (code, names) => {
    expect((await namesIn(code)).packages).toEqual(names);
  });
});

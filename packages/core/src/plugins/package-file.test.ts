import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTemporaryFolder, writeFiles } from "../testing/temporary-folder.ts";
import { findEntry, readPackageFile } from "./package-file.ts";

let root = "";
beforeEach(async () => {
  const folder = await makeTemporaryFolder();
  root = folder.path;
  return folder.remove;
});

function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  return writeFiles(root, files);
}

describe("the entry of a package is Node's own", () => {
  const entries = ["index.js", "lib/main.js", "lib/index.js"];
  const cases: readonly (readonly [Readonly<Record<string, unknown>>, string | null])[] = [
    [{}, "index.js"],
    [{ main: "lib/main.js" }, "lib/main.js"],
    [{ main: "./lib/main" }, "lib/main.js"],
    [{ main: "lib" }, "lib/index.js"],
    [{ main: "absent.js" }, "index.js"],
    [{ main: 1 }, "index.js"],
    [{ exports: "./lib/main.js", main: "index.js" }, "lib/main.js"],
    [{ exports: null, main: "lib/main.js" }, "lib/main.js"],
    [{ exports: { ".": "./lib/main.js" } }, "lib/main.js"],
    [{ exports: { import: "./lib/main.js", default: "./index.js" } }, "lib/main.js"],
    [{ exports: { default: "./index.js", import: "./lib/main.js" } }, "index.js"],
    [{ exports: { types: "./a.d.ts", browser: "./b.js", default: "./lib/main.js" } }, "lib/main.js"],
    [{ exports: { ".": { node: { require: "./r.js", import: "./lib/main.js" } } } }, "lib/main.js"],
    [{ exports: { node: { require: "./r.js" }, default: "./lib/main.js" } }, "lib/main.js"],
    [{ exports: { import: null, default: "./lib/main.js" } }, null],
    [{ exports: [{ require: "./r.js" }, "./lib/main.js"] }, "lib/main.js"],
    [{ exports: { "./other": "./lib/main.js" } }, null],
    [{ exports: { require: "./lib/main.js" } }, null],
    [{ exports: "./absent.js" }, null],
    [{ exports: "lib/main.js" }, null],
  ];

  /** One process imports them all and says which file it got. */
  async function importInNode(count: number): Promise<unknown> {
    const script = `const imported = [];
      for (let index = 0; index < ${count}; index += 1)
        imported.push(await import("./" + index + "/probe.mjs").then((probe) => probe.default, () => null));
      console.log(JSON.stringify(imported));`;
    await write({ "probe.mjs": script });
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, "probe.mjs")]);
    return JSON.parse(stdout);
  }

  it("in every shape of package.json", async () => {
    const module = "export default import.meta.url;";
    for (const [index, [content]] of cases.entries()) {
      const acme = `${index}/node_modules/acme`;
      await write({
        [`${acme}/package.json`]: { type: "module", ...content },
        ...Object.fromEntries(entries.map((entry) => [`${acme}/${entry}`, module])),
        [`${index}/probe.mjs`]: 'export { default } from "acme";',
      });
    }
    const expected = cases.map(([, entry], index) =>
      entry === null ? null : pathToFileURL(join(root, `${index}/node_modules/acme`, entry)).href,
    );
    const found = cases.map(async (_, index) => {
      const found = await readPackageFile(join(root, `${index}/node_modules/acme`));
      const file = found === null ? null : await findEntry(found).catch(() => null);
      return file === null ? null : pathToFileURL(file).href;
    });
    expect(await importInNode(cases.length)).toEqual(expected);
    expect(await Promise.all(found)).toEqual(expected);
  });
});

import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../diagnostics.ts";
import { makeTemporaryFolder, writeFiles } from "../testing/temporary-folder.ts";
import {
  createPluginLoader,
  type LoadPlugin,
  type PluginLoaderOptions,
  type PluginResult,
} from "./load-plugin.ts";

let root = "";
beforeEach(async () => {
  const folder = await makeTemporaryFolder();
  root = folder.path;
  return folder.remove;
});

function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  return writeFiles(root, files);
}

function createLoader(options: Partial<PluginLoaderOptions> = {}): LoadPlugin {
  return createPluginLoader({ hostUrl: pathToFileURL(join(root, "host/dist/main.js")).href, ...options });
}

async function load(
  source: string,
  range?: string,
  options?: Partial<PluginLoaderOptions>,
): Promise<PluginResult> {
  const version = range === undefined ? {} : { range };
  return await createLoader(options)({ source, directory: join(root, "fleet"), ...version });
}

async function problemOf(...request: Parameters<typeof load>): Promise<Problem> {
  const result = await load(...request);
  if ("problem" in result) return result.problem;
  throw new Error(`was loaded: ${JSON.stringify(result.plugin)}`);
}

/** The literal of a healthy plugin, with one member changed. */
function pluginCode(change = ""): string {
  return `{ contract: 1, name: "acme-kubernetes", config: { type: "object" }, cluster: {}, reads: [],
    connect: () => ({ observe: async () => { throw new Error("not asked for"); } }), ${change} }`;
}

describe("a plugin", () => {
  it("is loaded once, however often and by whatever way it is named", async () => {
    await write({
      "packages/acme/package.json": '{ "name": "acme", "version": "1.0.0", "type": "module" }',
      "packages/acme/index.js": `globalThis.acmeLoads = (globalThis.acmeLoads ?? 0) + 1;
        export default ${pluginCode('name: "loads-" + globalThis.acmeLoads')};`,
    });
    await mkdir(join(root, "fleet/node_modules"), { recursive: true });
    await symlink(join(root, "packages/acme"), join(root, "fleet/node_modules/acme"));
    const sources = ["acme", "acme", "../packages/acme", "../packages/acme/index.js", "./node_modules/acme"];
    const loadPlugin = createLoader();
    const directory = join(root, "fleet");
    const results = await Promise.all(sources.map((source) => loadPlugin({ source, directory })));
    const definitions = results.map((result) => "plugin" in result && result.plugin.definition);
    expect(new Set(definitions).size).toBe(1);
    expect(definitions[0]).toMatchObject({ name: "loads-1" });
  });
});

describe("the version range is kept", () => {
  const acme = "fleet/node_modules/@upgradectl/provider-acme";
  const write1 = async (version: string | undefined) =>
    await write({
      [`${acme}/package.json`]: JSON.stringify({ version, type: "module" }),
      [`${acme}/index.js`]: `export default ${pluginCode()};`,
    });

  it.each([
    ["1.4.0", "^1.2.0"],
    ["1.4.0", "*"],
    ["1.5.0-beta.1", "^1.2.0"],
    ["2.0.0", ">=1 <2 || 2.x"],
  ])("%s satisfies %s", async (version, range) => {
    await write1(version);
    expect(await load("acme", range)).toMatchObject({ plugin: { version } });
  });

  it.each([
    ["1.4.0", "^2.0.0", "is version 1.4.0; the manifest wants ^2.0.0"],
    ["2.0.0-beta.1", "^2.0.0", "is version 2.0.0-beta.1; the manifest wants ^2.0.0"],
    [undefined, "*", "has no version; the manifest wants *"],
    ["first", "*", "is version first; the manifest wants *"],
  ])("%s does not satisfy %s", async (version, range, summary) => {
    await write1(version);
    const problem = await problemOf("acme", range);
    expect(problem).toEqual({
      severity: "error",
      code: "plugin-version",
      summary: `The provider \`acme\` ${summary}.`,
      detail: `Found @upgradectl/provider-acme in ${join(root, acme, "index.js")}.`,
      hint: `Install one that fits: \`npm install --save-dev "@upgradectl/provider-acme@${range}"\`, or change \`version\` in the manifest.`,
    });
  });

  it("before the plugin's code runs", async () => {
    await write({
      [`${acme}/package.json`]: '{ "version": "1.0.0", "type": "module" }',
      [`${acme}/index.js`]: "throw new Error('imported');",
    });
    expect((await problemOf("acme", "^2.0.0")).code).toBe("plugin-version");
  });
});

describe("a plugin that does not keep the contract", () => {
  it("is told all its faults at once", async () => {
    await write({ "fleet/acme.mjs": `export default ${pluginCode("name: 7, reads: [{}], connect: null")};` });
    const problem = await problemOf("./acme.mjs");
    expect(problem.code).toBe("plugin-contract");
    expect(problem.detail?.split("\n")).toEqual([
      '`name` is 7; expected lower-case words joined by hyphens, such as "acme-kubernetes"',
      "`reads[0].action` is missing; expected the vendor's name of the operation",
      "`reads[0].path` is missing; expected a path that starts with `/`",
      "`connect` is null; expected a function",
      `Its module is ${join(root, "fleet/acme.mjs")}.`,
    ]);
  });

  it.each([
    [2, "Update upgradectl, or install a version of `./acme.mjs` that was written for contract 1."],
    [0, "Update the plugin: install a version of `./acme.mjs` that was written for contract 1."],
  ])("but contract %d", async (contract, hint) => {
    await write({ "fleet/acme.mjs": `export default { contract: ${contract} };` });
    expect(await problemOf("./acme.mjs")).toEqual({
      severity: "error",
      code: "plugin-contract",
      summary: `The provider \`./acme.mjs\` was written for contract ${contract}; this upgradectl speaks 1.`,
      detail: `Its module is ${join(root, "fleet/acme.mjs")}.`,
      hint,
    });
  });

  it("because it exports it by name", async () => {
    await write({ "fleet/acme.mjs": `export const provider = ${pluginCode()};` });
    expect((await problemOf("./acme.mjs")).detail).toContain("the default export is missing");
  });
});

describe("a source that leads nowhere", () => {
  it.each([
    ["", "plugin-source"],
    ["node:fs", "plugin-source"],
    ["fs", "plugin-missing"],
    ["nobody-has-this", "plugin-missing"],
    ["./absent.js", "plugin-missing"],
  ])("%j: %s", async (source, code) => {
    expect(await problemOf(source)).toMatchObject({ severity: "error", code });
  });

  it("because of a file system that refuses, is not called missing", async () => {
    await mkdir(join(root, "fleet"));
    await symlink("loop.js", join(root, "fleet/loop.js"));
    const problem = await problemOf("./loop.js");
    expect(problem.code).toBe("plugin-unreadable");
    expect(problem.summary).toContain("ELOOP");
  });
});

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../diagnostics.ts";
import { makeTemporaryFolder, writeFiles } from "../testing/temporary-folder.ts";
import type { PluginLoaderOptions } from "./load-plugin.ts";

/*
 * Plugins are loaded by Node itself, in a worker: vitest's own `import` reads TypeScript and CommonJS in another way
 * and has other words for a syntax error. What comes back has no functions, so the worker names them.
 */
const inWorker = `
  const { parentPort } = require("node:worker_threads");
  parentPort.on("message", async ({ options, request }) => {
    const { createPluginLoader } = await import(${JSON.stringify(new URL("./load-plugin.ts", import.meta.url).href)});
    const loadPlugin = createPluginLoader(options);
    const results = await Promise.all([loadPlugin(request), loadPlugin(request)]);
    const nameFunctions = (_, value) => (typeof value === "function" ? "a function" : value);
    parentPort.postMessage(JSON.parse(JSON.stringify(results, nameFunctions)));
  });`;

type Loaded =
  | { readonly problem: Problem; readonly plugin?: never }
  | { readonly plugin: Readonly<Record<string, unknown>>; readonly problem?: never };

let worker: Worker;
beforeAll(() => {
  worker = new Worker(inWorker, { eval: true });
});
afterAll(async () => {
  await worker.terminate();
});

let root = "";
beforeEach(async () => {
  const folder = await makeTemporaryFolder();
  root = folder.path;
  return folder.remove;
});

function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  return writeFiles(root, files);
}

async function loadTwice(
  source: string,
  options: Partial<PluginLoaderOptions> = {},
): Promise<readonly [Loaded, Loaded]> {
  const answer = Promise.withResolvers<readonly [Loaded, Loaded]>();
  worker.once("message", answer.resolve);
  worker.once("error", answer.reject);
  const hostUrl = pathToFileURL(join(root, "host/dist/main.js")).href;
  worker.postMessage({
    options: { hostUrl, ...options },
    request: { source, directory: join(root, "fleet") },
  });
  return await answer.promise.finally(() => worker.removeListener("error", answer.reject));
}

async function load(source: string, options?: Partial<PluginLoaderOptions>): Promise<Loaded> {
  const [loaded] = await loadTwice(source, options);
  return loaded;
}

async function problemOf(...request: Parameters<typeof load>): Promise<Problem> {
  const { problem, plugin } = await load(...request);
  if (problem === undefined) throw new Error(`was loaded: ${JSON.stringify(plugin)}`);
  return problem;
}

/** The literal of a healthy plugin, with one member changed. */
function pluginCode(change = ""): string {
  return `{ contract: 1, name: "acme-kubernetes", config: { type: "object" }, cluster: {}, reads: [],
    connect: () => ({ observe: async () => { throw new Error("not asked for"); } }), ${change} }`;
}

describe("a plugin is loaded", () => {
  const definition = {
    ...{ contract: 1, name: "acme-kubernetes", config: { type: "object" }, cluster: {}, reads: [] },
    connect: "a function",
  };

  it.each([
    ["an ES module", "acme.mjs", `export default ${pluginCode()};`],
    ["a module with top-level await", "acme.mjs", `export default await Promise.resolve(${pluginCode()});`],
    ["CommonJS", "acme.cjs", `module.exports = ${pluginCode()};`],
    [
      "CommonJS compiled from a module",
      "acme.cjs",
      `"use strict";
       Object.defineProperty(exports, "__esModule", { value: true });
       exports.default = ${pluginCode()};`,
    ],
    ["TypeScript", "acme.ts", `const plugin: { name: string } = ${pluginCode()};\nexport default plugin;`],
    ["a file with odd characters in its name", "a#b%20 ä.mjs", `export default ${pluginCode()};`],
  ])("from %s", async (_, file, code) => {
    await write({ [`fleet/${file}`]: code });
    expect(await load(`./${file}`)).toMatchObject({
      plugin: { definition, packageName: `./${file}`, version: null, path: join(root, "fleet", file) },
    });
  });

  it("from a package with exports, by its short name", async () => {
    const acme = "fleet/node_modules/@upgradectl/provider-acme";
    await write({
      [`${acme}/package.json`]: JSON.stringify({ version: "1.4.0", exports: { import: "./dist/main.mjs" } }),
      [`${acme}/dist/main.mjs`]: `export default ${pluginCode()};`,
    });
    expect(await load("acme")).toMatchObject({
      plugin: {
        definition,
        packageName: "@upgradectl/provider-acme",
        version: "1.4.0",
        path: join(root, acme, "dist/main.mjs"),
      },
    });
  });
});

describe("a plugin that cannot be imported is a problem that names it", () => {
  it.each([
    ["a syntax error", "export default { a: 1,, };", "SyntaxError: Unexpected token ','"],
    ["an unknown import", 'import { nope } from "node:fs"; export default nope;', "named 'nope'"],
    ["an error", "throw new TypeError('no\\nluck');", "TypeError: no"],
    ["undefined", "throw undefined;", "undefined was thrown"],
    ["null", "throw null;", "null was thrown"],
    ["a text", "throw 'out of luck\\u001b[31m';", "'out of luck\\x1B[31m' was thrown"],
    ["an object", "throw { code: 7 };", "{ code: 7 } was thrown"],
    [
      "something that resists",
      "throw new Proxy({}, { getPrototypeOf() { throw 1; }, get() { throw 2; }, ownKeys() { throw 3; } });",
      "thrown",
    ],
    ["a rejected promise", "export default await Promise.reject(new Error('later'));", "Error: later"],
  ])("%s", async (_, code, summary) => {
    await write({ "fleet/acme.mjs": code });
    const problem = await problemOf("./acme.mjs");
    expect(problem.code).toBe("plugin-import");
    expect(problem.summary).toContain("The provider `./acme.mjs` cannot be imported");
    expect(problem.summary).toContain(summary);
    expect(problem.detail).toContain(join(root, "fleet/acme.mjs"));
    expect(JSON.stringify(problem)).not.toMatch(/\\n|\\u001b| at .*:\d+:\d+/);
  });

  it.each([
    ["acme.mjs", 'import "acme-missing";', "`acme-missing`, which is not installed"],
    ["acme.cjs", 'require("@acme/missing");', "`@acme/missing`, which is not installed"],
    ["acme.mjs", 'import "./missing.js";', "A file of the plugin is missing"],
    ["acme.cjs", 'require("./missing.js");', "A file of the plugin is missing"],
  ])("%s: %s", async (file, code, hint) => {
    await write({ [`fleet/${file}`]: code });
    const problem = await problemOf(`./${file}`);
    expect(problem.summary).toContain("Cannot find");
    expect(problem.hint).toContain(hint);
  });

  it("with the line, where Node tells it", async () => {
    await write({ "fleet/acme.cjs": "\n\nmodule.exports = { a: ,};" });
    expect((await problemOf("./acme.cjs")).detail).toBe(`Its module is ${join(root, "fleet/acme.cjs")}:3.`);
  });

  it("TypeScript that is more than types", async () => {
    await write({ "fleet/acme.ts": "enum Colour { Red }\nexport default Colour;" });
    expect((await problemOf("./acme.ts")).summary).toContain("TypeScript enum is not supported");
  });

  it("one that never gets ready", async () => {
    await write({ "fleet/acme.mjs": "await new Promise(() => {}); export default {};" });
    const problem = await problemOf("./acme.mjs", { importTimeoutMs: 5 });
    expect(problem.summary).toBe(
      "The provider `./acme.mjs` cannot be imported: it was not ready after 0.005 s.",
    );
  });

  it("and fails the same way for each who names it", async () => {
    await write({ "fleet/acme.mjs": "throw new Error('no');" });
    const results = await loadTwice("./acme.mjs");
    expect(results.map(({ problem }) => problem?.code)).toEqual(["plugin-import", "plugin-import"]);
  });
});

import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../diagnostics.ts";
import { makeTemporaryFolder, writeFiles } from "../testing/temporary-folder.ts";
import { type FoundPlugin, findPlugin } from "./find-plugin.ts";
import { PluginFault } from "./plugin-problem.ts";
import { parsePluginSource } from "./plugin-source.ts";

let root = "";
beforeEach(async () => {
  const folder = await makeTemporaryFolder();
  root = folder.path;
  return folder.remove;
});

function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  return writeFiles(root, files);
}

/** A manifest in `app/fleet`, a host in `host/dist`. */
async function find(source: string, range?: string): Promise<FoundPlugin> {
  return await findFrom(join(root, "app/fleet"), source, { range });
}

async function findFrom(
  directory: string,
  source: string,
  {
    range,
    hostDirectory = join(root, "host/dist"),
  }: { range?: string | undefined; hostDirectory?: string } = {},
): Promise<FoundPlugin> {
  const request = { source, range, directory, hostDirectory, userAgent: undefined };
  return await findPlugin(parsePluginSource(source), request);
}

async function problemOf(source: string, range?: string): Promise<Problem> {
  const error: unknown = await find(source, range).catch((thrown: unknown) => thrown);
  if (error instanceof PluginFault) return error.problem;
  throw new Error(`${source} gave ${JSON.stringify(error)}`);
}

function packageFiles(directory: string, version: string): Readonly<Record<string, unknown>> {
  return { [`${directory}/package.json`]: { version }, [`${directory}/index.js`]: "" };
}

describe("a package", () => {
  it("is found in node_modules upward of the manifest", async () => {
    await write(packageFiles("node_modules/@acme/kubernetes", "1.2.3"));
    expect(await find("@acme/kubernetes")).toEqual({
      file: join(root, "node_modules/@acme/kubernetes/index.js"),
      packageName: "@acme/kubernetes",
      version: "1.2.3",
      directory: join(root, "node_modules/@acme/kubernetes"),
    });
  });

  it.each([
    ["the nearest folder", ["app/fleet/node_modules/acme", "app/node_modules/acme"]],
    [
      "the official one over its namesake",
      ["app/node_modules/@upgradectl/provider-acme", "app/fleet/node_modules/acme"],
    ],
    [
      "the manifest's place over the host's",
      ["app/node_modules/acme", "host/node_modules/@upgradectl/provider-acme"],
    ],
    [
      "the official one beside the host, too",
      ["host/node_modules/@upgradectl/provider-acme", "host/node_modules/acme"],
    ],
  ])("of several is %s", async (_, [first = "", second = ""]) => {
    await write({ ...packageFiles(first, "1.0.0"), ...packageFiles(second, "2.0.0") });
    expect(await find("acme")).toMatchObject({ version: "1.0.0", file: join(root, first, "index.js") });
  });

  it("is found beside a host that lies in node_modules itself", async () => {
    const store = "app/node_modules/.pnpm/upgradectl@1.0.0/node_modules";
    await write(packageFiles(`${store}/@upgradectl/provider-acme`, "1.0.0"));
    const hostDirectory = join(root, store, "upgradectl/dist");
    const found = await findFrom(join(root, "elsewhere"), "acme", { hostDirectory });
    expect(found.packageName).toBe("@upgradectl/provider-acme");
  });

  it("is found by its own name from inside, where it has exports", async () => {
    await write({
      "app/package.json": { name: "acme", version: "3.0.0", exports: "./main.js" },
      "app/main.js": "",
    });
    expect(await find("acme")).toMatchObject({ file: join(root, "app/main.js"), version: "3.0.0" });
  });

  it("that is linked is its real file", async () => {
    await write(packageFiles("packages/acme", "1.0.0"));
    await mkdir(join(root, "node_modules"));
    await symlink(join(root, "packages/acme"), join(root, "node_modules/acme"));
    expect((await find("acme")).file).toBe(join(root, "packages/acme/index.js"));
  });

  it("has the package's version, not that of a folder in it", async () => {
    await write({
      "node_modules/acme/package.json": { name: "acme", version: "1.0.0", exports: "./dist/index.js" },
      "node_modules/acme/dist/package.json": { type: "module", version: "9.9.9" },
      "node_modules/acme/dist/index.js": "",
    });
    expect((await find("acme")).version).toBe("1.0.0");
  });

  it("does not mind a broken package.json of the user's own", async () => {
    await write({ ...packageFiles("node_modules/acme", "1.0.0"), "app/package.json": "{ // mine" });
    expect((await find("acme")).version).toBe("1.0.0");
  });

  it("is not hidden by what an uninstalled one left behind", async () => {
    await write({
      ...packageFiles("host/node_modules/acme", "1.0.0"),
      "app/fleet/node_modules/acme/node_modules/.cache": "",
    });
    expect((await find("acme")).file).toBe(join(root, "host/node_modules/acme/index.js"));
  });

  it.each([
    ["not JSON", "{", "is not a JSON object"],
    ["a list", [], "is not a JSON object"],
    ["for require alone", { exports: { require: "./index.js" } }, "offers nothing to `import`"],
    ["closed", { exports: { ".": null } }, "offers nothing to `import`"],
    ["a way out", { exports: "./../x.js" }, "which is not in it"],
    ["not built", { exports: "./dist/index.js" }, "lacks the file that it exports, ./dist/index.js"],
    ["an absent main", { main: "./dist/main.js" }, "lacks its main file, ./dist/main.js"],
  ])("whose package.json is %s is a problem of its own, not a missing one", async (_, content, summary) => {
    await write({ "node_modules/acme/package.json": content });
    expect(await problemOf("acme")).toMatchObject({
      code: "plugin-unreadable",
      summary: expect.stringContaining(summary),
      hint: expect.stringMatching(/\S/),
    });
  });
});

describe("a path", () => {
  it.each([".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"])("may be a %s file", async (extension) => {
    await write({ [`app/plugins/acme${extension}`]: "" });
    expect(await find(`../plugins/acme${extension}`)).toEqual({
      file: join(root, `app/plugins/acme${extension}`),
      packageName: `../plugins/acme${extension}`,
      version: null,
      directory: null,
    });
  });

  it("takes its version from the package around it", async () => {
    await write({
      "app/package.json": { name: "app", version: "4.5.6" },
      "app/fleet/package.json": { type: "module" },
      "app/fleet/acme.js": "",
    });
    expect(await find("./acme.js")).toMatchObject({ packageName: "./acme.js", version: "4.5.6" });
  });

  it.each([
    [
      "with a package",
      { "package.json": { name: "@acme/k", version: "1.0.0", main: "m.js" } },
      "@acme/k",
      "1.0.0",
    ],
    ["with exports and without a name", { "package.json": { exports: "./m.js" } }, "./acme", null],
    ["with an index.js alone", {}, "./acme", null],
  ])("may be a folder %s", async (_, files, packageName, version) => {
    const inFolder = Object.entries({ ...files, "m.js": "", "index.js": "" });
    await write(Object.fromEntries(inFolder.map(([name, content]) => [`app/fleet/acme/${name}`, content])));
    const entry = "package.json" in files ? "m.js" : "index.js";
    const directory = join(root, "app/fleet/acme");
    expect(await find("./acme")).toEqual({ file: join(directory, entry), packageName, version, directory });
  });

  it("that is linked is its real file", async () => {
    await write({ "app/fleet/acme.js": "" });
    await symlink("acme.js", join(root, "app/fleet/link.js"));
    expect(await find("./link.js")).toMatchObject({
      file: join(root, "app/fleet/acme.js"),
      packageName: "./link.js",
    });
  });

  it.each([
    ["./absent.js", "plugin-missing", "no plugin at `./absent.js`", "Correct the path"],
    ["./acme", "plugin-missing", "no plugin at `./acme`", "`./acme.mjs`"],
    ["./acme.mjs/x", "plugin-missing", "no plugin at", "Correct the path"],
    ["./data.json", "plugin-source", "is not a module", "default export"],
    ["./empty", "plugin-unreadable", "lacks its main file, index.js", "Build it"],
  ])("%s is a problem: %s", async (source, code, summary, hint) => {
    await write({ "app/fleet/acme.mjs": "", "app/fleet/data.json": {}, "app/fleet/empty/a.txt": "" });
    expect(await problemOf(source)).toMatchObject({
      code,
      summary: expect.stringContaining(summary),
      hint: expect.stringContaining(hint),
    });
  });
});

describe("a missing package", () => {
  it("names the places that were searched and the official provider that was meant", async () => {
    await write(packageFiles("host/node_modules/@upgradectl/provider-huawei-cce", "1.0.0"));
    await write(packageFiles("host/node_modules/@upgradectl/provider-sdk", "1.0.0"));
    const problem = await problemOf("huawei-cc");
    expect(problem.code).toBe("plugin-missing");
    expect(problem.detail).toContain(join(root, "app/fleet"));
    expect(problem.detail).toContain(join(root, "host/dist"));
    expect(problem.hint).toContain("Did you mean `huawei-cce`?");
    expect((await problemOf("sdks")).hint).not.toContain("Did you mean");
  });
});

describe("a host that is one file", () => {
  const executable = {
    file: "/opt/upgradectl",
    packages: { "@upgradectl/provider-acme": "1.2.3" },
    readHash: () => "",
    readSdk: () => "",
  };
  const findIn = (source: string) =>
    findPlugin(parsePluginSource(source), {
      source,
      range: undefined,
      directory: join(root, "app/fleet"),
      hostDirectory: join(root, "host/dist"),
      executable,
      userAgent: undefined,
    });

  it("has packages inside, which have its version and a place of their own", async () => {
    expect(await findIn("acme")).toEqual({
      file: "/opt/upgradectl#@upgradectl/provider-acme",
      packageName: "@upgradectl/provider-acme",
      version: "1.2.3",
      directory: null,
      executable,
    });
  });

  it("has them last: an installed one comes first, also by its bare name", async () => {
    await write(packageFiles("app/node_modules/acme", "9.0.0"));
    expect(await findIn("acme")).toMatchObject({ packageName: "acme", version: "9.0.0" });
  });

  it("takes none from beside itself", async () => {
    await write(packageFiles("host/node_modules/@upgradectl/provider-beta", "1.0.0"));
    await expect(findIn("beta")).rejects.toMatchObject({
      problem: {
        code: "plugin-missing",
        detail: expect.stringMatching(/, then in \/opt\/upgradectl itself\.$/),
      },
    });
    await expect(findIn("acm")).rejects.toMatchObject({
      problem: { hint: expect.stringContaining("Did you mean `acme`?") },
    });
  });
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { type Package, readPublishedPackages, workspace } from "./workspace.ts";

const packages = await readPublishedPackages();
const repository = "https://github.com/OWNER/upgradectl";

/** A plugin is what its entry says it is, whatever the package is called. */
async function isProvider({ folder, file }: Package): Promise<boolean> {
  if (file.exports?.["."] === undefined) return false;
  const entry = await import(pathToFileURL(join(workspace, folder, "dist/index.js")).href);
  return typeof entry.default?.contract === "number";
}

describe("the published packages", () => {
  it("are found: the program, what it needs, and at least its four providers", async () => {
    const found = packages.map(({ file }) => file.name);
    expect(found).toEqual(expect.arrayContaining(["upgradectl", "@upgradectl/core"]));
    const providers = await Promise.all(packages.map(isProvider));
    expect(providers.filter(Boolean).length).toBeGreaterThanOrEqual(4);
  });

  it("depend on nothing in the workspace that is not published", () => {
    const names = new Set(packages.map(({ file }) => file.name));
    for (const { file } of packages)
      for (const [name, version] of Object.entries(file.dependencies ?? {}))
        if (version.startsWith("workspace:")) expect(names, file.name).toContain(name);
  });

  it("have no two of one name", () => {
    expect(new Set(packages.map(({ file }) => file.name)).size).toBe(packages.length);
  });
});

describe.each(packages.map((one) => [one.folder, one] as const))("%s/package.json", (folder, one) => {
  const { file } = one;

  it("has a name that is upgradectl's, a version and a sentence about itself", () => {
    expect(file.name).toMatch(/^(@upgradectl\/[a-z-]+|upgradectl|create-upgradectl-[a-z-]+)$/);
    expect(file.version).toMatch(/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/);
    expect(file.description).toMatch(/^.{20,160}[.?]$/);
  });

  it("says where it comes from, and under which licence", () => {
    expect(file).toMatchObject({
      license: "Apache-2.0",
      homepage: `${repository}/tree/main/${folder}#readme`,
      bugs: `${repository}/issues`,
      repository: { type: "git", url: `git+${repository}.git`, directory: folder },
    });
  });

  it("is made of ES modules, for every Node.js that is supported", () => {
    expect(file).toMatchObject({ type: "module", engines: { node: ">=22.19" } });
    expect(file).not.toHaveProperty("main");
    expect(file).not.toHaveProperty("module");
    expect(file).not.toHaveProperty("types");
  });

  it("exports its entry with types, its package file, and nothing else; a program need not have an entry", () => {
    const entry = { types: "./dist/index.d.ts", default: "./dist/index.js" };
    const packageFile = { "./package.json": "./package.json" };
    const isProgram = file.bin !== undefined && file.exports?.["."] === undefined;
    expect(file.exports).toEqual(isProgram ? packageFile : { ".": entry, ...packageFile });
    // The order decides which condition is taken.
    if (!isProgram) expect(Object.keys(Object(file.exports?.["."]))).toEqual(["types", "default"]);
  });

  it("lists its files, and says that an import alone does nothing", () => {
    expect(file.files).toEqual(expect.arrayContaining([file.bin === undefined ? "dist" : "bin"]));
    if (file.bin === undefined) expect(file.sideEffects).toBe(false);
    else expect(file).toHaveProperty("sideEffects");
  });

  it("has keywords; `upgradectl-provider` is for providers alone", async () => {
    const keywords: unknown[] = Array.isArray(file.keywords) ? file.keywords : [];
    expect(keywords).toContain("upgradectl");
    expect(new Set(keywords).size).toBe(keywords.length);
    expect(keywords.includes("upgradectl-provider")).toBe(await isProvider(one));
  });

  it("is published for everyone, with provenance", () => {
    expect(file.publishConfig).toEqual({ access: "public", provenance: true });
  });

  it("runs nothing when it is installed, and pins or ranges every dependency", () => {
    const scripts = Object.keys(Object(file.scripts));
    expect(scripts.filter((name) => /install|prepare|prepack|publish/.test(name))).toEqual([]);
    for (const version of Object.values(file.dependencies ?? {}))
      expect(version).toMatch(/^(workspace:\^|catalog:|\^?\d+\.\d+\.\d+)$/);
  });

  it("has a README that says how to get it and where the documentation is", async () => {
    const readme = await readFile(join(workspace, folder, "README.md"), "utf8");
    expect(readme).toMatch(new RegExp(`^# ${file.name}\n`));
    expect(readme).toMatch(/\bnpm (install|create|init)\b|\bnpx\b|comes with upgradectl/);
    // Links inside the repository lead nowhere on a package's page.
    expect(readme).toContain(`](${repository}`);
    expect(readme).not.toMatch(/\]\(\.\.?\//);
  });
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readPublishedPackages, workspace } from "./workspace.ts";

interface LockFile {
  readonly importers: Readonly<Record<string, Importer>>;
  readonly snapshots: Readonly<
    Record<string, Pick<Importer, "dependencies" | "optionalDependencies"> | null>
  >;
  readonly packages: Readonly<Record<string, { readonly resolution: { readonly integrity?: string } }>>;
}

type Versions = Readonly<Record<string, string | { readonly specifier: string; readonly version: string }>>;

interface Importer {
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
}

const lock: LockFile = parse(await readFile(join(workspace, "pnpm-lock.yaml"), "utf8"));
const published = await readPublishedPackages();

/** Scripts that package managers run where a package is installed. */
const atInstall = ["preinstall", "install", "postinstall", "prepare"];

/** `name@version` of all that the published packages need at run time. */
function runtimePackages(): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (versions: Versions = {}) => {
    for (const [name, wanted] of Object.entries(versions)) {
      const version = typeof wanted === "string" ? wanted : wanted.version;
      const key = `${name}@${version}`;
      if (version.startsWith("link:") || seen.has(key)) continue;
      seen.add(key);
      const { dependencies, optionalDependencies } = lock.snapshots[key] ?? {};
      visit(dependencies);
      visit(optionalDependencies);
    }
  };
  for (const { folder } of published) visit(lock.importers[folder]?.dependencies);
  return seen;
}

describe("what users install", () => {
  it("runs nothing when it is installed: the published packages", () => {
    for (const { file } of published)
      expect(Object.keys(file.scripts ?? {}).filter((name) => atInstall.includes(name))).toEqual([]);
  });

  it("nor what they need, of which some is here", async () => {
    const needed = [...runtimePackages()];
    expect(needed.length).toBeGreaterThan(3);
    for (const key of needed) {
      const [, name = "", version = ""] = /^(@?[^@]+)@([^(]+)/.exec(key) ?? [];
      const folder = `${name.replace("/", "+")}@${version}`;
      const path = join(workspace, "node_modules/.pnpm", folder, "node_modules", name, "package.json");
      const { scripts = {} }: { scripts?: Record<string, string> } = JSON.parse(await readFile(path, "utf8"));
      // `prepare` runs where a package is made, not where it comes from a registry.
      const run = Object.keys(scripts).filter((script) => atInstall.includes(script) && script !== "prepare");
      expect({ key, run }).toEqual({ key, run: [] });
    }
  });
});

describe("the workspace's lock file", () => {
  it("has each package by its hash, from a registry and not from elsewhere", () => {
    const entries = Object.entries(lock.packages);
    expect(entries.length).toBeGreaterThan(100);
    for (const [key, { resolution }] of entries)
      expect({ key, integrity: resolution.integrity ?? "" }).toEqual({
        key,
        integrity: expect.stringMatching(/^sha512-/),
      });
  });

  it("is not changed where the tests run in CI: an install that differs fails", async () => {
    expect(await readFile(join(workspace, ".ci/run"), "utf8")).toMatch(/install --frozen-lockfile$/m);
  });

  it("has one version of each dependency, exactly", () => {
    for (const [folder, importer] of Object.entries(lock.importers)) {
      const all = { ...importer.dependencies, ...importer.devDependencies };
      const loose = Object.entries(all).filter(
        ([, wanted]) => typeof wanted !== "string" && !/^(\d|workspace:|catalog:)/.test(wanted.specifier),
      );
      expect({ folder, loose }).toEqual({ folder, loose: [] });
    }
  });
});

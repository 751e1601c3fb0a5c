import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, describe, expect, it } from "vitest";
import { packPackages } from "./pack-packages.ts";
import { readPublishedPackages, workspace } from "./workspace.ts";

const folder = await mkdtemp(join(tmpdir(), "upgradectl-tarballs-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const tarballs = await packPackages(folder);
const license = await readFile(join(workspace, "LICENSE"), "utf8");

/** What reads a package as CommonJS or as Node 10 did: none of these packages can be read so, on purpose. */
const unsupported = new Set(["node10", "node16-cjs"]);

/** 60 kB: a provider is small, and whoever adds one should see what made it large. */
const largestProvider = 60_000;

it("has a tarball of every published package", async () => {
  const published = (await readPublishedPackages()).map(({ file }) => file.name);
  expect(tarballs.map(({ file }) => file.name).sort()).toEqual(published.sort());
});

describe.each(tarballs.map((one) => [one.file.name, one] as const))("the tarball of %s", (_name, tarball) => {
  const { file, paths } = tarball;

  it("has nothing that publint would change", async () => {
    const { messages } = await publint({ pack: { tarball: tarball.data.buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, file))).toEqual([]);
  });

  it.runIf(file.exports?.["."] !== undefined)("has right types for whoever imports it", async () => {
    const result = await checkPackage(createPackageFromTarballData(tarball.data));
    if (result.types === false) expect.fail("there are no types");
    const problems = result.problems.filter(
      (problem) => !("resolutionKind" in problem && unsupported.has(problem.resolutionKind)),
    );
    expect(problems).toEqual([]);
  });

  it("has the licence's text, a README and what the package file names", () => {
    expect(tarball.read("LICENSE")).toBe(license);
    const named = [...Object.values(file.bin ?? {}), ...Object.values(Object(file.exports?.["."]))];
    const wanted = named.map((path) => String(path).replace(/^\.\//, ""));
    expect(paths).toEqual(expect.arrayContaining(["README.md", ...wanted]));
  });

  it("has nothing else: no source, test, map, build record or hidden file", () => {
    const allowed =
      file.bin === undefined
        ? /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/.+\.(js|d\.ts))$/
        : /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|(bin|dist)\/.+\.c?js|bin\/package\.json|dist\/third-party-licenses\.txt|(demo|template)\/.+)$/;
    const forbidden = /\.test\.|\/testing\/|\.map$|tsbuildinfo|(^|\/)\.|node_modules/;
    expect(paths.filter((path) => !allowed.test(path) || forbidden.test(path))).toEqual([]);
  });

  it("names versions that a registry understands", () => {
    for (const [name, version] of Object.entries(file.dependencies ?? {}))
      expect(version, name).toMatch(/^\^?\d+\.\d+\.\d+$/);
  });

  it.runIf(Array.isArray(file.keywords) && file.keywords.includes("upgradectl-provider"))(
    "is at most 60 kB, as it is a provider's",
    () => {
      expect(tarball.data.byteLength).toBeLessThanOrEqual(largestProvider);
    },
  );
});

import { readdir, readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Component, composeSbom } from "./compose-sbom.ts";
import { type PackageFile, readPublishedPackages, workspace } from "./workspace.ts";

const sbom = await composeSbom();
const published = await readPublishedPackages();
const licences = await readFile(join(workspace, "apps/cli/dist/third-party-licenses.txt"), "utf8");
const components = [sbom.metadata.component, ...sbom.components];

/** Licences that may be shipped beside Apache-2.0 without asking anyone. Another one is a decision, and comes here with it. */
const allowedLicences: readonly string[] = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
];

function licencesOf({ licenses = [] }: Component): readonly string[] {
  return licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? "none");
}

async function readPackageFile(folder: string): Promise<PackageFile> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}

/** Packages of which the bundle has code: it names the file of each piece. */
async function findBundled(): Promise<readonly string[]> {
  const dist = join(workspace, "apps/cli/dist");
  const chunks = (await readdir(dist)).filter((file) => file.endsWith(".cjs"));
  const texts = await Promise.all(chunks.map((file) => readFile(join(dist, file), "utf8")));
  return [...texts.join("\n").matchAll(/node_modules\/\.pnpm\/([^/\s]+)\//g)].map(([, name = ""]) =>
    name.replace("+", "/"),
  );
}

/** What Node.js would find at run time, as it is installed here: `name@version`, and for each the ones it names. */
async function walkInstalled(): Promise<ReadonlyMap<string, readonly string[]>> {
  const seen = new Map<string, readonly string[]>();
  const visit = async (folder: string, besides: string): Promise<string> => {
    const { name, version, dependencies = {} } = await readPackageFile(folder);
    const key = `${name}@${version}`;
    if (seen.has(key)) return key;
    seen.set(key, []);
    const needed: string[] = [];
    for (const dependency of Object.keys(dependencies)) {
      const found = await realpath(join(besides, dependency));
      needed.push(await visit(found, nextTo(found, dependency)));
    }
    seen.set(key, needed.sort());
    return key;
  };
  for (const { folder } of published)
    await visit(join(workspace, folder), join(workspace, folder, "node_modules"));
  return seen;
}

/** Where a package's own dependencies are: in pnpm's store beside it, in the workspace inside it. */
function nextTo(folder: string, name: string): string {
  return folder.includes("/.pnpm/") ? folder.slice(0, -name.length - 1) : join(folder, "node_modules");
}

describe("the bill of materials", () => {
  it("is CycloneDX, of the program", () => {
    expect(sbom).toMatchObject({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
      version: 1,
      metadata: { component: { type: "application", name: "upgradectl" } },
    });
    expect(JSON.parse(JSON.stringify(sbom))).toEqual(sbom);
  });

  it("lists the published packages, all that they need at run time and what is inside of them, each once", async () => {
    const listed = components.map(({ purl }) => decodeURIComponent(purl).replace("pkg:npm/", ""));
    expect(listed.length).toBe(new Set(listed).size);
    const installed = [...(await walkInstalled()).keys()];
    expect(listed).toEqual(expect.arrayContaining([...installed, ...(await findBundled())]));
    // Besides, only what the bundle lists for its licence, though little of it was left.
    const others = listed.filter((one) => !installed.includes(one));
    expect(others.filter((one) => !licences.includes(`${one.replace(/@(?=[^@]*$)/, " ")} (`))).toEqual([]);
    expect(listed).toEqual(
      expect.arrayContaining(published.map(({ file }) => `${file.name}@${file.version}`)),
    );
  });

  it("says what needs what", async () => {
    const names = new Map(components.map((one) => [one["bom-ref"], decodeURIComponent(one.purl).slice(8)]));
    const found = sbom.dependencies.map(
      ({ ref, dependsOn = [] }) => [names.get(ref), dependsOn.map((each) => names.get(each)).sort()] as const,
    );
    const { upgradectl, ...others } = Object.fromEntries(
      found.map(([name = "", needs]) => [name.replace(/^upgradectl@.*/, "upgradectl"), needs]),
    );
    const { upgradectl: installed = [], ...expected } = Object.fromEntries(
      [...(await walkInstalled())].map(([name, needs]) => [
        name.replace(/^upgradectl@.*/, "upgradectl"),
        needs,
      ]),
    );
    expect(others).toEqual(expected);
    expect(upgradectl).toEqual(expect.arrayContaining([...installed, ...(await findBundled())]));
    const inside = (upgradectl ?? []).filter((one) => !installed.includes(one ?? ""));
    expect(inside.filter((one = "") => !licences.includes(`${one.replace(/@(?=[^@]*$)/, " ")} (`))).toEqual(
      [],
    );
  });

  it("has a licence for everything, and none that needs a decision", () => {
    const others = components.flatMap((component) => {
      const licences = licencesOf(component);
      const isFine = licences.length > 0 && licences.every((licence) => allowedLicences.includes(licence));
      return isFine ? [] : [`${component.purl}: ${licences.join(", ") || "no licence"}`];
    });
    expect(others, "allow the licence in this test, or replace the package").toEqual([]);
  });
});

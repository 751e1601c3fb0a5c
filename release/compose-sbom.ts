import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPnpm } from "./run-pnpm.ts";
import { readPublishedPackages, workspace } from "./workspace.ts";

/** CycloneDX 1.6, as far as it is read here. */
export interface Component {
  readonly "bom-ref": string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

export interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component; readonly [name: string]: unknown };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** One document of the program and of every other published package: pnpm writes one for each, without the network. */
export async function composeSbom(): Promise<Sbom> {
  const sboms = await readSboms();
  const program = sboms.find(({ metadata }) => metadata.component.name === "upgradectl");
  if (program === undefined) throw new Error("pnpm sbom wrote no document of the package upgradectl");
  const { component } = program.metadata;
  const bundled = await readBundled();
  const all = [
    ...sboms.flatMap(({ metadata, components }) => [metadata.component, ...components]),
    ...bundled,
  ];
  const others = all.filter((one) => one["bom-ref"] !== component["bom-ref"]);
  const dependencies = sboms
    .flatMap((sbom) => sbom.dependencies)
    .map(({ ref, dependsOn = [] }) => {
      const inside = ref === component["bom-ref"] ? bundled.map((one) => one["bom-ref"]) : [];
      return { ref, dependsOn: [...new Set([...dependsOn, ...inside])] };
    });
  return {
    ...program,
    metadata: { ...program.metadata, component: { ...component, type: "application" } },
    components: unique(others, (one) => one["bom-ref"]),
    dependencies: unique(dependencies, ({ ref }) => ref),
  };
}

/** What the program's bundle has inside: it is not installed beside it, and comes with it all the same. */
async function readBundled(): Promise<readonly Component[]> {
  const text = await readFile(join(workspace, "apps/cli/dist/third-party-licenses.txt"), "utf8");
  return [...text.matchAll(/^(\S+) (\d\S*) \((.+)\)$/gm)].map(([, name = "", version = "", id = ""]) => {
    const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
    return { "bom-ref": purl, type: "library", name, version, purl, licenses: [{ license: { id } }] };
  });
}

async function readSboms(): Promise<readonly Sbom[]> {
  const folder = await mkdtemp(join(tmpdir(), "upgradectl-sbom-"));
  try {
    const filters = (await readPublishedPackages()).flatMap(({ file }) => ["--filter", file.name]);
    const format = ["--sbom-format", "cyclonedx", "--sbom-spec-version", "1.6", "--prod"];
    await runPnpm(["sbom", ...format, "--split", "--out", join(folder, "%s.json"), ...filters]);
    const files = (await readdir(folder)).sort();
    return await Promise.all(
      files.map(async (file): Promise<Sbom> => JSON.parse(await readFile(join(folder, file), "utf8"))),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first of each key, in the keys' order, so that two runs differ in nothing but their number and time. */
function unique<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  const firsts = new Map(items.toReversed().map((item) => [keyOf(item), item]));
  return [...firsts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

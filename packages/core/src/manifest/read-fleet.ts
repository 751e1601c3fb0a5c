import { type Diagnostic, hasErrors, sortDiagnostics } from "../diagnostics.ts";
import type { Fleet, ProviderInstance } from "../fleet.ts";
import { isRecord } from "../is-record.ts";
import type { LoadPlugin } from "../plugins/load-plugin.ts";
import { quote } from "../quote-text.ts";
import { Redactor } from "../redact.ts";
import { clustersOf, isBroken, type Manifest, type ManifestFile, openManifests } from "./fleet/manifest.ts";
import { openProviders } from "./fleet/open-providers.ts";
import { readClusters } from "./fleet/read-clusters.ts";
import { TargetReader } from "./fleet/read-target.ts";
import { SecretList } from "./fleet/secret-list.ts";
import { type Path, wordsOf } from "./problems/path-words.ts";

export interface ReadFleetDependencies {
  /** For `${}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly loadPlugin: LoadPlugin;
  /**
   * Whether manifests of the plain kind are read by a reader of their own (default true), which gives the same in less
   * time and memory. For tests and for looking into a doubt.
   */
  readonly fastPaths?: boolean;
}

export interface FleetResult {
  /** Null where there are errors. */
  readonly fleet: Fleet | null;
  /** By file and place. Never contains the value of a secret. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * What must be masked in anything that shows the files, a code frame above all; also where there is no fleet. Where
   * a schema is not known, what looks like a secret is in it.
   */
  readonly secrets: Fleet["secrets"];
}

/** Reads manifests into one fleet, or says everything that is wrong with them at once. */
export async function readFleet(
  files: readonly ManifestFile[],
  { env, loadPlugin, fastPaths = true }: ReadFleetDependencies,
): Promise<FleetResult> {
  const secrets = new SecretList();
  const opened = await Promise.all(
    files.map((file, number) => openManifests(file, number, { env, fastPaths })),
  );
  const manifests = opened.flatMap((file) => file.manifests);
  const providers = await Promise.all(
    manifests.map((manifest) => openProviders(manifest, loadPlugin, secrets)),
  );
  const targets = new TargetReader();
  const clusters = manifests.flatMap((manifest, index) => {
    const ofManifest = providers[index];
    return ofManifest === undefined ? [] : readClusters(manifest, ofManifest, targets, secrets);
  });
  addDuplicates(manifests);
  for (const [number, { manifests, diagnostics }] of opened.entries())
    if (manifests.length === 0 && diagnostics().length > 0) secrets.guessFrom(files[number]?.text ?? "");
  const instances: ProviderInstance[] = providers.flatMap((it) => [...it.instances.values()]);
  const list = secrets.list();
  const found = sortDiagnostics(opened.flatMap((file) => file.diagnostics()));
  const diagnostics = maskSecrets(found, list);
  const fleet = hasErrors(diagnostics) ? null : { clusters, instances, secrets: list };
  return { fleet, diagnostics, secrets: list };
}

/** A last look at what is about to be said; the messages do not quote secrets in the first place. */
function maskSecrets(diagnostics: readonly Diagnostic[], secrets: Fleet["secrets"]): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const redactor = new Redactor();
  for (const { value, show } of secrets) redactor.add(value, show);
  return diagnostics.map((diagnostic) => {
    const { summary, detail, hint } = diagnostic;
    const texts = {
      summary,
      ...(detail === undefined ? {} : { detail }),
      ...(hint === undefined ? {} : { hint }),
    };
    return { ...diagnostic, ...redactor.value(texts) };
  });
}

/** Names are unique over all manifests: reports and `--cluster` know clusters by name alone. */
function addDuplicates(manifests: readonly Manifest[]): void {
  if (!hasDuplicates(manifests)) return;
  const first = new Map<string, Place>();
  for (const manifest of manifests) {
    let index = -1;
    for (const cluster of clustersOf(manifest)) {
      index += 1;
      const name = isRecord(cluster) ? cluster.name : undefined;
      if (typeof name !== "string" || name === "" || isBroken(manifest, ["clusters", index, "name"]))
        continue;
      const known = first.get(name);
      if (known === undefined) first.set(name, { manifest, index });
      else addDuplicate(name, known, { manifest, index });
    }
  }
}

/** Without places, which hardly any fleet needs. */
function hasDuplicates(manifests: readonly Manifest[]): boolean {
  const names = new Set<unknown>();
  let count = 0;
  for (const cluster of manifests.flatMap(clustersOf)) {
    if (!isRecord(cluster)) continue;
    names.add(cluster.name);
    count += 1;
  }
  return names.size < count;
}

interface Place {
  readonly manifest: Manifest;
  readonly index: number;
}

function addDuplicate(name: string, first: Place, { manifest, index }: Place): void {
  const { problems, tree } = manifest;
  const path: Path = ["clusters", index, "name"];
  const known = first.manifest.tree.valueOffset(["clusters", first.index, "name"]);
  const { file, line } = first.manifest.problems.locate(known);
  const here = tree.valueOffset(path);
  const isSamePlace = problems.locate(here).line === line && problems.source.file === file;
  const problem = {
    severity: "error",
    code: "duplicate-cluster",
    summary: `${wordsOf(path)} is ${quote(name)}, the name of another cluster`,
    detail: `The first is in ${file}, line ${line}.`,
    hint: "Give each cluster a name of its own.",
  } as const;
  problems.add(problem, isSamePlace ? tree.itemOffset(path.slice(0, -1)) : here);
}

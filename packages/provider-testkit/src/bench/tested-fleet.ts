import { type Cluster, type Fleet, type ProviderInstance, readFleet } from "@upgradectl/core";
import { CheckFailure } from "../check.ts";
import type { ProviderTests, TestedCluster } from "../options.ts";

/** A case's cluster, and the version that its manifest declares. */
export interface DeclaredCluster {
  readonly name: string;
  readonly cluster: TestedCluster;
  readonly targetVersion: string;
  /** The properties to ask for, with what is expected of them. */
  readonly expect: Readonly<Record<string, unknown>>;
}

/** The instance and clusters that a manifest gives for the kit's configuration. */
export interface TestedFleet {
  readonly instance: ProviderInstance;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly secrets: Fleet["secrets"];
}

/** Writes a manifest for the cases and reads it as a run does: schemas, secrets and targets are judged as there. */
export async function readTestedFleet(
  { provider, config, env = {} }: ProviderTests,
  url: string,
  declared: readonly DeclaredCluster[],
): Promise<TestedFleet> {
  const clusters = declared.map(({ name, cluster, targetVersion }) => ({
    ...{ name, id: cluster.id, provider: "tested", targetVersion },
    ...(cluster.with === undefined ? {} : { with: cluster.with }),
  }));
  const manifest = {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers: { tested: { source: provider.name, config: config(url) } },
    clusters,
  };
  const text = JSON.stringify(escapeDollars(manifest), null, 2);
  const plugin = { definition: provider, packageName: provider.name, version: null, path: provider.name };
  const loadPlugin = async () => ({ plugin });
  const file = { file: "the testkit's manifest", directory: "/", text };
  const { fleet, diagnostics } = await readFleet([file], { env, loadPlugin });
  const instance = fleet?.instances[0];
  if (fleet === null || instance === undefined) {
    const seen = diagnostics.map(
      ({ summary, detail }) => `  seen:  ${[summary, detail ?? ""].join(" ").trim()}`,
    );
    throw new CheckFailure(
      [
        "A manifest with this `config` and these clusters must be accepted by the provider's own schemas.",
        ...seen,
        "  mend:  correct what `config(url)` returns, the `id` or `with` of the case, or the schema.",
      ].join("\n"),
    );
  }
  // Beside the manifest: an observed value need not have the form of one that people write.
  const expected = new Map(declared.map(({ name, expect }) => [name, expect]));
  const byName = new Map(
    fleet.clusters.map((cluster) => [cluster.name, { ...cluster, expect: expected.get(cluster.name) ?? {} }]),
  );
  return { instance, clusters: byName, secrets: fleet.secrets };
}

/** In a manifest `${}` is expanded and `$$` is a dollar sign; what the kit is given is meant as it stands. */
function escapeDollars(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(escapeDollars);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, escapeDollars(item)]));
}

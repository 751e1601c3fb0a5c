import { type Diagnostic, sortDiagnostics } from "../diagnostics.ts";
import type { Fleet, ProviderInstance } from "../fleet.ts";
import { parseTarget } from "../version/target.ts";
import { openManifests } from "./fleet/manifest.ts";
import { openProviders } from "./fleet/open-providers.ts";
import { SecretList } from "./fleet/secret-list.ts";
import type { ReadFleetDependencies } from "./read-fleet.ts";
import { checksOf } from "./schema/plugin-schema.ts";
import { visitSecrets } from "./schema/schema-walk.ts";

export interface ProviderResult {
  /** Undefined where the diagnostics say why. */
  readonly instance: ProviderInstance | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly secrets: Fleet["secrets"];
}

/** A provider without a manifest: a source, and a configuration whose values are expanded as in a manifest. */
export async function readProvider(
  source: string,
  config: Readonly<Record<string, string>>,
  directory: string,
  { env, loadPlugin, fastPaths = true }: ReadFleetDependencies,
): Promise<ProviderResult> {
  const secrets = new SecretList();
  const clusters = [{ name: "any", id: "any", provider: source, targetVersion: "1" }];
  const providers = { [source]: { config } };
  const text = JSON.stringify({ apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters });
  const file = { file: "--provider", directory, text };
  const { manifests, diagnostics } = await openManifests(file, 0, { env, fastPaths });
  const opened = await Promise.all(manifests.map((it) => openProviders(it, loadPlugin, secrets)));
  // The places are in a text that nobody wrote.
  const found = sortDiagnostics(diagnostics()).map(
    ({ file: _f, line: _l, column: _c, ...problem }) => problem,
  );
  const isRight = found.every(({ severity }) => severity !== "error");
  const instance = isRight ? opened[0]?.instances.get(source) : undefined;
  return { instance, diagnostics: found, secrets: secrets.list() };
}

/** The paths in an instance's `config` that hold a secret, or the beginning of one. */
export function secretPathsOf({ plugin, config }: ProviderInstance): readonly (readonly string[])[] {
  const paths: (readonly string[])[] = [];
  visitSecrets(checksOf(plugin.definition).config.schema, config, (path) => paths.push(path));
  return paths;
}

/** Would a manifest with this id, and this version as its exact `targetVersion`, be accepted? */
export function acceptsCluster({ plugin }: ProviderInstance, id: string, version: string): boolean {
  const { definition } = plugin;
  // A server's text must not become a range.
  if (/[\s<>=|]/.test(version)) return false;
  try {
    parseTarget(version, definition.splitVersion);
  } catch {
    return false;
  }
  return checksOf(definition).id.run({ id }).length === 0;
}

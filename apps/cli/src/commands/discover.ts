import {
  closeFleet,
  connectFleet,
  type Diagnostic,
  discoverClusters,
  type ProviderInstance,
  readProvider,
} from "@upgradectl/core";
import { readObservingSettings } from "../check-settings.ts";
import type { CommandInput } from "../command-input.ts";
import { deliver } from "../deliver.ts";
import { isUnread, problemsOf } from "../discovery-problems.ts";
import { type LoadedFleet, loadFleet } from "../load-fleet.ts";
import { flagValue, many, single } from "../options.ts";
import { openPluginLoader } from "../plugin-loader.ts";
import { reportFailure } from "../report-failure.ts";
import { openRunEnding } from "../run-ending.ts";
import { surroundingsOf } from "../surroundings.ts";
import { tell } from "../tell.ts";
import { tracePlugins } from "../trace-requests.ts";
import { UsageError } from "../usage-error.ts";
import { renderManifest } from "../views/manifest.ts";
import { findWrittenConfig, writeConfig } from "../written-config.ts";

interface FoundProvider {
  readonly instance: ProviderInstance;
  /** Its `config` before expansion. */
  readonly written: unknown;
  readonly sources: LoadedFleet["sources"];
}

/** The live clusters of an account as a manifest; 4 where not all of them could be read. */
export async function discover(input: CommandInput): Promise<number> {
  const { world, redactor } = input;
  const startedAt = world.clock.now();
  const settings = await readObservingSettings(input);
  const found = await findProvider(input);
  const fail = (diagnostics: readonly Diagnostic[], sources: LoadedFleet["sources"]) =>
    reportFailure({ command: "discover", startedAt, diagnostics, sources, ...settings }, input);
  if ("diagnostics" in found) return fail(found.diagnostics, found.sources);
  const { instance, written, sources } = found;

  await tracePlugins([instance], input);
  const connecting = await connectFleet([instance], surroundingsOf(input), settings.transport);
  if (connecting.diagnostics !== undefined) return fail(connecting.diagnostics, sources);
  const connected = connecting.connected.get(instance.key);
  if (connected === undefined) throw new Error(`provider instance ${instance.key} is not connected`);
  const ending = openRunEnding(world, settings.timeoutMs);
  try {
    const { clock } = world;
    const discovery = await discoverClusters(connected, { redactor, clock, signal: ending.signal });
    if (discovery === undefined)
      throw new UsageError(
        `the provider "${instance.name}" cannot list clusters`,
        "Write its clusters into the manifest by hand.",
      );
    const problems = problemsOf(discovery, instance);
    await tell([...problems, ...input.takeStrays()], settings, input);
    const { clusters, error } = discovery;
    const isWhole = error === undefined && !clusters.some(isUnread);
    const code = () => ending.interrupted() ?? (isWhole ? 0 : 4);
    // A part of a list is said to be one; of nothing at all there is no manifest to make.
    if (error === undefined || clusters.length > 0) {
      const at = new Date(clock.now()).toISOString();
      const text = renderManifest({ instance, ...discovery, at, ...writeConfig(instance, written) });
      await deliver(code(), [() => world.stdout.write(redactor.text(text))]);
    }
    return code();
  } finally {
    ending.close();
    await closeFleet(connecting.connected.values());
  }
}

type Finding =
  | FoundProvider
  | { readonly diagnostics: readonly Diagnostic[]; readonly sources: LoadedFleet["sources"] };

/** The provider of that local name in the manifest, or the one that has that source; else the source by itself. */
async function findProvider(input: CommandInput): Promise<Finding> {
  const { flags, world, redactor, words } = input;
  const wanted = single("provider", flagValue(flags, "provider"));
  if (wanted === undefined || wanted === "")
    throw new UsageError(
      "say whose clusters: upgradectl discover --provider huawei-cce",
      "See upgradectl discover --help.",
    );
  const given = parsePairs(many(flagValue(flags, "config")));
  const hasConfig = Object.keys(given).length > 0;
  const loaded = hasConfig && words.length === 0 ? undefined : await loadIfAny(input);
  if (loaded?.fleet === null) return { diagnostics: loaded.diagnostics, sources: loaded.sources };
  const instance = choose(wanted, loaded?.fleet?.instances ?? []);
  if (instance !== undefined && loaded !== undefined) {
    if (hasConfig)
      throw new UsageError(
        `the manifest has the config of "${wanted}"`,
        "Leave out --config, or the manifest.",
      );
    const text = loaded.sources.get(instance.location.file) ?? "";
    return { instance, written: findWrittenConfig(text, instance.name), sources: loaded.sources };
  }
  const loadPlugin = openPluginLoader(input);
  const read = await readProvider(wanted, given, world.cwd, { env: world.env, loadPlugin });
  for (const { value, show } of read.secrets) redactor.add(value, show);
  const sources = new Map<string, string>();
  if (read.instance === undefined) return { diagnostics: read.diagnostics, sources };
  return { instance: read.instance, written: given, sources };
}

/** A source needs no manifest; one that was named must be readable. */
async function loadIfAny(input: CommandInput): Promise<LoadedFleet | undefined> {
  return loadFleet(input).catch((error: unknown) => {
    if (error instanceof UsageError && input.words.length === 0) return undefined;
    throw error;
  });
}

function choose(wanted: string, instances: readonly ProviderInstance[]): ProviderInstance | undefined {
  const named = instances.filter(({ name }) => name === wanted);
  const matching = named.length > 0 ? named : instances.filter(({ source }) => source === wanted);
  if (matching.length < 2) return matching[0];
  const names = [...new Set(matching.map(({ name }) => name))];
  throw new UsageError(
    `${matching.length} providers of the manifests are meant by "${wanted}"`,
    names.length > 1 ? `Name one: ${names.join(", ")}.` : "Name one manifest only.",
  );
}

function parsePairs(pairs: readonly string[]): Readonly<Record<string, string>> {
  const entries = pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1)
      throw new UsageError(
        `--config "${pair.slice(0, Math.max(at, 0)) || pair}" is not key=value`,
        "Such as --config region=cn-north-4.",
      );
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return Object.fromEntries(entries);
}

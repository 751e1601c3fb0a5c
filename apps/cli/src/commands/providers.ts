import { closeFleet, connectFleet, type Diagnostic } from "@upgradectl/core";
import { type PresentationSettings, readPresentation } from "../check-settings.ts";
import type { CommandInput } from "../command-input.ts";
import { type LoadedFleet, loadFleet } from "../load-fleet.ts";
import { writeLocks } from "../lock-file.ts";
import { neededPermissions } from "../needed-permissions.ts";
import { findOfficial } from "../official-providers.ts";
import { isSet } from "../options.ts";
import { writeOutput } from "../outputs.ts";
import { factsOfConnected, factsOfPlugin, type PluginFacts } from "../plugin-facts.ts";
import { openPluginLoader } from "../plugin-loader.ts";
import { reportFailure } from "../report-failure.ts";
import { surroundingsOf } from "../surroundings.ts";
import { tell } from "../tell.ts";
import { tracePlugins } from "../trace-requests.ts";
import { OverwriteError, UsageError } from "../usage-error.ts";
import { chooseColors } from "../views/colors.ts";
import type { SourceTexts } from "../views/diagnostics.ts";
import { renderJson } from "../views/json.ts";
import { renderLocks } from "../views/locks.ts";
import { renderPermissions, renderProviders } from "../views/providers.ts";

/** The plugins of a manifest, else the official ones: what they are and what they ask. No cloud is asked. */
export async function providers(input: CommandInput): Promise<number> {
  const { world, flags, redactor } = input;
  const startedAt = world.clock.now();
  const presentation = await readPresentation(input);
  const other = presentation.outputs.find(({ format }) => format !== "text" && format !== "json");
  if (other !== undefined)
    throw new UsageError(`providers does not write ${other.format}`, "Formats of providers: text, json.");
  if (isSet(flags, "lock")) return pinPlugins(presentation, startedAt, input);
  const onlyPermissions = isSet(flags, "permissions");
  const postCheck = isSet(flags, "post-check");
  const loaded = await loadIfAny(input);
  const sources: SourceTexts = loaded?.sources ?? new Map();
  const found = loaded === undefined ? await readOfficial(input) : await readUsed(loaded, input);
  const diagnostics = [...found.diagnostics, ...(postCheck && !onlyPermissions ? [withoutPermissions] : [])];
  if (found.plugins === undefined)
    return reportFailure({ command: "providers", startedAt, diagnostics, sources, ...presentation }, input);
  await tell(diagnostics, { ...presentation, sources }, input);
  const plugins = redactor.value(found.plugins);
  const needed = neededPermissions(plugins, { postCheck });
  for (const target of presentation.outputs) {
    const { isTty, columns } = world.stdout;
    const onTerminal = target.file === undefined && isTty;
    const paint = chooseColors(presentation.color, { isTty: onTerminal }, world.env);
    const json = () =>
      renderJson(redactor.value(onlyPermissions ? needed : { providers: plugins, diagnostics }));
    const text = () =>
      onlyPermissions
        ? renderPermissions(needed)
        : renderProviders(plugins, paint, onTerminal ? columns : undefined);
    await writeOutput(target, target.format === "json" ? json() : text(), world);
  }
  return 0;
}

/** `--lock`: what the manifests use from now on is what they use now. */
async function pinPlugins(
  presentation: PresentationSettings,
  startedAt: number,
  input: CommandInput,
): Promise<number> {
  const { world, flags, redactor } = input;
  const { outputs } = presentation;
  const other = ["permissions", "post-check"].find((name) => isSet(flags, name));
  if (other !== undefined)
    throw new UsageError(`--lock and --${other} exclude each other`, "Give one of them.");
  const { fleet, diagnostics, sources, plugins } = await loadFleet(input, { lockUse: "ignore" });
  if (fleet === null)
    return reportFailure({ command: "providers", startedAt, diagnostics, sources, ...presentation }, input);
  const locks = redactor.value(await writeLocks(plugins, world));
  await tell(diagnostics, { ...presentation, sources }, input);
  for (const target of outputs) {
    const json = () => renderJson(redactor.value({ locks, diagnostics }));
    await writeOutput(target, target.format === "json" ? json() : renderLocks(locks), world);
  }
  return 0;
}

const withoutPermissions: Diagnostic = {
  severity: "warning",
  code: "flag-without-effect",
  summary: "--post-check has no effect without --permissions",
  hint: "Without it the requests of a post-upgrade check are shown in any case.",
};

interface FoundPlugins {
  /** Undefined where the diagnostics say why. */
  readonly plugins: readonly PluginFacts[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Without any manifest the official plugins are the answer; a manifest that was named must be readable. */
async function loadIfAny(input: CommandInput): Promise<LoadedFleet | undefined> {
  const isNamed = input.words.length > 0 || Boolean(input.world.env.UPGRADECTL_MANIFEST);
  return loadFleet(input).catch((error: unknown) => {
    if (error instanceof UsageError && !(error instanceof OverwriteError) && !isNamed) return undefined;
    throw error;
  });
}

async function readUsed(
  { fleet, diagnostics, plugins }: LoadedFleet,
  input: CommandInput,
): Promise<FoundPlugins> {
  if (fleet === null) return { plugins: undefined, diagnostics };
  await tracePlugins(fleet.instances, input);
  const connecting = await connectFleet(fleet.instances, surroundingsOf(input), {});
  const connected = [...(connecting.connected?.values() ?? [])];
  await closeFleet(connected);
  const faults = connecting.diagnostics ?? connecting.faults;
  if (faults.length > 0) return { plugins: undefined, diagnostics: [...diagnostics, ...faults] };
  const locked = new Set(plugins.flatMap(({ plugin, isLocked }) => (isLocked === true ? [plugin] : [])));
  return { plugins: factsOfConnected(connected, locked), diagnostics };
}

/** A lock in this folder need not have the official plugins, as no manifest names them; those that it has must be what it pins. */
async function readOfficial(input: CommandInput): Promise<FoundPlugins> {
  const directory = input.world.cwd;
  const loadPlugin = openPluginLoader(input, { lockUse: "allow-unlocked" });
  const names = await findOfficial();
  const results = await Promise.all(
    names.map(async (source) => ({ source, result: await loadPlugin({ source, directory }) })),
  );
  const diagnostics = results.flatMap(({ result }) => ("problem" in result ? [result.problem] : []));
  const plugins = results.flatMap(({ source, result }) =>
    "plugin" in result ? [factsOfPlugin(result.plugin, source)] : [],
  );
  return { plugins: diagnostics.length > 0 ? undefined : plugins, diagnostics };
}

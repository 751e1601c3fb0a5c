import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import type { Problem } from "../diagnostics.ts";
import type { Plugin } from "../fleet.ts";
import { loadSatisfies } from "../lazy-modules.ts";
import { checkPlugin, contractVersion } from "./check-plugin.ts";
import { describeThrown } from "./describe-value.ts";
import type { Executable } from "./executable.ts";
import { type FoundPlugin, findPlugin, type PluginSearch } from "./find-plugin.ts";
import { guardPlugin } from "./guard-plugin.ts";
import { importModule, offerSdk } from "./import-module.ts";
import type { LockedPlugin } from "./lock/lock.ts";
import {
  findLocked,
  isInLock,
  type PluginLock,
  readPluginLock,
  verifyDefinition,
  verifyFiles,
} from "./lock/plugin-lock.ts";
import { findPackageManager, installCommand } from "./package-manager.ts";
import { PluginFault } from "./plugin-problem.ts";
import { parsePluginSource } from "./plugin-source.ts";
import { blameStrays, type OnStray, type Supervision } from "./supervisor.ts";

export type PluginResult = LoadedPlugin | { readonly problem: Problem };

export interface LoadedPlugin {
  readonly plugin: Plugin;
  /** Absent where it was not looked for. */
  readonly found?: FoundPlugin;
  /** True where it was held against a lock. */
  readonly isLocked?: boolean;
}

export interface PluginRequest {
  /** As written in the manifest. */
  readonly source: string;
  /** Semver range that the plugin's version must satisfy; known to be valid. */
  readonly range?: string;
  /** Absolute, the manifest's: relative paths start there, and so does the search for packages. */
  readonly directory: string;
}

/** Never rejects: whatever is wrong with a plugin is a problem of the manifest that names it. */
export type LoadPlugin = (request: PluginRequest) => Promise<PluginResult>;

/**
 * - `enforce`: every plugin must be in the lock, and be what it pins.
 * - `allow-unlocked`: one that is in the lock must be what it pins; others may run, as they are not in use yet.
 * - `ignore`: what the lock says does not count, because it is about to be written anew.
 */
export type LockUse = "enforce" | "allow-unlocked" | "ignore";

export interface PluginLoaderOptions {
  /** File URL of a module beside which the host's own plugins are installed. */
  readonly hostUrl: string;
  /** Set where the host is a single file: `findOwn` then has the packages in it, and none is looked for beside it. */
  readonly executable?: Executable | undefined;
  /** How long a module may take to be imported, in milliseconds; default 10 s. */
  readonly importTimeoutMs?: number;
  /** How long a plugin may do nothing that the host can see before it counts as hanging; default 2 min. */
  readonly quietMs?: number;
  /** Tells of errors that no promise carries: each is then an error of the call in whose course it was thrown. */
  readonly onStray?: OnStray;
  /** What `upgradectl.lock` decides; default `enforce`. */
  readonly lockUse?: LockUse;
  /** As package managers tell it to the programs that they run (`npm_config_user_agent`). */
  readonly userAgent?: string | undefined;
  /**
   * The host's own copy of a package's module, where it has one of exactly that version: it stands for a package beside the
   * host that no lock pins, and is the package where the host is an executable.
   */
  readonly findOwn?: (packageName: string, version: string | null) => (() => Promise<unknown>) | undefined;
  /** Called before the first module comes in that is not the host's own. */
  readonly beforeForeign?: () => void;
}

/**
 * Loads each plugin file once, however many manifests and instances name it. Where a lock stands beside the manifest, no code
 * of a plugin runs that is not the one it pins.
 */
export function createPluginLoader(options: PluginLoaderOptions): LoadPlugin {
  const { importTimeoutMs = 10_000, quietMs = 120_000, lockUse = "enforce", onStray, userAgent } = options;
  const { findOwn, beforeForeign, executable } = options;
  const supervision = { quietMs, ...(onStray === undefined ? {} : { onStray }) };
  const hostDirectory = dirname(fileURLToPath(options.hostUrl));
  const definitions = new Map<string, Promise<ProviderDefinition>>();
  const locks = new Map<string, Promise<PluginLock | null>>();
  const readLock = (directory: string) =>
    lockUse === "ignore" ? Promise.resolve(null) : once(locks, directory, () => readPluginLock(directory));
  const verified = new Map<string, Promise<LockedPlugin | undefined>>();
  const verify = (lock: PluginLock, source: string, found: FoundPlugin, directory: string) =>
    once(verified, JSON.stringify([directory, source]), async () => {
      if (lockUse === "allow-unlocked" && !isInLock(lock, source)) return undefined;
      const locked = findLocked(lock, source);
      await verifyFiles(locked, found, { file: lock.file, directory });
      return locked;
    });
  if (onStray !== undefined) blameStrays(onStray);

  async function load({ source, range, directory }: PluginRequest): Promise<LoadedPlugin> {
    const search = { source, range, directory, hostDirectory, executable, userAgent };
    const found = await findPlugin(parsePluginSource(source), search);
    await checkVersion(found, search);
    const lock = await readLock(directory);
    const locked = lock === null ? undefined : await verify(lock, source, found, directory);
    if (isPath(source)) offerSdk(executable ?? options.hostUrl);
    const isOwn = found.executable !== undefined || (locked === undefined && found.isBesideHost);
    const own = isOwn ? findOwn?.(found.packageName, found.version) : undefined;
    // A failure is kept as well: Node does not import a module again that failed once.
    const definition = await once(definitions, own === undefined ? found.file : found.packageName, () => {
      if (own === undefined) beforeForeign?.();
      return loadDefinition(
        found,
        own ?? (() => importModule(found.packageName, found.file, importTimeoutMs)),
        supervision,
      );
    });
    if (lock !== null && locked !== undefined) verifyDefinition(locked, definition, lock.file);
    const { file: path, packageName, version } = found;
    const builtIn = own === undefined || found.executable !== undefined ? {} : { isBuiltIn: true };
    const plugin = { definition, packageName, version, path, ...builtIn };
    return { plugin, found, isLocked: locked !== undefined };
  }

  return async (request) => {
    try {
      return await load(request);
    } catch (error) {
      return { problem: error instanceof PluginFault ? error.problem : unreadable(request.source, error) };
    }
  };
}

/** Does its work once for each key; a failure is kept as well. */
function once<T>(done: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const known = done.get(key) ?? work();
  done.set(key, known);
  return known;
}

async function loadDefinition(
  { packageName, file }: FoundPlugin,
  load: () => Promise<unknown>,
  supervision: Supervision,
): Promise<ProviderDefinition> {
  const checked = checkPlugin(await load());
  if ("definition" in checked) return guardPlugin(checked.definition, supervision);
  if ("contract" in checked) throw wrongContract(packageName, file, checked.contract);
  throw new PluginFault({
    code: "plugin-contract",
    summary: `The provider \`${packageName}\` does not keep the plugin contract.`,
    detail: [...checked.faults, `Its module is ${file}.`].join("\n"),
    hint: "Correct the plugin, or install a version of it that works.",
  });
}

function wrongContract(name: string, file: string, contract: number): PluginFault {
  const fitting = `install a version of \`${name}\` that was written for contract ${contractVersion}`;
  return new PluginFault({
    code: "plugin-contract",
    summary: `The provider \`${name}\` was written for contract ${contract}; this upgradectl speaks ${contractVersion}.`,
    detail: `Its module is ${file}.`,
    hint: contract > contractVersion ? `Update upgradectl, or ${fitting}.` : `Update the plugin: ${fitting}.`,
  });
}

async function checkVersion(
  { packageName, version, file }: FoundPlugin,
  { source, range, directory, userAgent }: PluginSearch,
): Promise<void> {
  if (range === undefined) return;
  if (version !== null && loadSatisfies()(version, range, { includePrerelease: true })) return;
  const install = installCommand(packageName, range, await findPackageManager(directory, userAgent));
  throw new PluginFault({
    code: "plugin-version",
    summary: `The provider \`${source}\` ${version === null ? "has no version" : `is version ${version}`}; the manifest wants ${range}.`,
    detail: `Found ${packageName} in ${file}.`,
    hint: isPath(source)
      ? "Change `version` in the manifest or in the package.json of the plugin."
      : `Install one that fits: \`${install}\`, or change \`version\` in the manifest.`,
  });
}

function isPath(source: string): boolean {
  return /^\.\.?\//.test(source);
}

/** The disk refused. */
function unreadable(source: string, error: unknown): Problem {
  return {
    severity: "error",
    code: "plugin-unreadable",
    summary: `The provider \`${source}\` cannot be read: ${describeThrown(error)}`,
    hint: "Make it readable for the user that runs upgradectl, or install it again.",
  };
}

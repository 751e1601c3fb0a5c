import { lstatSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import { describeThrown } from "../describe-value.ts";
import type { FoundPlugin } from "../find-plugin.ts";
import { oneLine, PluginFault } from "../plugin-problem.ts";
import { describeFileChange, describeReadChange } from "./describe-change.ts";
import { digestPlugin, pinnedVersion } from "./digest-plugin.ts";
import { type Dependency, keyOf } from "./list-dependencies.ts";
import {
  type Lock,
  type LockedDependency,
  type LockedPlugin,
  lockFileName,
  lockReads,
  parseLock,
} from "./lock.ts";

/** The lock of a folder. */
export interface PluginLock {
  readonly file: string;
  readonly lock: Lock;
}

const relock = "`upgradectl providers --lock`";

/**
 * The lock beside a manifest, null where there is none.
 *
 * @throws {PluginFault}
 */
export async function readPluginLock(directory: string): Promise<PluginLock | null> {
  const file = join(directory, lockFileName);
  // A link to nothing is no absence: somebody wanted a lock there.
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return null;
  let text: string;
  try {
    // To read a pipe would be to wait for its writer.
    if (!(await stat(file)).isFile()) throw new Error("it is no file");
    text = await readFile(file, "utf8");
  } catch (error) {
    throw unreadable(file, describeThrown(error));
  }
  const parsed = parseLock(text);
  if ("fault" in parsed) throw unreadable(file, oneLine(parsed.fault));
  return { file, lock: parsed.lock };
}

function unreadable(file: string, fault: string): PluginFault {
  return new PluginFault({
    code: "lock-unreadable",
    summary: `${lockFileName} cannot be read, so no plugin of this manifest is trusted: ${fault}.`,
    detail: `The lock is ${file}.`,
    hint: `Restore it from version control, or write it anew: ${relock}.`,
  });
}

export function isInLock({ lock }: PluginLock, source: string): boolean {
  return lock.plugins.some((plugin) => plugin.source === source);
}

/**
 * What the lock says of a source.
 *
 * @throws {PluginFault} where it says nothing
 */
export function findLocked({ file, lock }: PluginLock, source: string): LockedPlugin {
  const locked = lock.plugins.find((plugin) => plugin.source === source);
  if (locked !== undefined) return locked;
  throw new PluginFault({
    code: "lock-missing-plugin",
    summary: `The provider \`${source}\` is not in ${lockFileName}.`,
    detail: `The lock is ${file}.`,
    hint: `If you trust it, pin it: ${relock}, with all manifests of the folder.`,
  });
}

/**
 * Holds the files of a plugin against the lock. To be done before any of its code runs.
 *
 * @throws {PluginFault}
 */
export async function verifyFiles(
  locked: LockedPlugin,
  found: FoundPlugin,
  { file, directory }: { readonly file: string; readonly directory: string },
): Promise<void> {
  const { packageName } = found;
  const version = await pinnedVersion(found, directory);
  const fault = (change: string) => mismatch(locked.source, file, change);
  if (packageName !== locked.package)
    throw fault(
      `The package is ${packageName}; the lock has ${locked.package}. It was found in ${found.file}.`,
    );
  if (version !== locked.version)
    throw fault(
      `${packageName} is ${nameVersion(version)}; the lock has ${nameVersion(locked.version)}. It was found in ${found.file}.`,
    );
  const digest = await digestPlugin(found, directory);
  if (digest.integrity !== locked.integrity) throw fault(describeFileChange(locked.files, digest));
  const change = describeDependencies(locked, digest.dependencies);
  if (change !== undefined) throw fault(change);
}

function describeDependencies(
  { dependencies, source }: LockedPlugin,
  found: readonly Dependency[],
): string | undefined {
  const known = new Set(dependencies.map(keyOf));
  const other = found.find((dependency) => !known.has(keyOf(dependency)));
  if (other !== undefined) {
    const sameName = dependencies.filter(({ package: name }) => name === other.package);
    const has =
      sameName.length === 0
        ? "the lock does not have it"
        : sameName.some(({ version }) => version === other.version)
          ? "its files are not those that were locked"
          : `the lock has ${sameName.map(({ version }) => nameVersion(version)).join(" and ")}`;
    return `${nameOf(other)}, which it needs: ${has}. It is in ${other.directory}.`;
  }
  const present = new Set(found.map(keyOf));
  const gone = dependencies.find((dependency) => !present.has(keyOf(dependency)));
  return gone === undefined
    ? undefined
    : `${nameOf(gone)}, which \`${source}\` needed when it was locked, is not there any more.`;
}

/**
 * Holds what a plugin declares against the lock.
 *
 * @throws {PluginFault}
 */
export function verifyDefinition(
  locked: LockedPlugin,
  { contract, reads }: Pick<ProviderDefinition, "contract" | "reads">,
  file: string,
): void {
  if (contract !== locked.contract)
    throw mismatch(locked.source, file, `It keeps contract ${contract}; the lock has ${locked.contract}.`);
  const change = describeReadChange(locked.reads, lockReads(reads));
  if (change !== undefined) throw mismatch(locked.source, file, change);
}

function mismatch(source: string, file: string, change: string): PluginFault {
  return new PluginFault({
    code: "lock-mismatch",
    summary: `The provider \`${source}\` is not the one that ${lockFileName} pins.`,
    detail: `${change}\nThe lock is ${file}.`,
    hint: `Install what was locked; or, if you trust what is there now, pin it: ${relock}.`,
  });
}

/** Enough of a hash to tell that a file has changed. */
const told = 24;

/** A plugin as a lock pins it. */
export async function lockPlugin(
  { source, directory }: { readonly source: string; readonly directory: string },
  found: FoundPlugin,
  { contract, reads }: Pick<ProviderDefinition, "contract" | "reads">,
): Promise<LockedPlugin> {
  const { integrity, files, dependencies } = await digestPlugin(found, directory);
  return {
    source,
    package: found.packageName,
    version: await pinnedVersion(found, directory),
    contract,
    integrity,
    files: Object.fromEntries(files.map(({ name, hash }) => [name, hash.slice(0, told)])),
    dependencies: dependencies.map(({ package: name, version, integrity }) => ({
      package: name,
      version,
      integrity,
    })),
    reads: lockReads(reads),
  };
}

function nameOf({ package: name, version }: LockedDependency): string {
  return version === null ? name : `${name} ${version}`;
}

function nameVersion(version: string | null): string {
  return version === null ? "without a version" : `version ${version}`;
}

import { readFile, stat } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import {
  type LockedPlugin,
  lockFileName,
  lockPlugin,
  PluginFault,
  parseLock,
  renderLock,
} from "@upgradectl/core";
import type { UsedPlugin } from "./load-fleet.ts";
import { reasonOf } from "./reason-of.ts";
import { replaceFile } from "./replace-file.ts";
import { UsageError } from "./usage-error.ts";
import type { World } from "./world.ts";

/** A lock that was written, and what is new in it. */
export interface WrittenLock {
  /** As the user would name it. */
  readonly file: string;
  /** False where it said the same before. */
  readonly isChanged: boolean;
  readonly plugins: readonly PinnedPlugin[];
  /** Sources that were in it, and that no manifest names any more. */
  readonly removed: readonly string[];
}

export interface PinnedPlugin extends Pick<LockedPlugin, "source" | "package" | "version"> {
  readonly change: "new" | "changed" | "none";
}

/** Pins plugins as they are now, in a lock beside each manifest that names them. */
export async function writeLocks(
  plugins: readonly UsedPlugin[],
  world: Pick<World, "cwd">,
): Promise<readonly WrittenLock[]> {
  const folders = Map.groupBy(plugins, ({ request }) => request.directory);
  const written: WrittenLock[] = [];
  for (const [directory, used] of folders) {
    const bySource = new Map(used.map((plugin) => [plugin.request.source, plugin]));
    const locked = await Promise.all([...bySource.values()].map(pin));
    written.push(await writeLock(join(directory, lockFileName), locked, world));
  }
  return written;
}

async function pin({ request, found, plugin }: UsedPlugin): Promise<LockedPlugin> {
  if (found === undefined) throw new Error(`the plugin ${plugin.packageName} was not looked for`);
  try {
    return await lockPlugin(request, found, plugin.definition);
  } catch (thrown) {
    if (!(thrown instanceof PluginFault)) throw thrown;
    const { summary, hint, detail } = thrown.problem;
    throw new UsageError(summary, hint, detail);
  }
}

async function writeLock(
  path: string,
  locked: readonly LockedPlugin[],
  { cwd }: Pick<World, "cwd">,
): Promise<WrittenLock> {
  const short = relative(cwd, path);
  const file = short.startsWith("..") || isAbsolute(short) ? path : short;
  const text = renderLock(locked);
  // What cannot be read was no lock, and is written anew.
  const isFile = await stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );
  const before = isFile ? await readFile(path, "utf8").catch(() => "") : "";
  if (before !== text)
    await replaceFile(path, text).catch((error: unknown) => {
      throw new UsageError(`the lock "${file}" could not be written: ${reasonOf(error)}`);
    });
  const parsed = parseLock(before);
  const known = new Map(
    ("lock" in parsed ? parsed.lock.plugins : []).map((plugin) => [plugin.source, JSON.stringify(plugin)]),
  );
  const plugins = locked.map((plugin): PinnedPlugin => {
    const { source, package: name, version } = plugin;
    const old = known.get(source);
    const change = old === undefined ? "new" : old === JSON.stringify(plugin) ? "none" : "changed";
    return { source, package: name, version, change };
  });
  const sources = new Set(plugins.map(({ source }) => source));
  const removed = [...known.keys()].filter((source) => !sources.has(source));
  return { file, isChanged: before !== text, plugins, removed };
}

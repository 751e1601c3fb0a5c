import { readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** As many as Linux follows. */
const mostLinks = 40;

/**
 * Where a path leads, so that two names of one file can be told. What is written to a link that leads to nothing yet is
 * written where it leads.
 */
export async function locateFile(path: string, followed = 0): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  const parent = dirname(path);
  if (real !== undefined || parent === path) return real ?? path;
  const place = join(await locateFile(parent, followed), basename(path));
  const target = await readlink(place).catch(() => undefined);
  if (target === undefined || followed === mostLinks) return place;
  return locateFile(resolve(dirname(place), target), followed + 1);
}

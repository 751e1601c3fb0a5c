import { access, constants, realpath, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { writePipe } from "./named-pipe.ts";
import { type FlagValue, many } from "./options.ts";
import { reasonOf } from "./reason-of.ts";
import { replaceFile } from "./replace-file.ts";
import { UnwrittenError, UsageError } from "./usage-error.ts";
import type { World } from "./world.ts";

export const formats = ["text", "json", "ndjson", "junit", "sarif", "markdown", "html", "github"] as const;
export type Format = (typeof formats)[number];

/** One `-o FORMAT[=FILE]`; without a file it goes to standard output. */
export interface OutputTarget {
  readonly format: Format;
  readonly file?: string;
  /** Only of GitHub's annotations: another format owns standard output. */
  readonly toStderr?: true;
}

export function outputFlag(value: FlagValue): readonly OutputTarget[] {
  const targets = many(value).map((text): OutputTarget => {
    const [name = "", ...rest] = text.split("=");
    const format = formats.find((candidate) => candidate === name);
    if (format === undefined)
      throw new UsageError(`--output "${name}" is not a format`, `Formats: ${formats.join(", ")}.`);
    const file = rest.join("=");
    if (file === "-") return { format };
    if (rest.length > 0 && file === "") throw new UsageError(`--output "${text}" names no file after "="`);
    return rest.length > 0 ? { format, file } : { format };
  });
  const unnamed = targets.filter(({ file }) => file === undefined);
  const annotations = unnamed.filter(({ format }) => format === "github");
  // The runner looks for commands on standard error as well (actions/runner, read 2026-11-21), so they make room for any other format.
  const others = unnamed.filter(({ format }) => format !== "github");
  const onStdout = annotations.length > 1 ? unnamed : others;
  if (onStdout.length > 1)
    throw new UsageError(
      `two formats on standard output: ${onStdout.map(({ format }) => format).join(" and ")}`,
      "Send one of them to a file: -o text -o json=report.json",
    );
  const files = targets.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined)
    throw new UsageError(`two formats are to be written to "${twice}"`, "Give each its own file.");
  if (unnamed.length === 0) return [{ format: "text" }, ...targets];
  if (others.length === 0) return targets;
  return targets.map((target) => (annotations.includes(target) ? { ...target, toStderr: true } : target));
}

/** Says before anything is asked of a cloud that a report could not be written. */
export async function checkOutputs(targets: readonly OutputTarget[], world: World): Promise<void> {
  for (const { file } of targets) {
    if (file === undefined) continue;
    const path = resolve(world.cwd, file);
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isDirectory()) throw new UsageError(`the --output file "${file}" is a folder`);
    const unwritable = (reason: string) =>
      new UsageError(`the --output file "${file}" cannot be written: ${reason}`);
    const folder = await stat(dirname(path)).catch(() => undefined);
    if (folder?.isDirectory() === false) throw unwritable("its folder is a file");
    await access(facts !== undefined && !facts.isFile() ? path : dirname(path), constants.W_OK).catch(() => {
      throw unwritable("its folder is missing or read-only");
    });
  }
}

/** A report never replaces what it was made from. */
export async function refuseOverwrite(
  targets: readonly OutputTarget[],
  manifests: Iterable<string>,
  { cwd }: World,
  what = "manifest",
): Promise<void> {
  if (targets.every(({ file }) => file === undefined)) return;
  const identify = (file: string) => realpath(resolve(cwd, file)).catch(() => undefined);
  const read = new Set(await Promise.all([...manifests].map(identify)));
  for (const { file } of targets) {
    const identity = file === undefined ? undefined : await identify(file);
    if (identity !== undefined && read.has(identity))
      throw new UsageError(`--output would write over the ${what} "${file}"`, "Name another file.");
  }
}

/**
 * Writes standard output, or a file whole or not at all. A link stays a link; a device or pipe cannot be replaced and is
 * written to.
 */
export async function writeOutput(
  target: OutputTarget,
  text: string | Iterable<string>,
  world: World,
): Promise<void> {
  if (target.file === undefined) {
    const stream = target.toStderr ? world.stderr : world.stdout;
    for (const piece of typeof text === "string" ? [text] : text) await stream.write(piece);
    return;
  }
  const named = resolve(world.cwd, target.file);
  try {
    const facts = await stat(named).catch(() => undefined);
    if (facts?.isFIFO()) await writePipe(named, text);
    else if (facts !== undefined && !facts.isFile()) await writeFile(named, text);
    else await replaceFile(await realpath(named).catch(() => named), text);
  } catch (error) {
    throw new UnwrittenError(`the report could not be written to "${target.file}": ${reasonOf(error)}`);
  }
}

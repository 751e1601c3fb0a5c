import { access, constants, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { CommandInput } from "./command-input.ts";
import { locateFile } from "./locate-file.ts";
import { writePipe } from "./named-pipe.ts";
import { type FlagValue, flagValue, many } from "./options.ts";
import type { OutputGuard } from "./output-guard.ts";
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
  if (unnamed.length === 0) return [{ format: "text" }, ...targets];
  if (others.length === 0) return targets;
  return targets.map((target) => (annotations.includes(target) ? { ...target, toStderr: true } : target));
}

/** Says before anything is asked of a cloud that a report could not be written. */
export async function checkOutputs(targets: readonly OutputTarget[], world: World): Promise<void> {
  const names = new Map<string, string>();
  for (const file of filesOf(targets)) {
    const path = resolve(world.cwd, file);
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isDirectory()) throw new UsageError(`the --output file "${file}" is a folder`);
    const place = await locateFile(path);
    const other = names.get(place);
    if (other !== undefined) throw writtenTwice(other, file);
    names.set(place, file);
    const unwritable = (reason: string) =>
      new UsageError(`the --output file "${file}" cannot be written: ${reason}`);
    const folder = await stat(dirname(place)).catch(() => undefined);
    if (folder?.isDirectory() === false) throw unwritable("its folder is a file");
    await access(facts !== undefined && !facts.isFile() ? path : dirname(place), constants.W_OK).catch(() => {
      throw unwritable("its folder is missing or read-only");
    });
  }
}

function writtenTwice(one: string, other: string): UsageError {
  const files = one === other ? `"${one}"` : `one file, "${one}" and "${other}"`;
  return new UsageError(`two formats are to be written to ${files}`, "Give each its own file.");
}

function filesOf(targets: readonly OutputTarget[]): readonly string[] {
  return targets.flatMap(({ file }) => file ?? []);
}

/** Undefined where no report goes to a file: nothing is loaded then, and no file looked at. */
export function openOutputGuard({
  flags,
  world,
}: Pick<CommandInput, "flags" | "world">): Promise<OutputGuard | undefined> {
  return guardOutputs(outputFlag(flagValue(flags, "output")), world);
}

async function guardOutputs(
  targets: readonly OutputTarget[],
  world: World,
): Promise<OutputGuard | undefined> {
  const files = filesOf(targets);
  if (files.length === 0) return undefined;
  const { OutputGuard } = await import("./output-guard.ts");
  return OutputGuard.open(files, world);
}

/** A report never replaces what it was made from; what manifests are made of is guarded where they are loaded. */
export async function refuseOverwrite(
  targets: readonly OutputTarget[],
  files: readonly string[],
  world: World,
  what: string,
): Promise<void> {
  const guard = await guardOutputs(targets, world);
  await guard?.refuse(files, what);
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
    else await replaceFile(await locateFile(named), text);
  } catch (error) {
    throw new UnwrittenError(`the report could not be written to "${target.file}": ${reasonOf(error)}`);
  }
}

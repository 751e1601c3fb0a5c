import { randomBytes } from "node:crypto";
import { access, constants, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type FlagValue, many } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import type { World } from "./world.ts";

export const formats = ["text", "json"] as const;
export type Format = (typeof formats)[number];

/** One `-o FORMAT[=FILE]`; without a file it goes to standard output. */
export interface OutputTarget {
  readonly format: Format;
  readonly file?: string;
}

export function outputFlag(value: FlagValue): readonly OutputTarget[] {
  const targets = many(value).map((text): OutputTarget => {
    const [name = "", ...rest] = text.split("=");
    const format = formats.find((candidate) => candidate === name);
    if (format === undefined)
      throw new UsageError(`--output "${name}" is not a format`, `Formats: ${formats.join(", ")}.`);
    const file = rest.join("=");
    if (rest.length > 0 && file === "") throw new UsageError(`--output "${text}" names no file after "="`);
    return rest.length > 0 ? { format, file } : { format };
  });
  const onStdout = targets.filter(({ file }) => file === undefined);
  if (onStdout.length > 1)
    throw new UsageError(
      `two formats on standard output: ${onStdout.map(({ format }) => format).join(" and ")}`,
      "Send one of them to a file: -o text -o json=report.json",
    );
  return onStdout.length === 1 ? targets : [{ format: "text" }, ...targets];
}

/** Says before anything is asked of a cloud that a report could not be written. */
export async function checkOutputs(targets: readonly OutputTarget[], world: World): Promise<void> {
  for (const { file } of targets) {
    if (file === undefined) continue;
    const folder = dirname(resolve(world.cwd, file));
    await access(folder, constants.W_OK).catch(() => {
      throw new UsageError(`the folder of --output file "${file}" does not exist or cannot be written`);
    });
  }
}

/** Writes standard output, or a file whole or not at all. */
export async function writeOutput(target: OutputTarget, text: string, world: World): Promise<void> {
  if (target.file === undefined) return world.stdout.write(text);
  const file = resolve(world.cwd, target.file);
  const temporary = `${file}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the report could not be written to "${target.file}": ${reason}`);
  }
}

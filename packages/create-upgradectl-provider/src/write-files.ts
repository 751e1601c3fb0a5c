import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "./usage-error.ts";

/**
 * Refuses a folder that has something in it: nobody's files are written over unasked.
 *
 * @param shown the folder as it was given
 * @throws {UsageError}
 */
export function requireEmpty(folder: string, shown: string): void {
  const entries = readEntries(folder, shown);
  // What `git init` leaves is no work of anybody's.
  const found = entries.filter((name) => name !== ".git");
  if (found.length === 0) return;
  throw new UsageError(
    `the folder ${shown} is not empty: it has ${found.slice(0, 3).join(", ")}${found.length > 3 ? " …" : ""}`,
    "Name another folder, or write over files of the same names with --force.",
  );
}

function readEntries(folder: string, shown: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") throw new UsageError(`${shown} is a file`, "Name a folder.");
    throw new UsageError(`the folder ${shown} cannot be read: ${messageOf(error)}`);
  }
}

/**
 * Writes all files, or none into a folder that was not there. Without a pause, so that an interruption comes before or
 * after.
 *
 * @throws {UsageError}
 */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  let made: string | undefined;
  try {
    made = mkdirSync(folder, { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    throw new UsageError(`the package could not be written: ${messageOf(error)}`);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

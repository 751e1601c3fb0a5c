import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { compareTexts } from "./compare-texts.ts";
import { lockFileName } from "./lock.ts";

/** A file, by its name in the package. */
export interface FileDigest {
  /** With slashes. */
  readonly name: string;
  /** SHA-512 of its content, base64. */
  readonly hash: string;
}

/**
 * Directly below a package's folder, not part of it: what it needs (looked at by itself), and what version control keeps.
 * Further down they are: Node takes a package from `dist/node_modules` before the one that is looked at.
 */
const skippedAtTop: ReadonlySet<string> = new Set(["node_modules", ".git", lockFileName]);

/** The files below a package's folder. Links are what they lead to. */
export async function listFiles(
  folder: string,
  isPart: (file: string) => boolean = () => true,
): Promise<readonly string[]> {
  const files: string[] = [];
  const seen = new Set<string>();
  const visit = async (directory: string): Promise<void> => {
    const identity = await realpath(directory);
    if (seen.has(identity)) return;
    seen.add(identity);
    const entries = await readdir(directory, { withFileTypes: true });
    // What is there by two names counts by the first: the same one on every machine.
    for (const entry of entries.sort((a, b) => compareTexts(a.name, b.name))) {
      if (directory === folder && skippedAtTop.has(entry.name)) continue;
      const path = join(directory, entry.name);
      const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
      if (kind?.isDirectory()) await visit(path);
      else if (kind?.isFile() && isPart(path)) files.push(path);
    }
  };
  await visit(folder);
  return files;
}

/** The digests of files, in order of the names that they have seen from `root`. */
export function digestFiles(files: readonly string[], root: string): readonly FileDigest[] {
  const digests = files.map((file) => {
    const name = relative(root, file).split(sep).join("/");
    // Many small files, and nothing else to do meanwhile: a promise for each takes three times as long.
    return { name, hash: hash("sha512", readFileSync(file), "base64") };
  });
  return digests.sort((a, b) => compareTexts(a.name, b.name));
}

/** One value for a list of files: SHA-512 over a line for each, its name and its hash. */
export function integrityOf(files: readonly FileDigest[]): string {
  const lines = files.map(({ name, hash }) => `${JSON.stringify(name)} ${hash}\n`).join("");
  return `sha512-${hash("sha512", lines, "base64")}`;
}

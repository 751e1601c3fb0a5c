import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { compareTexts } from "../../compare-texts.ts";
import { isInside } from "../package-file.ts";
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

/** What a digest is made of: a file, a link, or both; or the text of something that is a part of a file. */
export interface Part {
  /** Absolute. */
  readonly path: string;
  /** Where a link leads to, by its name in the folder; files behind it count by that name. */
  readonly link?: string;
  /** In place of what the path has. */
  readonly text?: string;
}

/**
 * The files below a folder, and the links: each leads to a place in the folder, which counts by its own name, or to one
 * elsewhere, of which the files count as if they were here.
 */
export async function listFiles(folder: string): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const root = await realpath(folder);
  /** Folders elsewhere that were visited, and by which name. */
  const elsewhere = new Map<string, string>();
  const visit = async (directory: string): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true });
    // What is there by two names counts by the first: the same one on every machine.
    for (const entry of entries.sort((a, b) => compareTexts(a.name, b.name))) {
      if (directory === folder && skippedAtTop.has(entry.name)) continue;
      const path = join(directory, entry.name);
      if (entry.isSymbolicLink()) await follow(path);
      else if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) parts.push({ path });
    }
  };
  const follow = async (path: string): Promise<void> => {
    const target = await realpath(path).catch(() => null);
    const kind = target === null ? null : await stat(target);
    if (target === null || kind === null) parts.push({ path, link: "nothing" });
    else if (isOwn(root, target)) parts.push({ path, link: nameIn(root, target) });
    else if (kind.isFile()) parts.push({ path });
    else if (kind.isDirectory()) {
      const known = elsewhere.get(target);
      elsewhere.set(target, known ?? nameIn(folder, path));
      if (known === undefined) await visit(path);
      else parts.push({ path, link: known });
    }
  };
  await visit(folder);
  return parts;
}

/** Is it the folder, or in a part of it that counts? */
function isOwn(root: string, target: string): boolean {
  if (target === root) return true;
  const [top = ""] = relative(root, target).split(sep);
  return isInside(root, target) && !skippedAtTop.has(top);
}

function nameIn(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

/** The digests of files, in order of the names that they have seen from `root`. */
export function digestFiles(parts: readonly Part[], root: string): readonly FileDigest[] {
  const digests = parts.map(({ path, link, text }) => {
    // Many small files, and nothing else to do meanwhile: a promise for each takes three times as long.
    const content = link === undefined ? (text ?? readFileSync(path)) : `a link to ${link}`;
    return { name: nameIn(root, path), hash: hash("sha512", content, "base64") };
  });
  return digests.sort((a, b) => compareTexts(a.name, b.name));
}

/** One value for a list of files: SHA-512 over a line for each, its name and its hash. */
export function integrityOf(files: readonly FileDigest[]): string {
  const lines = files.map(({ name, hash }) => `${JSON.stringify(name)} ${hash}\n`).join("");
  return `sha512-${hash("sha512", lines, "base64")}`;
}

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { kindOf } from "../package-file.ts";

/** The files that a module without a package of its own is made of, and the packages that they name. */
export interface ModuleFiles {
  readonly files: readonly string[];
  /** Name of a package, and the folder from which it is imported. */
  readonly packages: readonly { readonly name: string; readonly from: string }[];
}

/** `require` runs a file without an extension as well. */
const code: ReadonlySet<string> = new Set(["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"]);

/** Any text in quotes that is a relative path: what is imported, required or read by it. */
const relativeText = /(["'`])(\.\.?\/(?:[^"'`\n$]|\$(?!\{))+)\1/g;
/** A folder itself; in other places these are mere punctuation. */
const folderText = /\b(?:from|import|require)\s*\(?\s*(["'`])(\.\.?\/?)\1/g;
/** What follows `from`, `import` or `require`. */
const packageText = /\b(?:from|import|require)\s*\(?\s*(["'`])([^"'`\n$./][^"'`\n$]*)\1/g;

/**
 * Follows every relative path that a module has in quotes and that is a file, and goes on there. It looks at texts rather
 * than at syntax, so it finds rather too much; what it cannot see are names that are only put together as the code runs.
 */
export async function listModuleFiles(entry: string): Promise<ModuleFiles> {
  const files = new Set([entry]);
  const packages = new Map<string, ModuleFiles["packages"][number]>();
  for (const file of files) {
    if (!code.has(extname(file))) continue;
    const text = await readFile(file, "utf8");
    const from = dirname(file);
    for (const [, , path = ""] of [...text.matchAll(relativeText), ...text.matchAll(folderText)])
      for (const named of await findNamed(file, path)) files.add(named);
    for (const [, , specifier = ""] of text.matchAll(packageText)) {
      const name = packageOf(specifier);
      if (name !== null) packages.set(`${from} ${name}`, { name, from });
    }
  }
  return { files: [...files], packages: [...packages.values()] };
}

/** The files behind a relative path, which may be the beginning of a URL: `import` reads it as one, `require` does not. */
async function findNamed(importer: string, path: string): Promise<readonly string[]> {
  const names = new Set([path, path.replace(/[?#].*$/, "")]);
  const found = await Promise.all([...names].map((name) => findRequired(importer, name)));
  return found.flat();
}

/** As `require` finds it: it adds extensions, and asks the package.json of a folder for its `main`. */
async function findRequired(importer: string, path: string): Promise<readonly string[]> {
  let file: string;
  try {
    file = createRequire(importer).resolve(path);
  } catch {
    return [];
  }
  const steering = join(resolve(dirname(importer), path), "package.json");
  const kind = await kindOf(steering).catch(() => "missing");
  return kind === "file" ? [steering, file] : [file];
}

function packageOf(specifier: string): string | null {
  if (specifier.includes(":")) return null;
  const parts = specifier.split("/");
  const name = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
  return /^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name) ? name : null;
}

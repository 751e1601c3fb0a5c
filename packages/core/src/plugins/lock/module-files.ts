import { readFile } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { kindOf } from "../package-file.ts";

/** The files that a module without a package of its own is made of, and the packages that they name. */
export interface ModuleFiles {
  readonly files: readonly string[];
  /** Name of a package, and the folder from which it is imported. */
  readonly packages: readonly { readonly name: string; readonly from: string }[];
}

const code: ReadonlySet<string> = new Set([".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"]);

/** Any text in quotes that is a relative path: what is imported, required or read by it. */
const relativeText = /(["'`])(\.\.?\/[^"'`\n$]+)\1/g;
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
    for (const [, , path = ""] of text.matchAll(relativeText)) {
      const named = await findNamed(resolve(from, path.replace(/[?#].*$/, "")));
      if (named !== null) files.add(named);
    }
    for (const [, , specifier = ""] of text.matchAll(packageText)) {
      const name = packageOf(specifier);
      if (name !== null) packages.set(`${from} ${name}`, { name, from });
    }
  }
  return { files: [...files], packages: [...packages.values()] };
}

/** As `require` does, which may leave the extension out. */
async function findNamed(path: string): Promise<string | null> {
  for (const candidate of [path, `${path}.js`, `${path}.cjs`, `${path}.json`, resolve(path, "index.js")])
    if ((await kindOf(candidate).catch(() => "missing")) === "file") return candidate;
  return null;
}

function packageOf(specifier: string): string | null {
  if (specifier.includes(":")) return null;
  const parts = specifier.split("/");
  const name = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
  return /^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name) ? name : null;
}

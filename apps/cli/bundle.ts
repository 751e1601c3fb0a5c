// Makes `dist`: the program as few files, so that it starts in the time of one, the script of the HTML report, and the
// licences of all that is in them. Run by `pnpm build`.
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";
import { lazyFile, lazyModules } from "./bundling/lazy-modules.ts";
import { lazyRequires } from "./bundling/lazy-requires.ts";
import { leanUndici } from "./bundling/lean-undici.ts";
import { plainLetters } from "./bundling/plain-letters.ts";

const dist = join(import.meta.dirname, "dist");
// What runs meanwhile finds the old one whole.
const made = join(import.meta.dirname, "dist.next");
const sources = join(import.meta.dirname, "src");

await rm(made, { recursive: true, force: true });
const chunks = [...(await bundleProgram()), ...(await bundlePage())];
await writeFile(join(made, "third-party-licenses.txt"), await listLicences(chunks));
await rm(dist, { recursive: true, force: true });
await rename(made, dist);

/**
 * What `main` needs to read a command line is one file, what validations need beyond it the next, what checks need beyond
 * that the third; and what few runs need is in files of its own.
 */
async function bundleProgram(): Promise<readonly OutputChunk[]> {
  const start = await modulesOf("main.ts");
  const reading = await modulesOf("commands/validate.ts");
  const observing = await modulesOf("commands/check.ts");
  const groups = { start, reading, observing };
  const nameOf = (id: string) =>
    Object.entries(groups).find(([, ids]) => ids.has(id))?.[0] ??
    /[/\\]node_modules[/\\](ajv|semver|undici)[/\\]/.exec(id)?.[1] ??
    null;
  const build = await rolldown({
    input: join(sources, "main.ts"),
    platform: "node",
    preserveEntrySignatures: false,
    plugins: [lazyModules, leanUndici, lazyRequires, plainLetters],
  });
  const { output } = await build.write({
    dir: made,
    // As a module, each file would take a millisecond more to load, and each import of Node's own modules up to five.
    format: "cjs",
    entryFileNames: "[name].cjs",
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
    chunkFileNames: "[name]-[hash].cjs",
    codeSplitting: {
      groups: [{ debugName: "program", name: nameOf }],
      includeDependenciesRecursively: false,
    },
  });
  return output.filter((it) => it.type === "chunk");
}

/** The modules of which something is loaded as soon as these are. */
async function modulesOf(...entries: readonly string[]): Promise<ReadonlySet<string>> {
  const noOthers: Plugin = { name: "no-others", resolveDynamicImport: () => false };
  const input = entries.map((entry) => join(sources, entry));
  const build = await rolldown({ input, platform: "node", plugins: [noOthers] });
  const { output } = await build.generate({ format: "esm" });
  const ids = output.flatMap((it) => (it.type === "chunk" ? it.moduleIds : []));
  return new Set(ids.filter((id) => !lazyFile.test(id)));
}

async function bundlePage(): Promise<readonly OutputChunk[]> {
  const build = await rolldown({ input: join(sources, "views/html/page/main.ts"), platform: "browser" });
  const { output } = await build.write({ file: join(made, "page.js"), format: "iife" });
  return output.filter((it) => it.type === "chunk");
}

/** What the licences ask for: who wrote it, and their words, beside every copy. */
async function listLicences(bundled: readonly OutputChunk[]): Promise<string> {
  const files = bundled.flatMap((chunk) => chunk.moduleIds).filter((id) => id.includes("/node_modules/"));
  const folders = new Set(files.map((file) => packageFolder(file)));
  const texts = await Promise.all([...folders].map(describeLicence));
  return `${[...new Set(texts)].sort().join(`\n${"-".repeat(80)}\n`)}\n`;
}

function packageFolder(file: string): string {
  const match = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(file.replace(/^\0/, ""));
  if (match === null) throw new Error(`not in a package: ${file}`);
  return match[0];
}

async function describeLicence(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined)
    throw new Error(`${name} ${version} in ${basename(dirname(folder))} has no licence file`);
  return `${name} ${version} (${license})\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
}

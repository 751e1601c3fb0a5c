import { glob, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPublishedPackages, workspace } from "../../../release/workspace.ts";
import { parseCommandLine } from "../src/command-line.ts";
import { declarations } from "../src/declarations.ts";
import { findCommands, type Words } from "./find-commands.ts";
import { type CodeBlock, codeBlocks, parseYaml, stepsOf } from "./recipes.ts";
import { folderWith, runCli } from "./run-cli.ts";
import { runProgram } from "./run-script.ts";

/** Blocks that nothing here can run or check, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  "packages/simulator/README.md: @upgradectl/simulator 3":
    "a fragment: clock, scenario and `expect` are the reader's",
};

/** What a block in a language is here. `python` and `groovy` are only split from the rest; `text` is output. */
const languages = ["yaml", "json", "sh", "js", "ts", "python", "groovy", "text"];

interface PageBlock extends CodeBlock {
  readonly page: string;
  /** Page, heading, and its number there. */
  readonly id: string;
}

async function findPages(): Promise<readonly string[]> {
  const patterns = ["*.md", "docs/*.md", "apps/*/README.md", "packages/*/README.md", "bench/README.md"];
  const pages: string[] = [];
  for await (const page of glob(patterns, { cwd: workspace })) pages.push(page);
  return pages.sort();
}

const pages = await findPages();
const blocks: readonly PageBlock[] = (
  await Promise.all(
    pages.map(async (page) =>
      (await codeBlocks(page)).map((block) => ({ ...block, page, id: `${page}: ${block.name}` })),
    ),
  )
).flat();
const checked = blocks.filter(({ id }) => exceptions[id] === undefined);
const of = (...wanted: readonly string[]) => checked.filter(({ language }) => wanted.includes(language));

it("every page is found, and every block is in a language that is checked here", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/writing-a-provider.md", "docs/ci.md"]));
  const others = blocks.filter(({ language }) => !languages.includes(language));
  expect(others.map(({ id, language }) => `${id}: ${language}`)).toEqual([]);
  const ids = blocks.map(({ id }) => id);
  expect(Object.keys(exceptions).filter((id) => !ids.includes(id))).toEqual([]);
});

describe("code in documents", () => {
  it.each(of("json"))("$id is JSON", ({ text }) => {
    expect(JSON.parse(text)).toBeTypeOf("object");
  });

  it.each(of("python"))("$id is Python", async ({ text }) => {
    const check = "import ast, sys; ast.parse(sys.argv[1])";
    const { code, stderr } = await runProgram(["python3", "-c", check, text], { cwd: workspace });
    expect(code, stderr).toBe(0);
  });

  it("has right types in TypeScript, against the packages as they are built", async () => {
    const cwd = await typedFolder(of("ts"));
    const tsc = join(workspace, "node_modules/.bin/tsc");
    const { code, stdout } = await runProgram([tsc, "-p", "."], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  });

  it.each(of("js"))("$id is JavaScript", async ({ text }) => {
    const cwd = await folderWith({ "block.mjs": text });
    const { code, stderr } = await runProgram([process.execPath, "--check", "block.mjs"], { cwd });
    expect(code, stderr).toBe(0);
  });

  it.each(of("yaml").filter(({ text }) => asManifest(text) === undefined))("$id is YAML", ({ text }) => {
    expect(parseYaml(text).length).toBeGreaterThan(0);
  });

  it.each(of("yaml").filter(({ text }) => asManifest(text) !== undefined))(
    "$id is a manifest that validate accepts",
    async ({ text, page }) => {
      const manifest = asManifest(text) ?? "";
      const cwd = await folderWith({ "upgradectl.yaml": manifest, ...filesOf(page) });
      await linkPackages(cwd);
      const variables = [...manifest.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = ""]) => [name, "any"]);
      const { code, stderr } = await runCli(["validate"], { cwd, env: Object.fromEntries(variables) });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    },
  );

  it.each(of("sh"))("$id is a script for a shell", async ({ text }) => {
    const { code, stderr } = await runProgram(["bash", "-n", "-c", text], { cwd: workspace });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

/** What a recipe of a pipeline runs counts as a script, too. */
const calls: readonly (readonly [call: string, words: Words])[] = of("sh", "yaml", "groovy").flatMap(
  (block) =>
    stepsOf(block)
      .flatMap(({ script }) => findCommands(script))
      .map((words) => [`${block.id}: upgradectl ${words.join(" ")}`, words] as const),
);

describe("commands in documents", () => {
  it("are found", () => {
    expect(calls.length).toBeGreaterThan(30);
  });

  it.each(calls)("%s is a command with flags that the program has", async (_call, words) => {
    const about = { name: "upgradectl", version: "0.0.0", node: "", platform: "", arch: "" };
    await expect(parseCommandLine(words, about)).resolves.toHaveProperty("run");
  });
});

it("commands in running text have flags that the program has", async () => {
  const wrong: string[] = [];
  let found = 0;
  for (const page of pages) {
    const prose = (await readFile(join(workspace, page), "utf8")).replaceAll(/^```.*?^```$/gms, "");
    for (const [, text = ""] of prose.matchAll(/`((?:npx )?upgradectl [a-z][^`]*)`/g))
      for (const [name, ...words] of findCommands(text.replaceAll(/<[\w.-]+>/g, "X"))) {
        found += 1;
        const command = declarations.find((declaration) => declaration.name === name);
        const flags = words
          .filter((word) => word.startsWith("--"))
          .map((word) => word.slice(2).split("=")[0] ?? "");
        if (command === undefined || flags.some((flag) => !Object.hasOwn(command.flags, flag)))
          wrong.push(`${page}: ${text}`);
      }
  }
  expect(wrong).toEqual([]);
  expect(found).toBeGreaterThan(10);
});

it("every link inside the repository leads to something", async () => {
  const broken: string[] = [];
  for (const page of pages) {
    const text = await readFile(join(workspace, page), "utf8");
    for (const [, link = ""] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
      const found = await stat(join(workspace, dirname(page), link)).catch(() => undefined);
      if (found === undefined) broken.push(`${page}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
});

/** A whole manifest, also where the page leaves its first two lines out; undefined for other YAML. */
function asManifest(text: string): string | undefined {
  const isWhole = /^providers:/m.test(text) && /^clusters:/m.test(text);
  if (!isWhole) return undefined;
  return text.includes("apiVersion: ") ? text : `apiVersion: upgradectl.dev/v1\nkind: Fleet\n${text}`;
}

/** The files that a page shows: blocks that begin with a file's name. */
function filesOf(page: string): Readonly<Record<string, string>> {
  const named = blocks.flatMap((block) => {
    const [, name] = /^\/\/ ([\w.-]+\.mjs)\n/.exec(block.text) ?? [];
    return name === undefined || block.page !== page ? [] : [[name, block.text] as const];
  });
  return Object.fromEntries(named);
}

/** Each block a module of its own, beside the module that pages import as the reader's provider. */
async function typedFolder(all: readonly PageBlock[]): Promise<string> {
  const base = JSON.parse(await readFile(join(workspace, "tsconfig.base.json"), "utf8"));
  const options = { noEmit: true, declaration: false, isolatedDeclarations: false, types: ["node"] };
  const cwd = await folderWith({
    "package.json": { type: "module" },
    "tsconfig.json": { compilerOptions: { ...base.compilerOptions, ...options }, include: ["*.ts"] },
    "index.ts": `import { defineProvider } from "@upgradectl/provider-sdk";
      const config = { type: "object", properties: {} } as const;
      export default defineProvider({ contract: 1, name: "yours", config, cluster: {}, reads: [],
        connect() { throw new Error("not to be called"); } });`,
  });
  await linkPackages(cwd);
  for (const { id, text } of all)
    await writeFile(join(cwd, `${id.replaceAll(/[^\w]+/g, "-")}.ts`), `${text}\nexport {};\n`);
  return cwd;
}

/** As if the packages of the workspace were installed there, and what pages use beside them. */
async function linkPackages(cwd: string): Promise<void> {
  const own = (await readPublishedPackages()).map(({ folder, file }) => [file.name, folder] as const);
  const others = ["vitest", "@types/node"].map((name) => [name, `node_modules/${name}`] as const);
  const zod = ["zod", "packages/provider-exec/node_modules/zod"] as const;
  for (const [name, folder] of [...own, ...others, zod]) {
    const link = join(cwd, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(workspace, folder), link);
  }
}

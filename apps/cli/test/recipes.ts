import { readFile } from "node:fs/promises";
import MarkdownIt from "markdown-it";
import { parseAllDocuments } from "yaml";

export interface CodeBlock {
  /** The heading that it stands under, and its number there. */
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page of the documentation. */
export async function codeBlocks(page: string): Promise<readonly CodeBlock[]> {
  const text = await readFile(new URL(`../../../${page}`, import.meta.url), "utf8");
  const blocks: CodeBlock[] = [];
  let heading = "";
  const tokens = new MarkdownIt().parse(text, {});
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") heading = tokens[index + 1]?.content ?? "";
    if (token.type !== "fence") continue;
    const before = blocks.filter(({ name }) => name.startsWith(heading)).length;
    blocks.push({ name: `${heading} ${before + 1}`, language: token.info.trim(), text: token.content });
  }
  return blocks;
}

/** The documents of a YAML block; fails where one has an error. */
export function parseYaml(text: string): readonly unknown[] {
  return parseAllDocuments(text).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS() as unknown;
  });
}

export interface RecipeStep {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a recipe runs, in its order, whatever system it is for. */
export function stepsOf({ language, text }: CodeBlock): readonly RecipeStep[] {
  if (language === "sh") return [{ script: text, env: {} }];
  if (language === "groovy")
    return [...text.matchAll(/\bsh(?:\(.*?script:)? '([^']*)'/g)].map(([, script = ""]) => ({
      script,
      env: {},
    }));
  return parseYaml(text).flatMap(stepsIn);
}

/** Steps of GitHub (`run`), GitLab (`script`, a list) and Tekton (`script`, a text); a container's `args`. */
function stepsIn(value: unknown): readonly RecipeStep[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(stepsIn);
  const node: Readonly<Record<string, unknown>> = { ...value };
  if (typeof node.run === "string") return [{ script: node.run, env: {} }];
  if (Array.isArray(node.script)) return [{ script: node.script.join("\n"), env: {} }];
  if (typeof node.script === "string") return [{ script: node.script, env: variablesOf(node.env) }];
  if (Array.isArray(node.args)) return [{ script: `upgradectl ${node.args.map(quote).join(" ")}`, env: {} }];
  return Object.values(node).flatMap(stepsIn);
}

function variablesOf(list: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(list.map(({ name, value }) => [String(name), String(value)]));
}

function quote(word: unknown): string {
  return `'${String(word).replaceAll("'", "'\\''")}'`;
}

import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSync } from "rolldown/utils";
import { readPublishedPackages, workspace } from "../release/workspace.ts";
import { type Constants, textOf } from "./constant-text.ts";
import { childrenOf, isNode, type Node } from "./syntax.ts";

/** A regular expression of the program. */
export interface FoundPattern {
  readonly pattern: string;
  readonly flags: string;
  /** `packages/core/src/redact.ts:12`, from the workspace's root. */
  readonly at: string;
}

/** One that is put together from what is only known when the program runs. */
export interface OpenPattern {
  readonly source: string;
  readonly at: string;
}

export interface Found {
  readonly patterns: readonly FoundPattern[];
  readonly open: readonly OpenPattern[];
}

/** All in the sources of the published packages; tests and what they alone use aside. */
export async function findPatterns(): Promise<Found> {
  const packages = await readPublishedPackages();
  const globs = packages.map(({ folder }) => `${folder}/{src,bin}/**/*.{ts,cts,mts,js,cjs,mjs}`);
  const patterns: FoundPattern[] = [];
  const open: OpenPattern[] = [];
  const files: string[] = [];
  for await (const path of glob(globs, { cwd: workspace })) files.push(path.replaceAll("\\", "/"));
  const sources = new Map<string, Source>();
  for (const path of files.filter(isShipped).sort()) sources.set(path, await readSource(path));
  for (const [path, source] of sources) {
    const found = findIn(path, source, sources);
    patterns.push(...found.patterns);
    open.push(...found.open);
  }
  return { patterns, open };
}

function isShipped(path: string): boolean {
  return !/\.test\.ts$|\.d\.ts$|\/testing\//.test(path);
}

export interface Source {
  readonly text: string;
  readonly program: Node;
}

async function readSource(path: string): Promise<Source> {
  return parseSource(path, await readFile(join(workspace, path), "utf8"));
}

export function parseSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0 || !isNode(program)) throw new Error(`${path} cannot be parsed`);
  return { text, program };
}

/** What one file has; `others` are those that it may import texts from. */
export function findIn(path: string, { text, program }: Source, others: ReadonlyMap<string, Source>): Found {
  const patterns: FoundPattern[] = [];
  const open: OpenPattern[] = [];
  const constants: Constants = {
    path,
    program,
    open: (other) => others.get(other)?.program,
  };
  const visit = (node: Node): void => {
    const asked = askedOf(node);
    const at = `${path}:${text.slice(0, node.start).split("\n").length}`;
    if (asked !== undefined) {
      const pattern = typeof asked.pattern === "string" ? asked.pattern : textOf(asked.pattern, constants);
      const flags = typeof asked.flags === "string" ? asked.flags : textOf(asked.flags, constants);
      if (pattern !== undefined && flags !== undefined) patterns.push({ pattern, flags, at });
      else if (asked.isCalled) open.push({ source: text.slice(node.start, node.end), at });
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return { patterns, open };
}

interface Asked {
  readonly pattern: Node | string;
  readonly flags: Node | string;
  /** Not a mere value under the name `pattern`, which may be anything. */
  readonly isCalled: boolean;
}

/** A literal, a `RegExp(...)`, or the `pattern` of a schema, which its validator makes one of. */
function askedOf(node: Node): Asked | undefined {
  if (node.type === "Literal" && isRegex(node.regex)) {
    const { pattern, flags } = node.regex;
    return { pattern: String(pattern), flags: String(flags), isCalled: true };
  }
  if (node.type === "NewExpression" || node.type === "CallExpression") {
    const { callee } = node;
    if (!isNode(callee) || callee.type !== "Identifier" || callee.name !== "RegExp") return undefined;
    const [pattern, flags = ""] = Array.isArray(node.arguments) ? node.arguments : [];
    if (!isNode(pattern)) return undefined;
    return { pattern, flags: isNode(flags) ? flags : "", isCalled: true };
  }
  if (node.type === "Property" && isNode(node.key) && isNode(node.value)) {
    const { key } = node;
    const isPattern = key.name === "pattern" || key.value === "pattern";
    return isPattern ? { pattern: node.value, flags: "u", isCalled: false } : undefined;
  }
  return undefined;
}

function isRegex(value: unknown): value is { readonly pattern: unknown; readonly flags: unknown } {
  return typeof value === "object" && value !== null && "pattern" in value && "flags" in value;
}

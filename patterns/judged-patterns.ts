import { readFile } from "node:fs/promises";
import { findPatterns } from "./find-patterns.ts";
import type { Verdict } from "./judge-pattern.ts";
import { arguedPatterns } from "./open-patterns.ts";

/** A line of the table. */
export interface JudgedPattern {
  readonly pattern: string;
  readonly flags: string;
  readonly verdict: Verdict;
  /** Takes seconds to judge, so only the command does it. */
  readonly isSlow?: true;
  /** Of one that is not linear: what keeps its texts short, or what else makes it so. */
  readonly why?: string;
}

export const tableFile: URL = new URL("judged-patterns.json", import.meta.url);

export async function readTable(): Promise<readonly JudgedPattern[]> {
  return JSON.parse(await readFile(tableFile, "utf8"));
}

/** What has to be in the table, each once: what stands in the sources, and examples of what is put together. */
export async function findAll(): Promise<readonly { readonly pattern: string; readonly flags: string }[]> {
  const { patterns } = await findPatterns();
  const all = [...patterns, ...arguedPatterns.flatMap(({ examples }) => examples)];
  const byKey = new Map(all.map(({ pattern, flags }) => [keyOf({ pattern, flags }), { pattern, flags }]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

export function keyOf({ pattern, flags }: { readonly pattern: string; readonly flags: string }): string {
  return `/${pattern}/${flags}`;
}

import { readFileSync } from "node:fs";

/** The modules of `page/`, each after those that it imports. */
const modules = [
  "element",
  "wording",
  "selection",
  "operation-details",
  "cluster-details",
  "cluster-table",
  "filters",
  "overview",
  "timeline",
  "main",
] as const;

/**
 * The page's program as one classic script: a page opened from a disk may not load modules. Imports and exports are
 * taken off, and in a strict block two modules that share a name are a syntax error instead of a surprise.
 */
export function pageScript(): string {
  const texts = modules.map((name) =>
    readFileSync(new URL(`./page/${name}.js`, import.meta.url), "utf8")
      .replace(/^import [^;]*;$/gm, "")
      .replace(/^export \{\};$/gm, "")
      .replace(/^export /gm, "")
      .trim(),
  );
  return `"use strict";\n{\n${texts.join("\n")}\n}`;
}

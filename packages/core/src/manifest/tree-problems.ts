import type { Problem } from "./problem-list.ts";
import { type Path, quote, wordsOf } from "./quote.ts";

export function unresolvedAlias(name: string): Problem {
  return {
    severity: "error",
    code: "unresolved-alias",
    summary: `there is no anchor ${quote(`&${name}`)} above this alias`,
    hint: "Define the anchor before its use, or put a text that begins with `*` in quotes.",
  };
}

export const recursiveAlias: Problem = {
  severity: "error",
  code: "recursive-alias",
  summary: "this value contains an alias of itself",
  hint: "Write the value out.",
};

export const tooManyAliases: Problem = {
  severity: "error",
  code: "too-many-aliases",
  summary: "aliases of aliases make this document too large to read",
  hint: "Write the values out, or use `defaults`.",
};

export function badMerge(path: Path): Problem {
  return {
    severity: "error",
    code: "bad-merge",
    summary: `${wordsOf(path)} merges something that is not a mapping`,
    hint: "After `<<:`, write an alias of a mapping (`*name`) or a list of such aliases.",
  };
}

export function badKey(name: string | undefined, path: Path): Problem {
  const found = name === undefined ? "a list, a mapping or nothing" : name === "" ? "nothing" : quote(name);
  return {
    severity: "error",
    code: "bad-key",
    summary: `${wordsOf(path)} has a key that cannot be used`,
    detail: `Expected text, found ${found}.`,
    hint: "Rename the key; a `{` or `[` that is meant as text needs quotes.",
  };
}

export function duplicateKey(path: Path, firstLine: number): Problem {
  return {
    severity: "error",
    code: "duplicate-key",
    summary: `${wordsOf(path)} is written twice`,
    detail: `The first is in line ${firstLine}.`,
    hint: "Keep one of the two.",
  };
}

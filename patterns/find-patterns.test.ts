import { expect, it } from "vitest";
import { findIn, parseSource } from "./find-patterns.ts";

const other = `
export const word: string = "[a-z]+";
export const said: RegExp = /said/;
const hidden = "x";
`;

function find(text: string) {
  const path = "packages/a/src/b.ts";
  const others = new Map([["packages/a/src/words/c.ts", parseSource("c.ts", other)]]);
  return findIn(path, parseSource(path, text), others);
}

it.each<[string, string, string]>([
  ["const a = /x\\/[/]/giu;", "x\\/[/]", "giu"],
  ["text.replace(/a/, () => /b/.test(text))", "a", ""],
  ['const a = new RegExp("\\\\d+", "g");', "\\d+", "g"],
  ["const a = RegExp(String.raw`\\d+`);", "\\d+", ""],
  ['const b = "c" + `d${1}`; const a = new RegExp(`(?:${b})`, "i");', "(?:cd1)", "i"],
  ['const of = (one: string) => `<${one}>`; new RegExp(of("a"));', "<a>", ""],
  ['function of(one: string) { return `<${one}>`; } new RegExp(of("a"));', "<a>", ""],
  ['new RegExp(["a", `b`].join("|"), "m");', "a|b", "m"],
  ['import { word } from "./words/c.ts"; new RegExp(`^${word}$`);', "^[a-z]+$", ""],
  ['import { word as w } from "./words/c.ts"; new RegExp(`^${w}$`);', "^[a-z]+$", ""],
  ['import { said } from "./words/c.ts"; new RegExp(said, "g");', "said", "g"],
  ["const a = /x/; new RegExp(`${a.source}y`);", "xy", ""],
  ['const schema = { type: "string", pattern: "^a$" } as const;', "^a$", "u"],
])("%s", (text, pattern, flags) => {
  expect(find(text).patterns).toContainEqual({ pattern, flags, at: "packages/a/src/b.ts:1" });
  expect(find(text).open).toEqual([]);
});

it.each([
  "function of(one: string) { return new RegExp(one); }",
  'import { hidden } from "./words/c.ts"; import { far } from "far"; new RegExp(far);',
  "let a = 1; { const a = 2; new RegExp(`${a}`); }",
  'let a = "a"; a += "(a+)+"; new RegExp(a);',
  'const a = "a"; function of(a: string) { return new RegExp(a); }',
  'const a = "a"; function of(list: string[]) { const [a] = list; return new RegExp(`${a}`); }',
  "for (const one of list) new RegExp(`${one}+`);",
  'new RegExp("a", flagsOf());',
])("is only known as the program runs: %s", (text) => {
  expect(find(text)).toMatchObject({ patterns: [], open: [{ at: "packages/a/src/b.ts:1" }] });
});

it("comments and texts are none", () => {
  expect(find('// /a+/\nconst a = "/a+/"; const b = 4 / 2 / 1;')).toEqual({ patterns: [], open: [] });
});

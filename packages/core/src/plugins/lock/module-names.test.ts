import { describe, expect, it } from "vitest";
import { readModuleNames } from "./module-names.ts";

describe("the names in a module's text", () => {
  it.each<[string, object]>([
    ['import a from "./a.js";', { relative: ["./a.js"] }],
    ['const a = require ( "../a" );', { relative: ["../a"] }],
    ['import("."); export * from "..";', { relative: [".", ".."] }],
    ['import "pkg"; import ( "#own" );', { specifiers: ["pkg", "#own"] }],
    ['new URL( "a.json" , import.meta.url , )', { beside: ["a.json"] }],
    ["join(import.meta.dirname, \"a\" , 'b', )", { beside: ["a/b"] }],
    ["const $need = module.createRequire(import.meta.url); $need(name);", { unseen: "$need(name" }],
    ["a\nb; import( name )\nc", { unseen: "import( name" }],
    ["a\nread(import.meta.dirname + x);\nc", { unseen: "read(import.meta.dirname + x);" }],
  ])("%s", (text, names) => {
    expect(readModuleNames(text)).toMatchObject(names);
  });
});

/** A module may be one line of a megabyte: gone over from each of its places, it would take minutes. */
describe("a long text is gone over once", () => {
  const times = 2 ** 19;
  it.each([
    ["a word", "a"],
    ["blanks", " "],
    ["carriage returns", "\r"],
    ["words", "a "],
    ["assignments", "a="],
    ["imports", "import "],
    ["calls", "join("],
    ["quotes", "'"],
    ["paths", '"./a'],
  ])("of %s", (_what, piece) => {
    const text = `import a from "./a.js"; ${piece.repeat(times / piece.length)}`;
    expect(readModuleNames(text).relative[0]).toBe("./a.js");
    expect(
      readModuleNames(`require${" ".repeat(times)}x;join(__dirname,"a"${" ".repeat(times)}x`),
    ).toBeDefined();
  });
});

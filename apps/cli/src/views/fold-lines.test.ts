import { stripVTControlCharacters, styleText } from "node:util";
import widthOf from "fast-string-width";
import { describe, expect, it } from "vitest";
import { foldLines } from "./fold-lines.ts";

const red = (text: string) => styleText("red", text, { validateStream: false });

describe("foldLines", () => {
  it("breaks between words, two columns deeper", () => {
    const text = "  payments: the upgrade to v1.29.8-r4 is paused and waits\nshort";
    expect(foldLines(text, 30)).toBe(
      "  payments: the upgrade to\n    v1.29.8-r4 is paused and\n    waits\nshort",
    );
  });

  it("leaves alone what fits, and everything where no terminal reads", () => {
    const long = "word ".repeat(100);
    expect(foldLines(long, undefined)).toBe(long);
    expect(foldLines("  as wide as it may be", 22)).toBe("  as wide as it may be");
  });

  it.each([30, 44, 80])("keeps every word and every colour within %i columns", (columns) => {
    const words = Array.from({ length: 60 }, (_, index) =>
      index % 7 === 0 ? red(`wörd${index}`) : `漢字${index}`,
    );
    const folded = foldLines(`    ${words.join(" ")}`, columns);
    for (const line of folded.split("\n"))
      expect(widthOf(stripVTControlCharacters(line))).toBeLessThanOrEqual(columns);
    const plain = (text: string) => stripVTControlCharacters(text).trim().split(/\s+/);
    expect(plain(folded)).toEqual(plain(words.join(" ")));
  });

  it("breaks a word that is longer than a line", () => {
    const folded = foldLines("x".repeat(95), 40);
    expect(folded.split("\n").map((line) => line.length)).toEqual([38, 40, 21]);
    expect(folded.replace(/\s/g, "")).toBe("x".repeat(95));
  });

  it("begins no line with what a runner takes for a command", () => {
    const folded = foldLines(`  ${"x".repeat(30)} ::error::x`, 34);
    expect(folded).toBe(`  ${"x".repeat(30)}\n    \\u{3a}:error::x`);
  });
});

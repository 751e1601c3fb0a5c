import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { splitCommand } from "./split-command.ts";

describe("splitCommand", () => {
  it.each<[string, readonly string[]]>([
    ["helper", ["helper"]],
    ["  helper \t --role  prod\n", ["helper", "--role", "prod"]],
    [`"/opt/my tools/helper" 'a b' c\\ d`, ["/opt/my tools/helper", "a b", "c d"]],
    [`helper "" ''`, ["helper", "", ""]],
    [`helper pre"fix ed"'x'`, ["helper", "prefix edx"]],
    [`helper "a\\"b" "c\\d" "\\$HOME" '\\n'`, ["helper", 'a"b', "c\\d", "$HOME", "\\n"]],
    ["helper a\\\nb", ["helper", "ab"]],
    ["helper $(id) ; `x` | y > z", ["helper", "$(id)", ";", "`x`", "|", "y", ">", "z"]],
  ])("splits %j", (line, words) => {
    expect(splitCommand(line, false)).toEqual(words);
  });

  it.each<[string, string]>([
    ["", "is empty"],
    ["  \n", "is empty"],
    [`"" x`, "is empty"],
    [`helper "x`, "has a quote without its end"],
    ["helper 'x", "has a quote without its end"],
    ["helper x\\", "ends with a backslash"],
  ])("refuses %j", (line, fault) => {
    expect(splitCommand(line, false)).toEqual({ fault });
  });

  it("keeps the backslashes of Windows paths", () => {
    expect(splitCommand(`"C:\\Program Files\\h.exe" C:\\x "a\\"b"`, true)).toEqual([
      "C:\\Program Files\\h.exe",
      "C:\\x",
      'a"b',
    ]);
  });

  it("splits whatever it is given as the official SDK does", () => {
    const require = createRequire(import.meta.url);
    const { splitProcessCommand } = require("@alicloud/credentials/dist/src/utils/command");
    const letters = [..."ab\"'\\ \t\n$`"];
    let state = 7;
    for (let round = 0; round < 3000; round += 1) {
      let line = "";
      for (let length = round % 12; length >= 0; length -= 1) {
        state = (state * 1664525 + 1013904223) % 4294967296;
        line += letters[Math.floor((state / 4294967296) * letters.length)];
      }
      // The SDK trims the line first, and so may cut a blank off that a backslash escapes.
      line = line.trim();
      for (const isWindows of [false, true]) {
        const ours = splitCommand(line, isWindows);
        const theirs = attempt(() => splitProcessCommand(line, isWindows));
        expect([line, "fault" in ours ? "refused" : ours]).toEqual([line, theirs]);
      }
    }
  });
});

function attempt(split: () => readonly string[]): readonly string[] | "refused" {
  try {
    return split();
  } catch {
    return "refused";
  }
}

import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../command-line.ts";
import { declarations } from "../declarations.ts";

const about = { name: "upgradectl", version: "0.1.0", node: "24.0.0", platform: "linux", arch: "x64" };

async function help(argv: readonly string[], columns?: number): Promise<string> {
  const line = await parseCommandLine(argv, about, { columns });
  return "print" in line ? line.print : expect.fail("a command would run");
}

describe("help", () => {
  it("of the program names every command once, where to start, and the exit codes", async () => {
    const text = await help(["--help"]);
    const named = [...text.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(declarations.map(({ name }) => name).toSorted());
    expect(text).toContain("  upgradectl demo   see it work");
    expect(text).toMatch(/^ {2}4 {2}a cluster could not be read/m);
  });

  it.each(declarations.map(({ name }) => name))(
    "of %s has its examples, words and every flag, in 80 columns",
    async (name) => {
      const declaration = declarations.find((each) => each.name === name);
      const text = await help([name, "--help"]);
      for (const flag of Object.keys(declaration?.flags ?? {}))
        expect(text).toMatch(new RegExp(`^ .* --${flag}\\b`, "m"));
      for (const word of declaration?.words ?? []) expect(text).toMatch(new RegExp(`^  ${word}  `, "m"));
      expect(text.includes("Examples\n")).toBe((declaration?.examples ?? []).length > 0);
      for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
      expect(text).not.toMatch(/undefined|\$0| \n/);
    },
  );

  it.each([
    [["help"], ["--help"]],
    [["-h"], ["--help"]],
    [
      ["help", "gate"],
      ["gate", "--help"],
    ],
    [
      ["gate", "-h", "fleet.yaml"],
      ["gate", "--help"],
    ],
    [
      ["gate", "--wiat", "--help"],
      ["gate", "--help"],
    ],
    [
      ["--help", "gate"],
      ["gate", "--help"],
    ],
  ])("is asked for by %j as by %j", async (argv, same) => {
    expect(await help(argv)).toBe(await help(same));
  });

  it("after -- is a word", async () => {
    expect(await parseCommandLine(["check", "--", "--help"], about)).toMatchObject({
      run: "check",
      words: ["--help"],
    });
  });

  it.each([40, 60, 120, 300])("fits a terminal of %i columns", async (columns) => {
    const lines = (await help(["check", "--help"], columns)).split("\n");
    const longest = Math.max(...lines.map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(Math.max(60, Math.min(100, columns)));
  });
});

import { describe, expect, it } from "vitest";
import { parseWithYargs } from "./parse-with-yargs.ts";

const about = { name: "upgradectl", version: "1.2.3", node: "24.0.0", platform: "linux", arch: "x64" };
const parse = (text: string) => parseWithYargs(text.split(" "), about);

describe("flags before the command", () => {
  it.each([
    ["-q check f.yaml", "check f.yaml -q"],
    ["--quiet --exit-zero check f.yaml", "check f.yaml --quiet --exit-zero"],
    ["-qv show a f.yaml", "show a f.yaml -qv"],
    ["--dry-run=true check f.yaml", "check f.yaml --dry-run=true"],
    ["-o json check f.yaml", "check f.yaml -o json"],
    ["-ojson -v check f.yaml", "check f.yaml -ojson -v"],
    ["--timeout 5m --post-check gate a.yaml -- b.yaml", "gate a.yaml --timeout 5m --post-check -- b.yaml"],
    ["--no-color validate f.yaml", "validate f.yaml --no-color"],
  ])("%s", async (before, after) => {
    expect(await parse(before)).toEqual(await parse(after));
  });

  it.each([
    ["--quit check f.yaml", /does not know the flag --quit/],
    ["-q chekc f.yaml", /does not know the command "chekc"/],
    ["--timeout check", /say what to do|needs DURATION/],
    ["--wait 5m validate f.yaml", /validate does not know the flag --wait/],
  ])("are refused as behind it: %s", async (text, message) => {
    await expect(parse(text)).rejects.toThrow(message);
  });
});

it.each(["check --help=false", "--version=1", "check --version= f.yaml"])(
  "takes no value: %s",
  async (text) => {
    await expect(parse(text)).rejects.toThrow(/^--(?:help|version) takes no value$/);
  },
);

it("leaves what follows -- alone", async () => {
  expect(await parse("check -- --version=1")).toMatchObject({ words: ["--version=1"] });
});

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, runCli } from "./run-cli.ts";

async function folder(): Promise<string> {
  const cwd = await folderWith({
    "program.yaml": "\u007fELF\u0002\u0001\0\0\0\0>\0",
    "text.txt": "text",
  });
  for (const name of ["folder.json", "folder.yaml"]) await mkdir(join(cwd, name));
  return cwd;
}

describe("a file that cannot be what it is given as ends in a sentence", () => {
  it.each<[string, string[], RegExp]>([
    ["a manifest that is a folder", ["check", "folder.json"], /"folder.json" is a folder, not a manifest/],
    [
      "a scenario that is a folder",
      ["simulate", "folder.json"],
      /"folder.json" cannot be read: it is a folder/,
    ],
    ["a report that is a folder", ["merge", "folder.json"], /cannot be read: it is a folder/],
    ["a manifest to be written over a folder", ["init", "--force", "folder.yaml"], /written: it is a folder/],
    ["a recording that is a file", ["check", "--replay", "text.txt"], /a part of its path is a file/],
    ["a manifest below a file", ["check", "text.txt/a.yaml"], /a part of its path is a file/],
    ["a name that is too long", ["check", `${"a".repeat(300)}.yaml`], /its name is too long/],
    ["a program", ["check", "program.yaml"], /U\+007F[\s\S]*zero bytes[\s\S]*Name a manifest/],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: await folder() });
    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\bE[A-Z]{3,}:|\bat .*:\d+:\d+\)/);
  });
});

it("a scenario comes from standard input too", async () => {
  const { code, stderr } = await runCli(["simulate", "-"], { cwd: await folder(), stdin: "clouds: 1\n" });
  expect(code).toBe(5);
  expect(stderr).toMatch(/<stdin>:1:\d/);
});

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folderWith, runCli } from "./run-cli.ts";

/** A signal comes each time that a file is whole and about to take its place. */
const signalled = `data:text/javascript,${encodeURIComponent(`
  import fs from "node:fs/promises";
  import { syncBuiltinESMExports } from "node:module";
  const { rename } = fs;
  let first = true;
  fs.rename = async (...names) => {
    if (first) process.kill(process.pid, "SIGTERM");
    first = false;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return rename(...names);
  };
  syncBuiltinESMExports();
`)}`;
const outputs = ["-o", "json=a.json", "-o", "html=b.html"];

it.each<[string, string[], string[]]>([
  ["merge", ["merge", "report.json", ...outputs], ["a.json", "b.html"]],
  ["a run that asks nothing", ["check", "none.yaml", ...outputs], ["a.json", "b.html"]],
  ["init", ["init", "--force", "fleet.yaml"], ["fleet.yaml"]],
])(
  "a signal while files are written, by %s: they are whole, and none is left over",
  async (_, args, files) => {
    const cwd = await folderWith({ "report.json": "{}", "none.yaml": "", "fleet.yaml": "" });
    const { code } = await runCli(args, { cwd, node: ["--import", signalled] });
    expect(code).toBe(143);
    const left = (await readdir(cwd)).filter((name) => !["report.json", "none.yaml"].includes(name));
    expect(left.filter((name) => name.includes("tmp"))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining(files));
    for (const file of files) expect((await readFile(join(cwd, file), "utf8")).length).toBeGreaterThan(100);
  },
);

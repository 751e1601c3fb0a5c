import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { runCli } from "./run-cli.ts";

let home = "";
let folder = "";

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "upgradectl-home-"));
  folder = join(home, ".cache/upgradectl");
  onTestFinished(() => rm(home, { recursive: true, force: true }));
});

/** Runs the program once, and tells how many files it keeps. */
async function runOnce(env: Readonly<Record<string, string>> = {}): Promise<number> {
  const run = await runCli(["--version"], { env: { HOME: home, NODE_COMPILE_CACHE: "", ...env } });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  return (await filesIn(folder)).length;
}

async function filesIn(where: string): Promise<readonly string[]> {
  const entries = await readdir(where, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

it("keeps what was compiled in a folder of the user's own", async () => {
  expect(await runOnce()).toBeGreaterThan(0);
});

it("starts from files that somebody damaged", async () => {
  await runOnce();
  for (const file of await filesIn(folder)) await writeFile(file, (await readFile(file)).reverse());
  expect(await runOnce()).toBeGreaterThan(0);
});

it("uses no folder in which everybody may write", async () => {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o777);
  expect(await runOnce()).toBe(0);
});

it("nor one below such a folder", async () => {
  await mkdir(folder, { recursive: true });
  await chmod(join(home, ".cache"), 0o777);
  expect(await runOnce()).toBe(0);
});

it("nor somebody else's", async ({ skip }) => {
  if (process.getuid?.() !== 0) skip("only root can give a folder away");
  await mkdir(folder, { recursive: true });
  await chown(folder, 12_345, 12_345);
  expect(await runOnce()).toBe(0);
});

it.each(["a file", "a link into nothing"])("starts without one where there is %s", async (what) => {
  await mkdir(join(home, ".cache"));
  if (what === "a file") await writeFile(folder, "");
  else await symlink(join(home, "nowhere"), folder);
  expect(await runOnce()).toBe(0);
});

it.each(["relative", ""])("takes %j for no folder", async (cache) => {
  await runOnce({ XDG_CACHE_HOME: cache });
  expect(await filesIn(join(home, ".cache"))).not.toEqual([]);
});

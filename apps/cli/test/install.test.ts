import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findPnpm } from "../../../release/run-pnpm.ts";
import packageFile from "../package.json" with { type: "json" };
import { huawei, manifest, simulate } from "./clouds.ts";
import { startRegistry } from "./npm-registry.ts";
import { type Installer, installers, writeFiles } from "./package-managers.ts";
import { folderWith } from "./run-cli.ts";
import { runProgram } from "./run-script.ts";

const home = await mkdtemp(join(tmpdir(), "upgradectl-install-"));
const registry = await startRegistry(join(home, "tarballs"));
const pnpm = await findPnpm();
afterAll(async () => {
  registry.close();
  await rm(home, { recursive: true, force: true });
});

/** What an installed program with its official providers may bring. */
const most = { packages: 40, bytes: 15_000_000 };

async function installInto(cwd: string, { command, env, files }: Installer, packages: readonly string[]) {
  await writeFiles(cwd, files);
  const before = registry.missing.length;
  const { code, stdout, stderr } = await runProgram(command(...packages), { cwd, env });
  const missing = registry.missing.slice(before);
  expect({ code, missing }, stdout + stderr).toEqual({ code: 0, missing: [] });
}

/** The bytes of the files in a folder. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe.each(Object.entries(installers))(
  "upgradectl, installed by %s from tarballs alone",
  (_name, make) => {
    it("tells its version, plays the demo and checks a fleet", { timeout: 240_000 }, async () => {
      const simulator = await simulate(huawei([{ name: "payments", id: "p-1", version: "v1.28.15-r2" }]));
      const entry = { name: "payments", id: "p-1", provider: "hw", targetVersion: "v1.29.8-r4" };
      const cwd = await folderWith({
        "package.json": { private: true },
        "upgradectl.yaml": manifest(simulator.url, [entry]),
      });
      await installInto(cwd, make(registry.url, home, pnpm), [`upgradectl@${packageFile.version}`]);

      const program = join(cwd, "node_modules/.bin/upgradectl");
      const version = await runProgram([program, "--version"], { cwd });
      expect(version).toEqual({ code: 0, stdout: `${packageFile.version}\n`, stderr: "" });
      const demo = await runProgram([program, "demo"], { cwd });
      expect(demo.code, demo.stderr).toBe(0);
      expect(demo.stdout).toContain("21 clusters");
      const check = await runProgram([program, "check", "-o", "json"], { cwd });
      expect(check.code, check.stderr).toBe(2);
      expect(JSON.parse(check.stdout).clusters[0]).toMatchObject({ name: "payments", verdict: "behind" });
    });
  },
);

describe("what npm installs", () => {
  it(`is at most ${most.packages} packages and 15 MB with the official providers`, {
    timeout: 240_000,
  }, async () => {
    const cwd = await folderWith({ "package.json": { private: true } });
    await installInto(cwd, installers.npm(registry.url, home, pnpm), [`upgradectl@${packageFile.version}`]);
    const lock = JSON.parse(await readFile(join(cwd, "package-lock.json"), "utf8"));
    const paths = Object.keys(lock.packages).filter((path) => path !== "");
    const bytes = await sizeOf(join(cwd, "node_modules"));
    expect(paths).toEqual(expect.arrayContaining(["node_modules/@upgradectl/provider-alibaba-ack"]));
    expect(bytes).toBeLessThanOrEqual(most.bytes);
    expect(paths.length, paths.join("\n")).toBeLessThanOrEqual(most.packages);
  });

  it("can be imported, each package by its name, with nothing around it", { timeout: 240_000 }, async () => {
    const cwd = await folderWith({ "package.json": { private: true, type: "module" } });
    await installInto(cwd, installers.npm(registry.url, home, pnpm), registry.published);
    const names: string[] = [];
    for (const name of registry.published) {
      const file = JSON.parse(await readFile(join(cwd, "node_modules", name, "package.json"), "utf8"));
      if (file.exports["."] !== undefined) names.push(name);
    }
    const code = `for (const name of ${JSON.stringify(names)}) {
      if (Object.keys(await import(name)).length > 0) console.log(name);
    }`;
    const imported = await runProgram([process.execPath, "--input-type=module", "--eval", code], { cwd });
    expect(imported).toEqual({ code: 0, stdout: `${names.join("\n")}\n`, stderr: "" });
  });
});

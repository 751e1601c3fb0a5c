import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { program, runCli } from "./run-cli.ts";
import { runProgram } from "./run-script.ts";

/** A Node.js on this machine's path that is too old, where there is one. */
function findOldNode(): string | undefined {
  const folders = new Set([...(process.env.PATH ?? "").split(delimiter), "/usr/local/bin", "/usr/bin"]);
  const nodes = [...folders].map((folder) => join(folder, "node")).filter((path) => existsSync(path));
  return [...new Set(nodes.map((path) => realpathSync(path)))].find((path) => {
    const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
    const [, major = "99", minor = "0"] = /^v(\d+)\.(\d+)\./.exec(stdout) ?? [];
    return Number(major) < 22 || (major === "22" && Number(minor) < 19);
  });
}

const oldNode = findOldNode();

/** What makes this Node.js believe that it is another version. */
function disguise(version: string): readonly string[] {
  const code = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;
  return ["--import", `data:text/javascript,${encodeURIComponent(code)}`];
}

describe("the program on a Node.js", () => {
  it.each(["14.21.3", "18.20.8", "20.20.2", "22.0.0", "22.18.9"])(
    "%s says which one it needs, and how to get it",
    async (version) => {
      const { code, stdout, stderr } = await runCli(["check", "-o", "json"], { node: disguise(version) });
      expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
      expect(stderr).toContain(`upgradectl needs Node.js 22.19 or newer; this is Node.js ${version} (`);
      expect(stderr).toMatch(/\nInstall a newer Node\.js, or run it with one: npx .*\n$/);
    },
  );

  it.each(["22.19.0", "23.0.0", "24.0.0-nightly", "100.1.0"])("%s runs", async (version) => {
    const { code, stderr } = await runCli(["--version"], { node: disguise(version) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.skipIf(oldNode === undefined)(
    "that is too old in truth says the same (needs one on the path)",
    async () => {
      const { code, stderr } = await runProgram([oldNode ?? "", program, "check"], { cwd: "/" });
      expect(code).toBe(5);
      expect(stderr).toMatch(/^upgradectl needs Node\.js 22\.19 or newer; this is Node\.js \d+\.\d+\.\d+ \(/);
    },
  );

  it("that is very old can read the file that says so: it declares and calls as Node.js always could", async () => {
    const text = await readFile(program, "utf8");
    expect(text).not.toMatch(/=>|`|\b(const|let|class|async|await)\b|\?\.|\?\?|^import /m);
  });
});

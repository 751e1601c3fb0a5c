import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { secrets, twoClouds } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

describe("output", () => {
  it("is text on standard output, aligned, without colours in a pipe", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const { stdout, stderr, code } = await runCli(["check"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe("");
    const [first, second] = stdout.split("\n");
    expect(first).toBe("↓ behind     payments  v1.28.15-r2 → v1.29.8-r4");
    expect(second).toBe("✔ converged  orders    1.32.1-aliyun.1");
    expect(stdout).toContain("2 clusters: 1 converged, 1 behind");
    expect(stdout).toContain("Upgrade it to v1.29.8-r4, or correct the manifest at upgradectl.yaml:");
    expect(stdout).toContain("exit code 2.");
  });

  it.each([
    [["--color", "always"], {}, true],
    [["--color", "never"], { FORCE_COLOR: "1" }, false],
    [[], { FORCE_COLOR: "1" }, true],
    [[], { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    [["--color", "always"], { NO_COLOR: "1", TERM: "dumb" }, true],
    [[], {}, false],
  ] as const)("colours with %j and %j: %s", async (args, env, colours) => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const { stdout } = await runCli(["check", ...args], { cwd, env });
    expect(stripVTControlCharacters(stdout) !== stdout).toBe(colours);
  });

  it("goes to files beside standard output, whole", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const result = await runCli(["check", "-o", "json=report.json", "-o", "text=report.txt"], { cwd });
    expect(result.stdout).toContain("2 clusters:");
    expect(reportOf({ ...result, stdout: await readFile(join(cwd, "report.json"), "utf8") }).exitCode).toBe(
      2,
    );
    expect(await readFile(join(cwd, "report.txt"), "utf8")).toContain("2 clusters:");
    const missing = await runCli(["check", "-o", "json=nowhere/report.json"], { cwd });
    expect(missing.code).toBe(5);
  });

  it("never holds a secret, and an access key id only in its first characters", async () => {
    const { fleet } = await twoClouds();
    const text = JSON.stringify(fleet).replace(secrets.alibaba, "not-the-secret-of-this-key");
    const cwd = await folderWith({ "upgradectl.yaml": text });
    for (const args of [
      ["check"],
      ["check", "-o", "json"],
      ["check", "--dry-run"],
      ["validate"],
      ["schema"],
    ]) {
      const { stdout, stderr } = await runCli(args, { cwd });
      expect(stdout + stderr).not.toMatch(/nobody-may-see|not-the-secret|LTAI5tTestKey|HWTESTKEY/);
    }
  });
});

describe("--dry-run", () => {
  it("lists clusters and requests and asks nothing", async () => {
    const { fleet, simulator } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const text = await runCli(["check", "--dry-run"], { cwd });
    expect(text.code).toBe(0);
    expect(text.stdout).toContain("payments (hw), declared v1.29.8-r4");
    expect(text.stdout).toContain(
      `GET ${simulator.url}/api/v3/projects/0123456789abcdef0123456789abcdef/clusters/p-1/upgradeinfo`,
    );
    expect(text.stdout).toContain(`GET ${simulator.url}/clusters/o-1/tasks`);
    const json = JSON.parse((await runCli(["gate", "--dry-run", "-o", "json"], { cwd })).stdout);
    const warned = JSON.parse(
      (await runCli(["gate", "--dry-run", "--fail-on", "action", "-o", "json"], { cwd })).stdout,
    );
    expect(warned.diagnostics).toMatchObject([{ code: "flag-without-effect" }]);
    expect(json).toMatchObject({ command: "gate", dryRun: true, exitCode: 0 });
    expect(json.plan.clusters.map(({ name }: { name: string }) => name)).toEqual(["payments", "orders"]);
    expect(simulator.stats.total).toBe(0);
  });
});

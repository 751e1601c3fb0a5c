import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verdictNames } from "@upgradectl/core";
import { describe, expect, it } from "vitest";
import { huawei, secrets, twoClouds } from "./clouds.ts";
import { folderWith, program, reportOf, runCli } from "./run-cli.ts";

describe("validate and schema", () => {
  it("validate asks nothing and needs no credentials", async () => {
    const { fleet, simulator } = await twoClouds();
    const bare = JSON.parse(JSON.stringify(fleet));
    for (const provider of Object.values<{ config: Record<string, unknown> }>(bare.providers))
      delete provider.config.credentials;
    const cwd = await folderWith({ "upgradectl.yaml": bare });
    const result = await runCli(["validate"], { cwd });
    expect(result).toMatchObject({ code: 0, stdout: "upgradectl.yaml: valid, 2 clusters, 2 providers\n" });
    expect(reportOf(await runCli(["validate", "-o", "json"], { cwd }))).toMatchObject({
      exitCode: 0,
      diagnostics: [],
    });
    expect(simulator.stats.total).toBe(0);
    const check = reportOf(await runCli(["check", "-o", "json"], { cwd }));
    expect(check.clusters.map(({ error }) => error?.kind)).toEqual(Array(2).fill("unauthenticated"));
    expect(simulator.stats.total).toBe(0);
  });

  it("takes credentials from the environment names of the vendors' tools", async () => {
    const { fleet, simulator } = await twoClouds();
    const bare = JSON.parse(JSON.stringify(fleet));
    for (const provider of Object.values<{ config: Record<string, unknown> }>(bare.providers))
      delete provider.config.credentials;
    const cwd = await folderWith({ "upgradectl.yaml": bare });
    const sdk = {
      HUAWEICLOUD_SDK_AK: "HWTESTKEY00000000001",
      HUAWEICLOUD_SDK_SK: secrets.huawei,
      ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tTestKey000000001",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: secrets.alibaba,
    };
    const terraform = {
      HW_ACCESS_KEY: "HWTESTKEY00000000001",
      HW_SECRET_KEY: secrets.huawei,
      ALICLOUD_ACCESS_KEY: "LTAI5tTestKey000000001",
      ALICLOUD_SECRET_KEY: secrets.alibaba,
    };
    for (const env of [sdk, terraform])
      expect(reportOf(await runCli(["check", "-o", "json"], { cwd, env }))).toMatchObject({ complete: true });
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("schema composes the plugins of the manifest, or prints the bare one without any", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const composed = await runCli(["schema"], { cwd });
    expect(composed.code).toBe(0);
    expect(composed.stdout).toContain("nodePools");
    expect(JSON.parse(composed.stdout)).toBeTypeOf("object");
    const empty = await folderWith({});
    await mkdir(join(empty, ".git"));
    const bare = await runCli(["schema"], { cwd: empty });
    expect(JSON.parse(bare.stdout)).toEqual(
      expect.objectContaining(
        JSON.parse(await readFile(new URL("../../../schemas/manifest.schema.json", import.meta.url), "utf8")),
      ),
    );
  });
});
describe("the process", () => {
  it("says which Node it needs on an older one", async () => {
    const preload =
      "data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });";
    const result = await runCli(["--version"], { node: ["--import", preload] });
    expect(result.code).toBe(5);
    expect(result.stderr).toContain("upgradectl needs Node.js 22.19 or newer; this is Node.js 20.20.2");
  });

  it("does not mind a reader that goes away", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const result = await runCli(["check", "-o", "json"], { cwd, during: (child) => child.stdout?.destroy() });
    expect(result.stderr).toBe("");
    expect(result.code).toBe(2);
  });

  it.skipIf(!existsSync("/dev/full"))(
    "says so where standard output cannot be written (needs /dev/full)",
    () => {
      const full = openSync("/dev/full", "w");
      for (const args of [["--help"], ["chekc", "-o", "json"]]) {
        const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
          stdio: ["ignore", full, "pipe"],
          encoding: "utf8",
        });
        expect(status).toBe(5);
        expect(stderr).toMatch(/^error: .*\n/);
        expect(stderr).not.toContain("    at ");
      }
      closeSync(full);
    },
  );

  it("simulate serves a scenario until it is stopped", async () => {
    const cwd = await folderWith({
      "scenario.yaml": { accounts: [huawei([{ name: "a", id: "a", version: "v1.29.8-r4" }])] },
    });
    const result = await runCli(["simulate", "scenario.yaml"], {
      cwd,
      during: (child) => child.stdout?.once("data", () => child.kill("SIGTERM")),
    });
    expect(result.code).toBe(143);
    expect(result.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
    await writeFile(join(cwd, "bad.yaml"), "accounts:\n  - cloud: mars\n    nmae: x\n");
    const bad = await runCli(["simulate", "bad.yaml"], { cwd });
    expect(bad.code).toBe(5);
    expect(bad.stderr).toContain("bad.yaml:2");
  });

  it("demo shows clusters of all four providers, every verdict, and the steps and nodes of what runs", async () => {
    const text = await runCli(["demo"]);
    expect(text.code).toBe(0);
    expect(text.stderr).toContain("Without --exit-zero a pipeline would have got exit code 2");
    expect(text.stdout).toMatch(/^Under way$/m);
    expect(text.stdout).toMatch(
      /^ {2}search: PreCheck ✔ \d+m, Snapshot ✔ \d+m, Cluster ↻ \d+m, PostCheck ·$/m,
    );
    expect(text.stdout).toMatch(/^ {2}catalog: \d of 5 nodes done, now catalog-ess-esn-\d-1$/m);
    expect(text.stdout).toContain("Outcome action; exit code 0.");
    const { code, stdout } = await runCli(["demo", "-o", "json"]);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ outcome: "action", exitCode: code, policy: { exitZero: true } });
    const stream = await runCli(["demo", "-o", "ndjson"]);
    expect(JSON.parse(stream.stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      exitCode: stream.code,
    });
    expect(report.clusters.length).toBeGreaterThanOrEqual(12);
    expect(new Set(report.clusters.map(({ source }: { source: string }) => source))).toEqual(
      new Set(["huawei-cce", "huawei-cce-autopilot", "huawei-css", "alibaba-ack"]),
    );
    expect(Object.keys(report.summary.verdicts).sort()).toEqual([...verdictNames].sort());
  });
});

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { alibaba, huawei, manifest, secrets, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

async function twoClouds(more: Parameters<typeof huawei>[1] = {}) {
  const simulator = await simulate(
    huawei([{ name: "payments", id: "p-1", version: "v1.28.15-r2" }], more),
    alibaba([{ name: "orders", id: "o-1", version: "1.32.1-aliyun.1" }]),
  );
  const fleet = manifest(simulator.url, [
    {
      name: "payments",
      id: "p-1",
      provider: "hw",
      targetVersion: "v1.29.8-r4",
      labels: { env: "prod", tier: "1" },
    },
    { name: "orders", id: "o-1", provider: "ali", targetVersion: "1.32", labels: { env: "dev" } },
  ]);
  return { simulator, fleet };
}

function namesOf(report: { readonly clusters: readonly { readonly name: string }[] }): readonly string[] {
  return report.clusters.map(({ name }) => name);
}

describe("which manifest", () => {
  it("is found in a parent folder, but not beyond the repository's root", async () => {
    const { fleet } = await twoClouds();
    const root = await folderWith({ "upgradectl.yml": fleet });
    const inner = join(root, "a", "b");
    await mkdir(inner, { recursive: true });
    const found = reportOf(await runCli(["check", "-o", "json"], { cwd: inner }));
    expect(found.clusters[0]?.location.file).toBe(join(root, "upgradectl.yml"));
    await mkdir(join(root, "a", ".git"));
    const result = await runCli(["check"], { cwd: inner });
    expect(result.code).toBe(5);
    expect(result.stderr).toContain("no manifest");
  });

  it("comes from $UPGRADECTL_MANIFEST, standard input, several files and globs", async () => {
    const { fleet } = await twoClouds();
    const [payments, orders] = fleet.clusters;
    const cwd = await folderWith({
      "a.yaml": { ...fleet, clusters: [payments], providers: { hw: fleet.providers.hw } },
      "b.yaml": { ...fleet, clusters: [orders], providers: { ali: fleet.providers.ali } },
    });
    const run = async (args: readonly string[], more = {}) =>
      namesOf(reportOf(await runCli(["check", "-o", "json", ...args], { cwd, ...more })));
    expect(await run([], { env: { UPGRADECTL_MANIFEST: "b.yaml" } })).toEqual(["orders"]);
    expect(await run(["-"], { stdin: JSON.stringify(fleet) })).toEqual(["payments", "orders"]);
    expect(await run(["b.yaml", "a.yaml"])).toEqual(["orders", "payments"]);
    expect(await run(["*.yaml", "a.yaml"])).toEqual(["payments", "orders"]);
  });

  it("has cluster names that are unique over all files", async () => {
    const { fleet, simulator } = await twoClouds();
    const cwd = await folderWith({ "a.yaml": fleet, "b.yaml": fleet });
    const report = reportOf(await runCli(["check", "a.yaml", "b.yaml", "-o", "json"], { cwd }));
    expect(report.exitCode).toBe(5);
    expect(report.diagnostics.map(({ code, file }) => `${code} ${file}`)).toEqual([
      "duplicate-cluster b.yaml",
      "duplicate-cluster b.yaml",
    ]);
    expect(simulator.stats.total).toBe(0);
  });

  it("that is a folder, or cannot be read, is a sentence and not a stack", async () => {
    const cwd = await folderWith({});
    for (const args of [["."], ["nothing-*.yaml"], ["missing.yaml"]]) {
      const result = await runCli(["check", ...args], { cwd });
      expect(result.code).toBe(5);
      expect(result.stderr).toMatch(/^error: .*\n/);
      expect(result.stderr).not.toContain("    at ");
    }
  });
});

describe("selection and policy", () => {
  it("selects by labels", async () => {
    const { fleet, simulator } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const run = async (...args: string[]) =>
      namesOf(reportOf(await runCli(["check", "-o", "json", ...args], { cwd })));
    expect(await run("-l", "env=dev")).toEqual(["orders"]);
    expect(simulator.stats.byAccount.hw).toBeUndefined();
    expect(await run("--selector", "env!=dev")).toEqual(["payments"]);
    expect(await run("-l", "tier=1,env=prod")).toEqual(["payments"]);
  });

  it("--fail-on takes outcomes and verdicts", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    for (const [list, code] of [
      ["behind", 2],
      ["action", 2],
      ["failed,pending", 0],
    ] as const)
      expect((await runCli(["check", "--fail-on", list], { cwd })).code, list).toBe(code);
    const gate = await runCli(["gate", "--fail-on", "behind", "-o", "json"], { cwd });
    expect(reportOf(gate)).toMatchObject({ exitCode: 0, diagnostics: [{ code: "flag-without-effect" }] });
  });
});

describe("time and retries", () => {
  it("--request-timeout ends a request that hangs, and beats the manifest", async () => {
    const { fleet } = await twoClouds({ faults: [{ kind: "hang" }] });
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const report = reportOf(
      await runCli(["check", "-o", "json", "--request-timeout", "200ms", "--retries", "0"], { cwd }),
    );
    expect(report.diagnostics).toMatchObject([{ code: "usage" }]);
    const later = reportOf(
      await runCli(["check", "-o", "json", "--request-timeout", "1s", "--retries", "0"], { cwd }),
    );
    expect(later.exitCode).toBe(4);
    expect(later.clusters[0]).toMatchObject({ verdict: "unknown", error: { kind: "timeout" } });
  });

  it("--timeout ends the whole run and keeps what is known", async () => {
    const { fleet } = await twoClouds({ faults: [{ kind: "hang" }] });
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const report = reportOf(await runCli(["check", "-o", "json", "--timeout", "1s"], { cwd }));
    expect(report).toMatchObject({ exitCode: 4, complete: false });
    expect(report.clusters).toMatchObject([
      { verdict: "unknown", error: { kind: "timeout" } },
      { verdict: "converged" },
    ]);
    expect(report.durationMs).toBeLessThan(3000);
  });

  it("--retries says how often; without it a passing error is ridden out", async () => {
    const faults = [{ kind: 503, times: 2, action: "ShowCluster", retryAfter: 0.01 }] as const;
    const twice = await twoClouds({ faults });
    const cwd = await folderWith({ "upgradectl.yaml": twice.fleet });
    const report = reportOf(await runCli(["check", "-o", "json"], { cwd }));
    expect(report.clusters[0]).toMatchObject({ verdict: "behind" });
    expect(report.clusters[0]?.evidence.map(({ httpStatus }) => httpStatus)).toContain(503);
    const once = await twoClouds({ faults });
    const folder = await folderWith({ "upgradectl.yaml": once.fleet });
    const failed = reportOf(await runCli(["check", "-o", "json", "--retries", "1"], { cwd: folder }));
    expect(failed.clusters[0]).toMatchObject({
      verdict: "unknown",
      error: { kind: "unavailable", httpStatus: 503 },
    });
    expect(once.simulator.stats.byAction.ShowCluster).toBe(2);
  });
});

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
    expect(json).toMatchObject({ command: "gate", dryRun: true, exitCode: 0 });
    expect(json.plan.clusters.map(({ name }: { name: string }) => name)).toEqual(["payments", "orders"]);
    expect(simulator.stats.total).toBe(0);
  });
});

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

describe("the command line", () => {
  it.each([
    [["chekc"], 'upgradectl does not know the command "chekc"', "Did you mean check?"],
    [["check", "--concurency", "5"], "does not know the flag --concurency", "Did you mean --concurrency?"],
    [["check", "--timeout"], "timeout", "See upgradectl --help."],
    [["check", ""], "a manifest's name is empty", "variable"],
    [["check", "--fail-on", ""], "--fail-on names no outcome", "Verdicts:"],
    [["check", "--timeout", "1s", "--timeout", "2s"], "--timeout was given 2 times", ""],
    [["simulate", "nope.yaml"], 'the scenario "nope.yaml" cannot be read: there is no such file', ""],
  ])("%j: says what is wrong and what was meant", async (args, said, hint) => {
    const { code, stderr, stdout } = await runCli(args);
    expect(code).toBe(5);
    expect(stdout).toBe("");
    expect(stderr).toContain(said);
    expect(stderr).toContain(hint);
  });

  it("takes flags as kubectl's users write them, and words after --", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": "broken", "other.yaml": fleet });
    const report = reportOf(await runCli(["check", "-ojson", "-lenv=dev", "--", "other.yaml"], { cwd }));
    expect(namesOf(report)).toEqual(["orders"]);
    expect((await runCli(["validate", "--no-color", "--", "other.yaml"], { cwd })).stdout).toContain(
      "other.yaml: valid",
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

  it("demo shows a dozen clusters on both clouds and every verdict but unknown and diverging", async () => {
    const text = await runCli(["demo"]);
    expect(text.code).toBe(0);
    expect(text.stderr).toContain("A pipeline would have got exit code 2");
    const { stdout } = await runCli(["demo", "-o", "json"]);
    const report = JSON.parse(stdout);
    expect(report.clusters.length).toBeGreaterThanOrEqual(12);
    expect(new Set(report.clusters.map(({ source }: { source: string }) => source))).toEqual(
      new Set(["huawei-cce", "alibaba-ack"]),
    );
    expect(Object.keys(report.summary.verdicts).sort()).toEqual([
      "ahead",
      "behind",
      "converged",
      "different",
      "failed",
      "paused",
      "stalled",
      "upgrading",
    ]);
  });
});

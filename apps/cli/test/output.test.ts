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
    expect(text.stdout).toContain(
      "hw (huawei-cce): 1 cluster\n  payments, id p-1, declared v1.29.8-r4\n  for the account\n",
    );
    const project = `${simulator.url}/api/v3/projects/0123456789abcdef0123456789abcdef`;
    expect(text.stdout).toContain(`GET ${project}/clusters/{cluster_id}/upgradeinfo`);
    expect(text.stdout).toContain(`GET ${simulator.url}/clusters/{clusterId}/tasks`);
    const json = JSON.parse((await runCli(["gate", "--dry-run", "-o", "json"], { cwd })).stdout);
    const urls = (index: number) => json.plan.clusters[index].requests.map(({ url }: { url: string }) => url);
    expect(urls(0)).toContain(`${project}/clusters/p-1/upgradeinfo`);
    expect(urls(1)).toContain(`${simulator.url}/clusters/o-1/tasks`);
    const warned = JSON.parse(
      (await runCli(["gate", "--dry-run", "--fail-on", "action", "-o", "json"], { cwd })).stdout,
    );
    expect(warned.diagnostics).toMatchObject([{ code: "flag-without-effect" }]);
    expect(json).toMatchObject({ command: "gate", dryRun: true, exitCode: 0 });
    expect(json.plan.clusters.map(({ name }: { name: string }) => name)).toEqual(["payments", "orders"]);
    expect(simulator.stats.total).toBe(0);
  });

  const planned = async (config: object, env: Readonly<Record<string, string>> = {}) => {
    const clusters = ["a", "b", "c"].map((name) => ({
      name,
      id: name,
      provider: "hw",
      targetVersion: "1.29",
    }));
    const providers = { hw: { source: "huawei-cce", config: { region: "cn-north-4", ...config } } };
    const fleet = { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters };
    const cwd = await folderWith({ "upgradectl.json": fleet });
    const { code, stdout } = await runCli(["check", "--dry-run"], { cwd, env });
    expect(code).toBe(0);
    return stdout;
  };

  it("says nothing twice, however many clusters there are", async () => {
    const lines = (await planned({})).split("\n").filter((line) => line !== "");
    expect(lines.length).toBeGreaterThan(10);
    expect(lines).toEqual([...new Set(lines)]);
    expect(lines).toContain("  for each cluster");
    expect(lines.at(-1)).toBe("3 clusters selected; nothing was asked of any cloud.");
  });

  const credentials = { accessKeyId: "HWTESTKEY00000000001", secretAccessKey: "of-nobody" };
  it.each<[string, object, Record<string, string>, readonly string[]]>([
    ["an access key in the config", { credentials }, {}, []],
    ["an access key in the environment", {}, { HW_ACCESS_KEY: "A", HW_SECRET_KEY: "B" }, []],
    [
      "a password",
      { credentials: { username: "u", password: "of-nobody", domainName: "d" } },
      {},
      ["KeystoneCreateUserTokenByPassword"],
    ],
    [
      "nothing but what a file may hold",
      {},
      {},
      ["KeystoneCreateUserTokenByPassword", "CreateTokenWithIdToken", "CreateTemporaryAccessKeyByToken"],
    ],
    [
      "nothing but what a file or the server may hold",
      {},
      { UPGRADECTL_METADATA_DISABLED: "false" },
      [
        "KeystoneCreateUserTokenByPassword",
        "CreateTokenWithIdToken",
        "CreateTemporaryAccessKeyByToken",
        "CreateMetadataToken",
        "ShowMetadataSecurityKey",
      ],
    ],
  ])("lists the sign-ins that may be made with %s", async (_what, config, env, expected) => {
    const text = await planned(config, env);
    const [, signIns = ""] = / {2}to sign in\n((?: {4}.*\n)*)/.exec(text) ?? [];
    expect([...signIns.matchAll(/^ {4}(\w+): /gm)].map(([, action]) => action)).toEqual(expected);
    expect(text).toContain("KeystoneListProjects");
  });
});

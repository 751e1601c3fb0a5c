import { describe, expect, it } from "vitest";
import provider from "../../../packages/provider-huawei-cce/package.json" with { type: "json" };
import { huawei, manifest, secrets, simulate, twoClouds } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

/** `2026-11-21T11:36:56.806Z hw payments ShowCluster 200 36ms request-id=…` */
const requestLine =
  /^\d{4}-\d\d-\d\dT[\d:.]+Z (?<provider>\S+) (?<cluster>\S+|".*") (?<action>\S+) (?<status>\d{3}|no answer) \d+ms(?<rest>.*)$/;

function requestsIn(stderr: string): readonly Readonly<Record<string, string>>[] {
  return stderr.split("\n").flatMap((line) => {
    const groups = requestLine.exec(line)?.groups;
    return groups === undefined ? [] : [groups];
  });
}

async function fleetFolder(more: Parameters<typeof twoClouds>[0] = {}) {
  const { fleet, simulator } = await twoClouds(more);
  return { cwd: await folderWith({ "upgradectl.yaml": fleet }), simulator, fleet };
}

describe("-v", () => {
  it("writes a line for each request as it ends, and the plugins' versions; the result stays as it is", async () => {
    const { cwd, simulator } = await fleetFolder();
    const result = await runCli(["check", "-v", "-o", "json"], { cwd });
    const report = reportOf(result);
    expect(result.stderr).toContain(`plugin @upgradectl/provider-huawei-cce ${provider.version} for hw\n`);
    const requests = requestsIn(result.stderr);
    expect(requests).toHaveLength(simulator.stats.total);
    const ids = report.clusters.flatMap(({ evidence }) => evidence.map(({ requestId }) => requestId));
    for (const id of ids) expect(result.stderr).toContain(`request-id=${id}`);
    for (const secret of Object.values(secrets)) expect(result.stderr).not.toContain(secret);
    expect((await runCli(["check", "-o", "json"], { cwd })).stderr).toBe("");
  });

  it("names the cluster of each request, and the account of what is asked once for all", async () => {
    const simulator = await simulate(
      huawei([
        { name: "a", id: "a", version: "v1.29.8-r4" },
        { name: "b", id: "b", version: "v1.29.8-r4" },
      ]),
    );
    const entry = { provider: "hw", targetVersion: "v1.29.8-r4" };
    const entries = [
      { ...entry, name: "account", id: "a" },
      { ...entry, name: "pay ments", id: "b" },
    ];
    const cwd = await folderWith({ "upgradectl.json": manifest(simulator.url, entries) });
    const requests = requestsIn((await runCli(["check", "-v"], { cwd })).stderr);
    expect(new Set(requests.map(({ cluster, action }) => `${cluster} ${action}`))).toEqual(
      new Set([
        "account ListClusters",
        '"account" ShowClusterUpgradeInfo',
        '"account" ListUpgradeWorkFlows',
        '"pay ments" ShowClusterUpgradeInfo',
        '"pay ments" ListUpgradeWorkFlows',
      ]),
    );
    const shown = requestsIn((await runCli(["show", "pay ments", "-v"], { cwd })).stderr);
    expect(new Set(shown.map(({ cluster }) => cluster))).toEqual(new Set(['"pay ments"']));
  });

  it("shows every try, also the failed ones with what was wrong", async () => {
    const faults = [{ kind: 503, times: 1, action: "ShowCluster", retryAfter: 0.01 }] as const;
    const { cwd } = await fleetFolder({ faults });
    const { stderr } = await runCli(["show", "payments", "--verbose"], { cwd });
    const tries = requestsIn(stderr).filter((request) => request.action === "ShowCluster");
    expect(tries).toMatchObject([
      { provider: "hw", status: "503", rest: expect.stringContaining(" unavailable") },
      { status: "200" },
    ]);
  });

  it("says where no answer came", async () => {
    const { cwd } = await fleetFolder({ faults: [{ kind: "hang", action: "ShowCluster" }] });
    const args = ["show", "payments", "-v", "--request-timeout", "1s", "--retries", "0"];
    const { code, stderr } = await runCli(args, { cwd });
    expect(code).toBe(4);
    expect(requestsIn(stderr)).toMatchObject([{ status: "no answer", rest: " timeout" }]);
  });

  it.each([
    ["gate", ["gate"]],
    ["discover", ["discover", "--provider", "hw"]],
    ["demo", ["demo"]],
  ])("works with %s", async (_, args) => {
    const { cwd } = await fleetFolder();
    expect(requestsIn((await runCli([...args, "-v"], { cwd })).stderr)).not.toEqual([]);
  });

  it.each(["validate", "providers", "schema"])(
    "of %s, which asks nothing, tells the plugins",
    async (command) => {
      const { cwd } = await fleetFolder();
      const { code, stderr } = await runCli([command, "-v"], { cwd });
      expect(code).toBe(0);
      expect(stderr).toMatch(/^plugin \S+ \S+ for hw\nplugin \S+ \S+ for ali\n$/);
    },
  );
});

describe("-q", () => {
  it("keeps warnings off standard error, not out of the report", async () => {
    const { cwd } = await fleetFolder();
    const args = ["check", "--stable", "2", "-o", "json"];
    expect((await runCli(args, { cwd })).stderr).toContain("--stable has no effect");
    const result = await runCli([...args, "-q"], { cwd });
    expect(result.stderr).toBe("");
    expect(reportOf(result).diagnostics).toMatchObject([{ code: "flag-without-effect" }]);
  });

  it.each([
    [["gate"]],
    [["show", "payments"]],
    [["discover", "--provider", "ali"]],
    [["demo"]],
    [["validate"]],
    [["providers"]],
    [["schema"]],
    [["completion", "bash"]],
    [["init", "new.yaml"]],
  ])("%j leaves standard output as it is, and says nothing else", async (args) => {
    const { cwd } = await fleetFolder();
    const { code, stdout, stderr } = await runCli([...args, "--quiet"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).not.toBe("");
  });

  it("of a merge, of what it is told and of a manifest's warnings is heeded", async () => {
    const { fleet } = await fleetFolder();
    const cwd = await folderWith({
      "upgradectl.yaml": { ...fleet, providers: { ...fleet.providers, idle: { source: "huawei-cce" } } },
    });
    await runCli(["check", "-q", "-o", "json=1.json"], { cwd });
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: "/nonexistent/summary" };
    const loud = await runCli(["merge", "1.json", "-o", "github"], { cwd, env });
    expect(loud.stderr).toContain("the step summary could not be written");
    const { code, stderr } = await runCli(["merge", "1.json", "-o", "github", "-q"], { cwd, env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
  });

  it("still tells errors", async () => {
    const { cwd, fleet } = await fleetFolder();
    for (const args of [
      ["check", "missing.yaml"],
      ["show", "nobody"],
    ]) {
      const { code, stderr } = await runCli([...args, "-q"], { cwd });
      expect(code).toBe(5);
      expect(stderr).toMatch(/^error: /);
    }
    const broken = await folderWith({ "upgradectl.yaml": { ...fleet, clusters: [{ name: "a" }] } });
    expect((await runCli(["gate", "-q"], { cwd: broken })).stderr).toMatch(/^error: /);
  });

  it.each(["check", "init", "schema"])("of %s excludes -v", async (command) => {
    const { code, stderr } = await runCli([command, "-q", "-v"]);
    expect(code).toBe(5);
    expect(stderr).toContain("--quiet and --verbose exclude each other");
  });
});

import { describe, expect, it } from "vitest";
import { secrets, twoClouds } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

/** `2026-11-21T11:36:56.806Z hw ListClusters 200 36ms request-id=…` */
const requestLine =
  /^\d{4}-\d\d-\d\dT[\d:.]+Z (?<provider>\S+) (?<action>\S+) (?<status>\d{3}|no answer) \d+ms(?<rest>.*)$/;

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
    expect(result.stderr).toContain("plugin @upgradectl/provider-huawei-cce 0.1.0 for hw\n");
    const requests = requestsIn(result.stderr);
    expect(requests).toHaveLength(simulator.stats.total);
    const ids = report.clusters.flatMap(({ evidence }) => evidence.map(({ requestId }) => requestId));
    for (const id of ids) expect(result.stderr).toContain(`request-id=${id}`);
    for (const secret of Object.values(secrets)) expect(result.stderr).not.toContain(secret);
    expect((await runCli(["check", "-o", "json"], { cwd })).stderr).toBe("");
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

  it("leaves standard output as it is", async () => {
    const { cwd } = await fleetFolder();
    for (const args of [["gate"], ["show", "payments"], ["discover", "--provider", "ali"], ["demo"]]) {
      const { stdout, stderr } = await runCli([...args, "--quiet"], { cwd });
      expect(stderr, args[0]).toBe("");
      expect(stdout, args[0]).not.toBe("");
    }
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

  it("excludes -v", async () => {
    const { code, stderr } = await runCli(["check", "-q", "-v"]);
    expect(code).toBe(5);
    expect(stderr).toContain("--quiet and --verbose exclude each other");
  });
});

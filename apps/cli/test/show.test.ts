import { describe, expect, it } from "vitest";
import { huawei, manifest, simulate, twoClouds } from "./clouds.ts";
import { folderWith, runCli } from "./run-cli.ts";

async function homeOf(more: object = {}, entry: object = {}) {
  const simulator = await simulate(
    huawei([{ name: "payments", id: "p-1", version: "v1.28.15-r2", ...more }]),
  );
  const payments = { name: "payments", id: "p-1", provider: "hw", targetVersion: "v1.29.8-r4", ...entry };
  return folderWith({ "upgradectl.yaml": manifest(simulator.url, [payments]) });
}

describe("show", () => {
  it("prints the report's cluster and all of its operations as JSON, and exits with 0 whatever the verdict", async () => {
    const cwd = await homeOf();
    const { code, stdout } = await runCli(["show", "payments", "-o", "json"], { cwd });
    expect(code).toBe(0);
    const check = JSON.parse((await runCli(["check", "-o", "json"], { cwd })).stdout);
    const shown = JSON.parse(stdout);
    // No policy is asked here.
    const { allowed, ...cluster } = check.clusters[0];
    expect(allowed).toBe(false);
    expect(Object.keys(shown)).toEqual([...Object.keys(cluster), "operations"]);
    expect(shown).toMatchObject({ name: "payments", verdict: "behind", operations: [] });
    expect(shown.evidence[0].identity).toMatchObject({
      kind: "access-key",
      id: expect.stringMatching(/^HWTE/),
    });
  });

  it("shows operations with steps, requests and what to do", async () => {
    const cwd = await homeOf({ operations: [{ to: "v1.29.8-r4", startedAgo: "20m", duration: "1h" }] });
    const { code, stdout, stderr } = await runCli(["show", "payments"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const part of [
      "payments: upgrading (pending)",
      "hw (huawei-cce)",
      "Operation: version running",
      "v1.28.15-r2 -> v1.29.8-r4",
      "PreCheck",
      "succeeded (Success)",
      "Requests\n",
      "ShowCluster",
      "as access-key HWTE",
      "What to do next",
    ])
      expect(stdout).toContain(part);
  });

  it("exits with 4 where the cluster could not be read, and says why", async () => {
    const cwd = await homeOf({}, { id: "p-2" });
    const text = await runCli(["show", "payments"], { cwd });
    expect(text.code).toBe(4);
    expect(text.stdout).toMatch(/kind +not-found\n/);
    expect(text.stdout).toContain("Operations\n  could not be read");
    const json = await runCli(["show", "payments", "-o", "json"], { cwd });
    expect(json.code).toBe(4);
    expect(JSON.parse(json.stdout)).toMatchObject({ operations: null, error: { kind: "not-found" } });
  });

  it("asks nothing where there is no cluster of that name", async () => {
    const { simulator, fleet } = await twoClouds();
    const cwd = await folderWith({ "fleet.yaml": fleet });
    const { code, stderr, stdout } = await runCli(["show", "paymnets", "fleet.yaml", "-o", "json"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain('no cluster of the manifest is called "paymnets"');
    expect(stderr).toContain("Did you mean payments?");
    expect(JSON.parse(stdout)).toMatchObject({ command: "show", exitCode: 5 });
    expect(simulator.stats.total).toBe(0);
  });

  it("reads the one cluster only", async () => {
    const { simulator, fleet } = await twoClouds();
    const cwd = await folderWith({ "fleet.yaml": fleet });
    expect((await runCli(["show", "orders", "fleet.yaml"], { cwd })).code).toBe(0);
    expect(simulator.stats.total).toBeGreaterThan(0);
    expect(simulator.stats.total).toBeLessThan(4);
  });

  it("writes text and JSON only, and lets nothing of a server steer the terminal", async () => {
    const cwd = await homeOf({}, { labels: { note: "\u202ehidden" } });
    const other = await runCli(["show", "payments", "-o", "junit"], { cwd });
    expect(other.code).toBe(5);
    expect(other.stderr).toContain("show does not write junit");
    const { stdout } = await runCli(["show", "payments"], { cwd });
    expect(stdout).toContain("note=\\u{202e}hidden");
    expect(stdout).not.toContain("\u202e");
  });
});

import type { CceClusterScenario, HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { alibaba, huawei, manifest, simulate } from "./clouds.ts";
import { check, entry, sent, target, upgraded } from "./post-check-runs.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

describe("only clusters that are as declared are asked", () => {
  it("and none that is not", async () => {
    const clusters: CceClusterScenario[] = [
      upgraded("good"),
      upgraded("behind"),
      upgraded("failed", { operations: [{ to: target, startedAgo: "2h", outcome: "failed" }] }),
      upgraded("running", { operations: [{ to: target, startedAgo: "1m", outcome: "running" }] }),
      upgraded("paused", { operations: [{ to: target, startedAgo: "1h", outcome: "paused" }] }),
      upgraded("broken", { state: "Error" }),
      upgraded("closed", { responses: { ListUpgradeWorkFlows: { status: 403, body: {} } } }),
    ];
    const { report, stats } = await check(clusters, {
      entries: clusters.map(({ name }) => entry(name, name === "behind" ? { targetVersion: "1.31" } : {})),
    });
    expect(Object.fromEntries(report.clusters.map(({ name, verdict }) => [name, verdict]))).toEqual({
      good: "converged",
      behind: "behind",
      failed: "failed",
      running: "upgrading",
      paused: "paused",
      broken: "failed",
      closed: "unknown",
    });
    expect(sent(stats).map(({ cluster }) => cluster)).toEqual(["good"]);
    for (const { name, postCheck } of report.clusters) expect(postCheck === null).toBe(name !== "good");
  });

  it("and one of which no upgrade is known, without an earlier version", async () => {
    const { report, first, stats } = await check([{ name: "new", id: "new", version: target }]);
    expect(first).toMatchObject({
      verdict: "converged",
      postCheck: { phase: "succeeded", fromVersion: null, toVersion: target },
      error: null,
    });
    expect(report).toMatchObject({ diagnostics: [], exitCode: 0 });
    expect(sent(stats)).toHaveLength(1);
  });

  it("and one of a provider without such a check gets a warning", async () => {
    const simulator = await simulate(
      alibaba([
        {
          name: "orders",
          id: "o-1",
          version: "1.30.7-aliyun.1",
          operations: [{ to: "1.32.1-aliyun.1", startedAgo: "2h" }],
        },
      ]),
    );
    const entries = [{ name: "orders", id: "o-1", provider: "ali", targetVersion: "1.32" }];
    const cwd = await folderWith({ "upgradectl.yaml": manifest(simulator.url, entries) });
    const report = reportOf(await runCli(["check", "-o", "json", "--post-check"], { cwd }));
    expect(report.clusters).toMatchObject([{ verdict: "converged", postCheck: null, error: null }]);
    expect(report.diagnostics).toMatchObject([
      { severity: "warning", summary: expect.stringContaining("alibaba-ack") },
    ]);
    expect(sent(simulator.stats)).toEqual([]);
  });
});

describe("without the flag", () => {
  it("nothing but GET is sent", async () => {
    const { operations = [], ...cluster } = upgraded("batch");
    const clusters: HuaweiClusterScenario[] = [
      upgraded("good"),
      upgraded("failed", {
        operations: [{ to: target, startedAgo: "2h", outcome: "failed", stopsAt: "PreCheck" }],
      }),
      { ...cluster, operations, service: "cce-autopilot" },
    ];
    const { report, stats } = await check(clusters, {
      flags: [],
      entries: clusters.map(({ name, service }) =>
        entry(name, service === undefined ? {} : { provider: "auto" }),
      ),
    });
    expect(report.clusters.map(({ verdict, postCheck }) => [verdict, postCheck])).toEqual([
      ["converged", null],
      ["failed", null],
      ["converged", null],
    ]);
    expect(Object.keys(stats.byMethod)).toEqual(["GET"]);
    expect(report.diagnostics).toEqual([]);
  });

  it("a dry run does not list it, and with the flag it does", async () => {
    const simulator = await simulate(huawei([upgraded("c")]));
    const cwd = await folderWith({ "upgradectl.yaml": manifest(simulator.url, [entry("c")]) });
    const plain = await runCli(["check", "--dry-run"], { cwd });
    const flagged = await runCli(["check", "--dry-run", "--post-check"], { cwd });
    expect(plain.stdout).not.toContain("CreatePostCheck");
    expect(flagged.stdout).toMatch(
      /CreatePostCheck: POST .*\/clusters\/\{cluster_id\}\/operation\/postcheck/,
    );
    expect(simulator.stats.total).toBe(0);
  });
});

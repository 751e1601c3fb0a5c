import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alibaba, huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, program, reportOf, runCli } from "./run-cli.ts";
import { runProgram } from "./run-script.ts";

/** Two clusters on two clouds: one healthy, and one that is as the test wants it. */
async function fleet(second: { version?: string; operation?: object; fault?: 403 | 500 } = {}) {
  const operations =
    second.operation === undefined ? [] : [{ to: "v1.29.8-r4", startedAgo: "1h", ...second.operation }];
  const simulator = await simulate(
    huawei([
      {
        name: "payments",
        id: "p-1",
        version: second.version ?? "v1.29.8-r4",
        operations,
        ...(second.fault === undefined ? {} : { faults: [{ kind: second.fault }] }),
      },
    ]),
    alibaba([{ name: "orders", id: "o-1", version: "1.32.1-aliyun.1" }]),
  );
  const cwd = await folderWith({
    "upgradectl.yaml": manifest(simulator.url, [
      { name: "payments", id: "p-1", provider: "hw", targetVersion: "v1.29.8-r4" },
      { name: "orders", id: "o-1", provider: "ali", targetVersion: "1.32.1-aliyun.1" },
    ]),
  });
  return { simulator, cwd };
}

const running = { duration: "2h" } as const;

describe("exit codes of the real process, with a report that parses in each", () => {
  it("0: every cluster is as declared", async () => {
    const { cwd, simulator } = await fleet();
    const result = await runCli(["check", "-o", "json"], { cwd });
    expect(result.code).toBe(0);
    expect(reportOf(result)).toMatchObject({
      outcome: "ok",
      complete: true,
      gate: { open: true, closedBy: [] },
      summary: { clusters: 2, ok: 2, verdicts: { converged: 2 } },
    });
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("1: a bug in upgradectl itself", async () => {
    const { cwd } = await fleet();
    const preload = "data:text/javascript,Map.groupBy = () => { throw new Error('broken engine'); };";
    const result = await runCli(["check", "-o", "json"], { cwd, node: ["--import", preload] });
    expect(result.code).toBe(1);
    expect(reportOf(result).diagnostics).toMatchObject([{ code: "bug" }]);
    expect(result.stderr).toContain("this is a bug");
  });

  it.each([
    ["behind", { version: "v1.28.15-r2" }],
    ["failed", { version: "v1.28.15-r2", operation: { duration: "30m", outcome: "failed" } }],
    ["paused", { version: "v1.28.15-r2", operation: { duration: "30m", outcome: "paused" } }],
    ["diverging", { version: "v1.28.15-r2", operation: { ...running, to: "v1.31.4-r2" } }],
  ])("2: %s needs someone to act", async (verdict, second) => {
    const { cwd } = await fleet(second);
    const result = await runCli(["check", "-o", "json"], { cwd });
    expect(result.code).toBe(2);
    expect(reportOf(result).clusters[0]).toMatchObject({ verdict, outcome: "action" });
  });

  it("3: nothing worse than an upgrade under way", async () => {
    const { cwd } = await fleet({ version: "v1.28.15-r2", operation: running });
    const result = await runCli(["check", "-o", "json"], { cwd });
    expect(result.code).toBe(3);
    expect(reportOf(result)).toMatchObject({
      outcome: "pending",
      gate: { open: false, closedBy: ["payments"] },
    });
  });

  it("4: a cluster could not be read", async () => {
    const { cwd } = await fleet({ fault: 403 });
    const result = await runCli(["check", "-o", "json"], { cwd });
    expect(result.code).toBe(4);
    const report = reportOf(result);
    expect(report).toMatchObject({ complete: false, outcome: "incomplete" });
    expect(report.clusters[0]).toMatchObject({
      verdict: "unknown",
      observed: null,
      error: { kind: "forbidden" },
    });
    expect(report.clusters[1]).toMatchObject({ verdict: "converged" });
  });

  it.each([
    ["bad usage", ["check", "--nonsense", "-o", "json"]],
    ["a flag without its value", ["check", "-o", "json", "--timeout"]],
    ["an unknown command", ["chekc", "-o", "json"]],
    ["no manifest", ["check", "missing.yaml", "-o", "json"]],
    ["an empty selection", ["check", "-l", "env=nowhere", "-o", "json"]],
    ["two formats on standard output", ["check", "-o", "json", "-o", "text"]],
    ["a term that is no verdict", ["check", "--fail-on", "broken", "--output=json"]],
  ])("5: %s", async (_what, args) => {
    const { cwd, simulator } = await fleet();
    const result = await runCli(args, { cwd });
    expect(result.code).toBe(5);
    const report = reportOf(result);
    expect(report.clusters).toBeUndefined();
    expect(report.diagnostics).toHaveLength(1);
    expect(result.stderr).not.toMatch(/\n\s+at /);
    expect(simulator.stats.total).toBe(0);
  });

  it.each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s: %d, and what is known so far is still reported", async (signal, code) => {
    const simulator = await simulate(
      huawei([{ name: "slow", id: "p-1", version: "v1.29.8-r4", faults: [{ kind: "hang" }] }]),
      alibaba([{ name: "orders", id: "o-1", version: "1.32.1-aliyun.1" }]),
    );
    const cwd = await folderWith({
      "upgradectl.yaml": manifest(simulator.url, [
        { name: "slow", id: "p-1", provider: "hw", targetVersion: "v1.29.8-r4" },
        { name: "orders", id: "o-1", provider: "ali", targetVersion: "1.32.1-aliyun.1" },
      ]),
    });
    const result = await runCli(["check", "-o", "json"], {
      cwd,
      during: (child) => {
        const timer = setInterval(() => {
          const { DescribeClusterTasks = 0, ShowCluster = 0 } = simulator.stats.byAction;
          if (DescribeClusterTasks === 0 || ShowCluster === 0) return;
          clearInterval(timer);
          setTimeout(() => child.kill(signal), 100);
        }, 10);
      },
    });
    expect(result.code).toBe(code);
    expect(reportOf(result).clusters).toMatchObject([
      { name: "slow", verdict: "unknown", error: { kind: "cancelled" } },
      { name: "orders", verdict: "converged" },
    ]);
  });

  it("--exit-zero turns 2, 3 and 4 into 0, and 5 stays", async () => {
    for (const second of [
      { version: "v1.28.15-r2" },
      { version: "v1.28.15-r2", operation: running },
      { fault: 403 } as const,
    ]) {
      const { cwd } = await fleet(second);
      const result = await runCli(["check", "--exit-zero", "-o", "json"], { cwd });
      expect(result.code).toBe(0);
      expect(reportOf(result).outcome).not.toBe("ok");
    }
    expect((await runCli(["check", "missing.yaml", "--exit-zero"])).code).toBe(5);
  });
});

describe.skipIf(!existsSync("/dev/full"))("a report that cannot be written (needs /dev/full)", () => {
  const drifted = { version: "v1.28.15-r2" } as const;
  it.each([
    ["4 where all is as declared", {}, ["check"], 4],
    ["4 where upgrades are under way", { ...drifted, operation: running }, ["check"], 4],
    ["2 where someone must act", drifted, ["check"], 2],
    ["4 with --exit-zero too", drifted, ["check", "--exit-zero"], 4],
    ["4 where a cluster could not be read", { fault: 403 } as const, ["check"], 4],
    ["4 where the gate is open", drifted, ["gate"], 4],
  ])("%s; every other place has its report", async (_what, second, args, code) => {
    const { cwd } = await fleet(second);
    const files = ["-o", "html=/dev/full", "-o", "ndjson=events", "-o", "junit=report.xml", "-o", "json"];
    const result = await runCli([...args, ...files], { cwd });
    expect(result.code).toBe(code);
    expect(reportOf(result)).toMatchObject({
      summary: { clusters: 2 },
      diagnostics: [{ severity: "error", code: "unwritten" }],
    });
    expect(result.stderr).toMatch(
      /^error: the report could not be written to "\/dev\/full": the disk is full/m,
    );
    expect(await readFile(join(cwd, "report.xml"), "utf8")).toContain('name="orders"');
    const events = (await readFile(join(cwd, "events"), "utf8")).trimEnd().split("\n");
    expect(JSON.parse(events.at(-1) ?? "")).toMatchObject({ type: "summary", exitCode: code });
  });

  it("is a stream of events that cannot begin: nothing is asked", async () => {
    const { cwd, simulator } = await fleet();
    const result = await runCli(["check", "-o", "ndjson=/dev/full", "-o", "json"], { cwd });
    expect(result.code).toBe(5);
    expect(reportOf(result).diagnostics).toMatchObject([{ code: "usage" }]);
    expect(simulator.stats.total).toBe(0);
  });

  it.each([["check"], ["check", "-o", "json"], ["show", "payments"], ["discover", "--provider", "hw"]])(
    "is standard output itself: %s",
    async (...args) => {
      const { cwd } = await fleet();
      const script = `exec '${process.execPath}' '${program}' "$@" > /dev/full`;
      const result = await runProgram(["bash", "-c", script, "upgradectl", ...args], { cwd });
      expect(result.code).toBe(4);
      expect(result.stderr).toMatch(/error: the output cannot be written: the disk is full/);
    },
  );

  it("is 5 where no cloud was asked", async () => {
    const { cwd } = await fleet();
    const args = ["validate", "-o", "sarif=/dev/full", "-o", "json"];
    const result = await runCli(args, { cwd });
    expect(result.code).toBe(5);
    expect(reportOf(result).diagnostics).toMatchObject([{ code: "unwritten" }]);
    const show = await runCli(["show", "payments", "-o", "json=/dev/full", "-o", "text"], { cwd });
    expect(show.code).toBe(4);
    expect(show.stdout).toContain("payments");
  });
});

describe("gate", () => {
  it("is open over plain drift and closed over an upgrade", async () => {
    const drift = await fleet({ version: "v1.28.15-r2" });
    const open = await runCli(["gate", "-o", "json"], { cwd: drift.cwd });
    expect(open.code).toBe(0);
    expect(reportOf(open)).toMatchObject({ command: "gate", outcome: "action", gate: { open: true } });
    const closed = await runCli(["gate", "--close-on", "behind", "-o", "json"], { cwd: drift.cwd });
    expect(closed.code).toBe(2);
    const moving = await fleet({ version: "v1.28.15-r2", operation: running });
    const text = await runCli(["gate"], { cwd: moving.cwd });
    expect(text.code).toBe(3);
    expect(text.stdout).toContain("The gate is closed by payments; exit code 3.");
  });

  it("is closed where a cluster could not be read", async () => {
    const { cwd } = await fleet({ fault: 500 });
    const result = await runCli(["gate", "--retries", "0", "-o", "json"], { cwd });
    expect(result.code).toBe(4);
    expect(reportOf(result).gate).toEqual({ open: false, closedBy: ["payments"] });
  });
});

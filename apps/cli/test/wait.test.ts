import type { FaultScenario, HuaweiClusterScenario } from "@upgradectl/simulator";
import { startSimulator } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { huawei, manifest } from "./clouds.ts";
import { folderWith, type OnEnd, reportOf, runCli } from "./run-cli.ts";

const target = "v1.29.8-r4";
const before = "v1.28.15-r2";

function cluster(name: string, changes: Partial<HuaweiClusterScenario> = {}): HuaweiClusterScenario {
  return { name, id: name, version: before, ...changes } as HuaweiClusterScenario;
}

/** On a clock that each request moves by ten seconds, so that what is seen does not depend on how fast anything runs. */
async function movingFleet(
  onEnd: OnEnd,
  clusters: readonly HuaweiClusterScenario[],
  faults: readonly FaultScenario[] = [],
) {
  const scenario = { accounts: [huawei(clusters, { faults })] };
  let requests = () => 0;
  const simulator = await startSimulator({ scenario, now: () => Date.now() + requests() * 10_000 });
  requests = () => simulator.stats.total;
  onEnd(() => simulator.close());
  const entries = clusters.map(({ name }) => ({ name, id: name, provider: "hw", targetVersion: target }));
  const cwd = await folderWith({ "upgradectl.json": manifest(simulator.url, entries) }, onEnd);
  return { simulator, cwd };
}

const soon = { to: target, startedAgo: "5m", duration: "7m" } as const;
const never = { to: target, startedAgo: "10m", outcome: "running" } as const;

async function run(cwd: string, ...args: string[]) {
  const report = reportOf(await runCli(["-o", "json", "--interval", "1s", ...args], { cwd }));
  return { report, verdicts: report.clusters.map(({ verdict }) => verdict) };
}

/** Side by side: most of the time nothing happens between two looks. */
describe.concurrent("--wait", { timeout: 90_000 }, () => {
  it("returns at once where there is nothing to wait for", async ({ onTestFinished }) => {
    const { cwd, simulator } = await movingFleet(onTestFinished, [cluster("a", { version: target })]);
    const { report } = await run(cwd, "check", "--wait", "60s");
    expect(report).toMatchObject({ exitCode: 0, outcome: "ok" });
    expect(simulator.stats.byAction.ShowCluster).toBe(1);
  });

  it("ends with 0 once all are converged, and reads those that are no more", async ({ onTestFinished }) => {
    const { cwd, simulator } = await movingFleet(onTestFinished, [
      cluster("a", { operations: [soon] }),
      cluster("b", { version: target }),
    ]);
    const { report, verdicts } = await run(cwd, "check", "--wait", "60s");
    expect(report.exitCode).toBe(0);
    expect(verdicts).toEqual(["converged", "converged"]);
    expect(report.durationMs).toBeLessThan(20_000);
    const reads = (id: string) => simulator.stats.requests.filter((request) => request.cluster === id).length;
    expect(reads("a")).toBeGreaterThan(reads("b"));
    expect(reads("b")).toBeLessThanOrEqual(2);
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("ends with 3 at its deadline, or at that of --timeout, with the last report", async ({
    onTestFinished,
  }) => {
    const { cwd } = await movingFleet(onTestFinished, [cluster("a", { operations: [never] })]);
    const look = async (...deadline: readonly string[]) => {
      const { report, verdicts } = await run(cwd, "check", ...deadline);
      expect(report).toMatchObject({ exitCode: 3, complete: true });
      expect(verdicts).toEqual(["upgrading"]);
      expect(report.durationMs).toBeGreaterThanOrEqual(1900);
      expect(report.durationMs).toBeLessThan(10_000);
    };
    await Promise.all([look("--wait", "2s"), look("--wait", "60s", "--timeout", "2s")]);
  });

  it("ends with 2 at once where an upgrade fails", async ({ onTestFinished }) => {
    // In the middle of its longest step: after the first look.
    const failing = { ...soon, startedAgo: "2m", outcome: "failed" } as const;
    const { cwd, simulator } = await movingFleet(onTestFinished, [
      cluster("a", { operations: [never] }),
      cluster("b", { operations: [failing] }),
    ]);
    const { report, verdicts } = await run(cwd, "check", "--wait", "60s");
    expect(report.exitCode).toBe(2);
    expect(verdicts).toEqual(["upgrading", "failed"]);
    expect(simulator.stats.byAction.ListClusters).toBeGreaterThan(1);
    expect(report.durationMs).toBeLessThan(20_000);
  });

  it("ends with 4 at once where the credentials are refused", async ({ onTestFinished }) => {
    const { cwd, simulator } = await movingFleet(
      onTestFinished,
      [cluster("a", { operations: [soon] })],
      [{ kind: 401 }],
    );
    const { report } = await run(cwd, "check", "--wait", "60s");
    expect(report).toMatchObject({ exitCode: 4, clusters: [{ error: { kind: "unauthenticated" } }] });
    expect(simulator.stats.total).toBeLessThanOrEqual(5);
  });

  it.for<[string, FaultScenario]>([
    ["a blip of 503s", { kind: 503, after: 1, times: 3, retryAfter: 0.01 }],
    ["a throttled while", { kind: 429, after: 1, times: 3, retryAfter: 0.01 }],
    ["a service that was down from the start", { kind: 503, times: 3, retryAfter: 0.01 }],
  ])("rides out %s", async ([_what, fault], { onTestFinished }) => {
    const { cwd, simulator } = await movingFleet(
      onTestFinished,
      [cluster("a", { operations: [soon] })],
      [fault],
    );
    const { report } = await run(cwd, "check", "--wait", "60s", "--retries", "0");
    expect(report).toMatchObject({ exitCode: 0, complete: true });
    expect(simulator.stats.faults).toBe(fault.times);
  });

  it("ends with 4 at its deadline where a cluster is still not read", async ({ onTestFinished }) => {
    const { cwd } = await movingFleet(onTestFinished, [cluster("a")], [{ kind: 503, retryAfter: 0.01 }]);
    const { report } = await run(cwd, "check", "--wait", "2s", "--retries", "0");
    expect(report).toMatchObject({ exitCode: 4, clusters: [{ error: { kind: "unavailable" } }] });
  });

  it("of a gate lasts until the gate is open by the policy in force", async ({ onTestFinished }) => {
    const { cwd, simulator } = await movingFleet(onTestFinished, [cluster("a", { operations: [soon] })]);
    expect((await run(cwd, "gate", "--wait", "60s")).report).toMatchObject({
      exitCode: 0,
      gate: { open: true },
    });
    const drifted = await movingFleet(onTestFinished, [cluster("a")]);
    expect((await run(drifted.cwd, "gate", "--wait", "60s")).report.exitCode).toBe(0);
    expect(drifted.simulator.stats.byAction.ShowCluster).toBe(1);
    const strict = await run(drifted.cwd, "gate", "--wait", "5s", "--close-on", "behind");
    expect(strict.report.exitCode).toBe(2);
    expect(drifted.simulator.stats.byAction.ShowCluster).toBeGreaterThan(2);
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("with --stable wants so many good readings in a row", async ({ onTestFinished }) => {
    const { cwd, simulator } = await movingFleet(onTestFinished, [cluster("a", { version: target })]);
    const { report } = await run(cwd, "check", "--wait", "60s", "--stable", "3");
    expect(report.exitCode).toBe(0);
    expect(simulator.stats.byAction.ShowCluster).toBe(3);
  });

  it.for([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends on %s with what is known", async ([signal, code], { onTestFinished }) => {
    const { cwd, simulator } = await movingFleet(onTestFinished, [cluster("a", { operations: [never] })]);
    const result = await runCli(["check", "--wait", "60s", "--interval", "1s", "-o", "json"], {
      cwd,
      during: (child) => {
        const poll = setInterval(() => {
          if ((simulator.stats.byAction.ShowCluster ?? 0) < 2) return;
          clearInterval(poll);
          child.kill(signal);
        }, 20);
      },
    });
    expect(result.code).toBe(code);
    expect(reportOf(result).clusters).toMatchObject([{ verdict: "upgrading", error: null }]);
  });

  it("is what --interval and --stable need, and takes durations", async ({ onTestFinished }) => {
    const { cwd } = await movingFleet(onTestFinished, [cluster("a", { version: target })]);
    const report = reportOf(
      await runCli(["check", "-o", "json", "--interval", "5s", "--stable", "2"], { cwd }),
    );
    expect(report.diagnostics.map(({ code, summary }) => `${code}: ${summary}`)).toEqual([
      "flag-without-effect: --interval has no effect without --wait",
      "flag-without-effect: --stable has no effect without --wait",
    ]);
    const mistakes = [
      ["--wait", "soon"],
      ["--wait", "5m", "--interval", "0s"],
      ["--wait", "5m", "--stable", "0"],
    ];
    const codes = await Promise.all(
      mistakes.map(async (args) => (await runCli(["check", ...args], { cwd })).code),
    );
    expect(codes).toEqual([5, 5, 5]);
  });
});

describe.concurrent("the estimate", { timeout: 90_000 }, () => {
  it("of a rolling upgrade of 12 nodes is within 20 % halfway, in text and JSON", async ({
    onTestFinished,
  }) => {
    const logs = { service: "css", name: "logs", id: "logs", version: "7.10.2", nodes: 12 } as const;
    const operations = [{ to: "7.10.2_24.3.0_0827", startedAgo: "61m", duration: "2h" }];
    const simulator = await startSimulator({ scenario: { accounts: [huawei([{ ...logs, operations }])] } });
    onTestFinished(() => simulator.close());
    const entry = { name: "logs", id: "logs", provider: "css", targetVersion: "7.10.2" };
    const cwd = await folderWith({ "upgradectl.json": manifest(simulator.url, [entry]) }, onTestFinished);
    const report = reportOf(await runCli(["check", "-o", "json"], { cwd }));
    const { estimate, nodes } = report.clusters[0]?.upgrade ?? {};
    expect(nodes?.completed).toHaveLength(6);
    expect(estimate?.basis).toBe("nodes");
    for (const end of [estimate?.earliest, estimate?.latest]) {
      const minutes = (Date.parse(end ?? "") - Date.parse(report.clusters[0]?.observedAt ?? "")) / 60_000;
      expect(Math.abs(minutes / 59 - 1)).toBeLessThan(0.2);
    }
    const { stdout } = await runCli(["check"], { cwd });
    expect(stdout).toMatch(/about 50m to 1h left/);
  });

  it("is absent where it cannot be known", async ({ onTestFinished }) => {
    const { cwd } = await movingFleet(onTestFinished, [cluster("a", { version: target })]);
    const { report } = await run(cwd, "check");
    expect(report.clusters[0]?.upgrade).toBeNull();
  });
});

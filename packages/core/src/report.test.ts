import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { clusterReport } from "./cluster-report.ts";
import { type PolicyTerm, type VerdictName, verdictNames } from "./fleet.ts";
import type { JudgedCluster } from "./judge/judge-reading.ts";
import { outcomeOf } from "./judge/policy.ts";
import { buildReport, concludeReport, failureReport, type RunFacts } from "./report.ts";
import { reportSchema } from "./report-schema.ts";
import { ReportTally } from "./report-tally.ts";
import { healthyCluster, healthyOperation, healthyReading, now } from "./testing/healthy.ts";

const run: RunFacts = {
  command: "check",
  toolVersion: "0.1.0",
  startedAt: now - 800,
  finishedAt: now,
  diagnostics: [],
  exitZero: false,
};

function judged(verdict: VerdictName, changes: Parameters<typeof healthyCluster>[0] = {}): JudgedCluster {
  const reading = healthyReading({ cluster: healthyCluster({ name: verdict, ...changes }) });
  return { reading, judgement: { verdict, reason: "because", drift: [], operation: null } };
}

function codeOf(verdicts: readonly VerdictName[], changes: Partial<RunFacts> = {}): number {
  return buildReport(
    verdicts.map((verdict) => judged(verdict)),
    { ...run, ...changes },
  ).exitCode;
}

const isReport = new Ajv2020({ allowUnionTypes: true, formats: { "date-time": true } }).compile(reportSchema);

describe("exit code of check", () => {
  it.each<[readonly VerdictName[], number]>([
    [["converged"], 0],
    [["converged", "upgrading"], 3],
    [["upgrading", "unknown"], 4],
    [["unknown", "behind"], 2],
    [["failed"], 2],
    [["paused"], 2],
    [["diverging"], 2],
    [["stalled"], 2],
    [["ahead"], 2],
    [["different"], 2],
  ])("%j exits with %d", (verdicts, code) => {
    expect(codeOf(verdicts)).toBe(code);
  });

  it("follows the worst cluster that is not allowed, while the outcome is the worst of all", () => {
    const report = buildReport([judged("behind"), judged("upgrading")], { ...run, failOn: ["pending"] });
    expect(report).toMatchObject({ exitCode: 3, outcome: "action" });
  });

  it("is never 0 where a cluster is denied, also one that is as declared", () => {
    expect(codeOf(["converged"], { failOn: ["ok"] })).toBe(2);
    const gate = buildReport([judged("converged")], { ...run, command: "gate", closeOn: ["converged"] });
    expect(gate).toMatchObject({ exitCode: 2, gate: { open: false } });
  });

  it("takes each cluster's own list", () => {
    const report = buildReport(
      [judged("behind", { failOn: [] }), judged("upgrading", { failOn: ["upgrading"] })],
      run,
    );
    expect(report.exitCode).toBe(3);
  });

  it("says incomplete even where unread clusters are allowed", () => {
    const report = buildReport([judged("unknown")], { ...run, failOn: ["action", "pending"] });
    expect(report).toMatchObject({ exitCode: 0, complete: false, outcome: "incomplete" });
  });

  it("turns 2, 3 and 4 into 0 on request, and nothing else", () => {
    for (const verdict of verdictNames) expect(codeOf([verdict], { exitZero: true })).toBe(0);
    expect(codeOf(["behind"], { exitZero: true, interrupted: 130 })).toBe(130);
  });
});

describe("the gate", () => {
  const closes = new Set(["unknown", "failed", "paused", "diverging", "stalled", "upgrading"]);
  it.each(verdictNames)("by default %s closes it or not", (verdict) => {
    const report = buildReport([judged(verdict)], { ...run, command: "gate" });
    expect(report.gate).toEqual({
      open: !closes.has(verdict),
      closedBy: closes.has(verdict) ? [verdict] : [],
    });
    const codes = { ok: 0, action: 2, pending: 3, incomplete: 4 };
    expect(report.exitCode).toBe(closes.has(verdict) ? codes[outcomeOf(verdict)] : 0);
  });

  const unread = { kind: "forbidden", message: "the upgrades are closed" } as const;
  function unreadBehind(changes: Parameters<typeof healthyCluster>[0] = {}): JudgedCluster {
    const { reading, judgement } = judged("behind", changes);
    return { reading: { ...reading, error: unread }, judgement };
  }

  it("is closed by drift of a cluster whose operations could not be read", () => {
    const report = buildReport([unreadBehind()], { ...run, command: "gate" });
    expect(report).toMatchObject({
      exitCode: 2,
      complete: true,
      gate: { open: false, closedBy: ["behind"] },
      clusters: [{ verdict: "behind", observed: { version: "v1.29.8-r4" }, error: unread }],
    });
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  });

  it.each<[readonly PolicyTerm[], boolean]>([
    [["incomplete"], false],
    [["unknown"], false],
    [["action"], false],
    [["pending", "failed"], true],
    [[], true],
  ])("that closes on %j is open over it: %s", (closeOn, open) => {
    const ofCluster = buildReport([unreadBehind({ closeOn })], { ...run, command: "gate" });
    const ofRun = buildReport([unreadBehind()], { ...run, command: "gate", closeOn });
    for (const report of [ofCluster, ofRun])
      expect(report).toMatchObject({ exitCode: open ? 0 : 2, gate: { open } });
  });

  it("lets a check fail by the verdict alone", () => {
    const report = buildReport([unreadBehind({ failOn: ["incomplete"] })], run);
    expect(report).toMatchObject({ exitCode: 0, gate: { open: false } });
  });

  it("is told in the report of a check, without a say in its exit code", () => {
    const report = buildReport([judged("upgrading", { failOn: ["action"] })], run);
    expect(report).toMatchObject({ exitCode: 0, gate: { open: false, closedBy: ["upgrading"] } });
  });
});

describe("whether a cluster is allowed", () => {
  const own = { failOn: ["upgrading"], closeOn: ["behind"] } as const;
  const clusters = [judged("behind", own), judged("upgrading", own), judged("converged", own)];

  it.each<["check" | "gate", Partial<RunFacts>, readonly boolean[]]>([
    ["check", {}, [true, false, true]],
    ["gate", {}, [false, true, true]],
    ["check", { failOn: ["ok"] }, [true, true, false]],
    ["gate", { closeOn: ["pending"] }, [true, false, true]],
    ["check", { closeOn: ["action", "pending", "ok"] }, [true, false, true]],
    ["gate", { failOn: ["action", "pending", "ok"] }, [false, true, true]],
  ])("of a %s with %j", (command, flags, expected) => {
    const report = buildReport(clusters, { ...run, command, ...flags });
    expect(report.clusters.map(({ allowed }) => allowed)).toEqual(expected);
    const denied = report.clusters.filter(({ allowed }) => allowed === false).map(({ name }) => name);
    if (command === "gate") expect(report.gate.closedBy).toEqual(denied);
    expect(report.exitCode === 0).toBe(denied.length === 0);
  });

  it("is said of no cluster that no policy was asked for, and need not be said", () => {
    expect(clusters.map((each) => clusterReport(each))).not.toContainEqual(
      expect.objectContaining({ allowed: expect.anything() }),
    );
    const report = buildReport(clusters, run);
    const older = report.clusters.map(({ allowed: _unsaid, ...cluster }) => cluster);
    expect(isReport({ ...report, clusters: older })).toBe(true);
    expect(isReport({ ...report, clusters: [{ ...report.clusters[0], allowed: "yes" }] })).toBe(false);
  });
});

describe("the report", () => {
  it("counts add up, in total and by verdict", () => {
    const { summary } = buildReport(
      verdictNames.map((verdict) => judged(verdict)),
      run,
    );
    expect(summary).toMatchObject({ clusters: 10, ok: 1, action: 7, pending: 1, incomplete: 1 });
    expect(Object.values(summary.verdicts).reduce((sum, count) => sum + count, 0)).toBe(10);
  });

  it("is valid against its schema, with and without an observation", () => {
    const steps = [
      {
        name: "PreCheck",
        phase: "succeeded",
        rawPhase: "Success",
        startedAt: null,
        finishedAt: null,
        message: null,
      },
    ] as const;
    const withUpgrade: JudgedCluster = {
      reading: healthyReading(),
      judgement: {
        verdict: "upgrading",
        reason: "it runs",
        drift: [],
        operation: healthyOperation({
          phase: "running",
          steps,
          nodes: { total: ["n1"], completed: [], current: ["n1"] },
        }),
      },
    };
    const error = { kind: "forbidden", message: "no", code: "X.1", httpStatus: 403 } as const;
    const unread: JudgedCluster = { reading: healthyReading({ observation: null, error }), judgement: null };
    const report = buildReport([judged("converged"), withUpgrade, unread], run);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    expect(report.clusters[2]).toMatchObject({
      verdict: "unknown",
      outcome: "incomplete",
      reason: "no",
      observed: null,
      error: {
        kind: "forbidden",
        hint: expect.stringContaining("Allow this read"),
        code: "X.1",
        httpStatus: 403,
        requestId: null,
        retryable: false,
      },
    });
    expect(isReport({ ...report, clusters: [{ ...report.clusters[0], verdict: "fine" }] })).toBe(false);
    expect(isReport(failureReport({ ...run, command: "check" }, 5, []))).toBe(true);
  });

  it("does not let a property take the place of version or state", () => {
    const reading = healthyReading();
    const observation = {
      ...reading.observation,
      properties: { state: "evil", zones: ["a"] },
    } as typeof reading.observation;
    const [cluster] = buildReport([{ reading: { ...reading, observation }, judgement: null }], run).clusters;
    expect(cluster?.observed).toEqual({ version: "v1.29.8-r4", state: "Available", zones: ["a"] });
  });
});

describe("a report of clusters that were told one by one", () => {
  it.each(["check", "gate"] as const)("of a %s says the same, whatever order they came in", (command) => {
    const all = verdictNames.map((verdict) => judged(verdict));
    const facts = { ...run, command, interrupted: 130 } as const;
    for (const changes of [run, facts, { ...facts, exitZero: true }, { ...run, command }]) {
      const tally = new ReportTally(changes);
      for (const each of all.toReversed()) tally.add(each);
      const order = all.map(({ reading }) => reading.cluster);
      const { clusters, ...rest } = buildReport(all, changes);
      expect(clusters).toHaveLength(all.length);
      expect(concludeReport(tally, order, changes)).toEqual({ ...rest, summary: expect.anything() });
      expect(tally.totals(order, changes).summary).toEqual(rest.summary);
    }
  });
});

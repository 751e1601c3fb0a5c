import { hostileText, patience, prove } from "@upgradectl/proof";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome, PolicyTerm, VerdictName } from "./fleet.ts";
import { type JudgedCluster, judgeReading } from "./judge/judge-reading.ts";
import { buildReport, type Report, type RunFacts } from "./report.ts";
import { closeOn, failOn, readingOf } from "./testing/generated.ts";

const readings = fc.array(readingOf(hostileText), { minLength: 1, maxLength: 5 });

const anyRun: fc.Arbitrary<RunFacts> = fc
  .record(
    {
      command: fc.constantFrom("check", "gate"),
      exitZero: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.boolean()),
      failOn,
      closeOn,
      interrupted: fc.constantFrom(129, 130, 143),
    },
    { requiredKeys: ["command", "exitZero"] },
  )
  // Flags are seldom given.
  .chain((run) => fc.constantFrom(run, { command: run.command, exitZero: run.exitZero }))
  .map((run) => ({ ...run, toolVersion: "0.1.0", startedAt: 0, finishedAt: 10, diagnostics: [] }));

/** The outcome of each verdict, as the contract's table has it. */
const outcomes: Readonly<Record<VerdictName, Outcome>> = {
  unknown: "incomplete",
  failed: "action",
  paused: "action",
  diverging: "action",
  stalled: "action",
  upgrading: "pending",
  behind: "action",
  ahead: "action",
  different: "action",
  converged: "ok",
};

/** Whether the words of a list name this cluster; a gate also asks whether all of it was read. */
function isListed(
  { reading, judgement }: JudgedCluster,
  list: readonly PolicyTerm[],
  command: string,
): boolean {
  const verdict = judgement?.verdict ?? "unknown";
  const isUnread = command === "gate" && reading.error !== null;
  return list.some(
    (term) =>
      term === verdict ||
      term === outcomes[verdict] ||
      (isUnread && (term === "incomplete" || term === "unknown")),
  );
}

function isDenied(judged: JudgedCluster, { command, failOn: failing, closeOn: closing }: RunFacts): boolean {
  const { cluster } = judged.reading;
  const list = command === "check" ? (failing ?? cluster.failOn) : (closing ?? cluster.closeOn);
  return isListed(judged, list, command);
}

function exitCodeByContract(judged: readonly JudgedCluster[], run: RunFacts): number {
  if (run.interrupted !== undefined) return run.interrupted;
  const denied = judged
    .filter((each) => isDenied(each, run))
    .map(({ judgement }) => outcomes[judgement?.verdict ?? "unknown"]);
  if (denied.length === 0 || run.exitZero) return 0;
  if (denied.includes("action") || denied.every((outcome) => outcome === "ok")) return 2;
  return denied.includes("incomplete") ? 4 : 3;
}

function reportsOf(property: (report: Report, judged: readonly JudgedCluster[], run: RunFacts) => void) {
  return fc.property(readings, anyRun, (fleet, run) => {
    const judged = fleet.map(judgeReading);
    property(buildReport(judged, run), judged, run);
  });
}

test("counts add up, order is the fleet's, and the same readings give the same report", {
  timeout: patience,
}, () => {
  prove(
    "counts of a report add up",
    reportsOf((report, judged, run) => {
      const { summary, clusters } = report;
      expect(summary.ok + summary.action + summary.pending + summary.incomplete).toBe(clusters.length);
      expect(Object.values(summary.verdicts).reduce((sum, count) => sum + count, 0)).toBe(summary.clusters);
      expect(clusters.map(({ name }) => name)).toEqual(judged.map(({ reading }) => reading.cluster.name));
      for (const { verdict, outcome, reason } of clusters) {
        expect(outcome).toBe(outcomes[verdict]);
        expect(reason).not.toBe("");
      }
      expect(report.complete).toBe(clusters.every(({ verdict }) => verdict !== "unknown"));
      expect(buildReport(judged, run)).toEqual(report);
    }),
    500,
  );
});

test("exit code 0 only where every cluster is allowed; the worst of the others decides", {
  timeout: patience,
}, () => {
  prove(
    "exit codes are the contract's",
    reportsOf((report, judged, run) => {
      expect(report.exitCode).toBe(exitCodeByContract(judged, run));
      expect(report.clusters.map(({ allowed }) => allowed)).toEqual(
        judged.map((each) => !isDenied(each, run)),
      );
      const closed = judged.filter((each) => isDenied(each, { ...run, command: "gate" }));
      expect(report.gate.closedBy).toEqual(closed.map(({ reading }) => reading.cluster.name));
      expect(report.gate.open).toBe(closed.length === 0);
      if (run.command === "gate" && run.interrupted === undefined && !run.exitZero)
        expect(report.exitCode === 0).toBe(report.gate.open);
    }),
    1_500,
  );
});

test("by default nothing that could not be read passes", { timeout: patience }, () => {
  prove(
    "by default nothing unread passes",
    fc.property(readings, fc.constantFrom("check", "gate"), (fleet, command) => {
      const judged = fleet.map(judgeReading);
      const run = {
        command,
        exitZero: false,
        toolVersion: "0.1.0",
        startedAt: 0,
        finishedAt: 10,
        diagnostics: [],
      };
      const { exitCode, gate } = buildReport(judged, {
        ...run,
        failOn: ["action", "pending", "incomplete"],
        closeOn: ["pending", "paused", "stalled", "failed", "diverging", "incomplete"],
      });
      const isUnread = judged.some(({ reading, judgement }) => reading.error !== null || judgement === null);
      if (isUnread) expect([exitCode !== 0, gate.open]).toEqual([true, false]);
    }),
    500,
  );
});

test("a cluster that gets lost never opens a gate nor passes a check", { timeout: patience }, () => {
  const run = { exitZero: false, toolVersion: "0.1.0", startedAt: 0, finishedAt: 10, diagnostics: [] };
  prove(
    "a lost cluster never passes",
    fc.property(readings, fc.nat(), fc.constantFrom("check", "gate"), (fleet, at, command) => {
      const lost = fleet.map((reading, index) =>
        index === at % fleet.length
          ? { ...reading, observation: null, error: { kind: "network", message: "reset" } as const }
          : reading,
      );
      const after = buildReport(lost.map(judgeReading), {
        ...run,
        command,
        failOn: ["incomplete"],
        closeOn: ["incomplete"],
      });
      expect([2, 4]).toContain(after.exitCode);
      expect([after.gate.open, after.complete]).toEqual([false, false]);
    }),
    200,
  );
});

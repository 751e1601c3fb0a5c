import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import {
  info,
  listOf,
  task,
  taskSample,
  upgradeProgress,
  workflow,
  workflowSample,
  workflowSteps,
} from "./vendor-cce-bodies.ts";
import { type Case, checkCce } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;

const early = "2026-03-01 08:00:00.123456 +0000 UTC";
const late = "2026-06-01 08:00:00.123456 +0000 UTC";
const taskId = taskSample.metadata.uid;
const workflowId = workflowSample.metadata.uid;

describe("the CCE upgrade task's sample", () => {
  const upgrade = {
    id: taskId,
    kind: "version",
    phase: "pending",
    rawPhase: "Init",
    fromVersion: "v1.19.16-r4",
    toVersion: "v1.23.5-r0",
    progress: 0,
    startedAt: "2022-12-16T05:40:20.756Z",
    updatedAt: "2022-12-16T05:40:20.756Z",
    finishedAt: null,
    steps: [],
  };
  const pinned = { ShowUpgradeClusterTask: { body: taskSample } };
  const listed = {
    ShowClusterUpgradeInfo: info(upgradeProgress("Init")),
    ListUpgradeClusterTasks: listOf([taskSample]),
  };
  const target = { targetVersion: "v1.23.5-r0" };
  const pins = { with: { taskId } };

  it("is pending, whatever its completionTime says", async () => {
    const old = { version: "v1.19.16-r4" };
    await checkCce([
      {
        name: "pinned",
        answers: pinned,
        cluster: old,
        entry: { ...target, ...pins },
        expected: {
          verdict: "upgrading",
          outcome: "pending",
          upgrade,
          observed: { version: "v1.19.16-r4", state: "Available" },
        },
      },
      {
        name: "newest",
        answers: listed,
        entry: target,
        expected: { verdict: "upgrading", upgrade: { ...upgrade, progress: 0 } },
      },
      {
        name: "pinned, at the target already",
        answers: pinned,
        cluster: { version: "v1.23.5-r0" },
        entry: { ...target, ...pins },
        expected: { verdict: "upgrading", upgrade },
      },
      {
        name: "pinned, stalled",
        answers: pinned,
        entry: { ...target, ...pins, stalledAfter: "6h" },
        expected: { verdict: "stalled", outcome: "action", upgrade },
      },
      {
        name: "newest, stalled",
        answers: listed,
        entry: { ...target, stalledAfter: "6h" },
        expected: { verdict: "stalled" },
      },
      {
        name: "pinned, leads away",
        answers: pinned,
        entry: { ...pins, targetVersion: "1.29" },
        expected: { verdict: "diverging", outcome: "action", upgrade },
      },
      {
        name: "newest, leads away",
        answers: listed,
        entry: { targetVersion: "v1.23.5-r1" },
        expected: { verdict: "diverging" },
      },
      {
        name: "a range allows it",
        answers: pinned,
        entry: { ...pins, targetVersion: ">=1.21 <1.25" },
        expected: { verdict: "upgrading" },
      },
    ]);
  });

  const phases: readonly (readonly [raw: unknown, phase: string, verdict: string])[] = [
    ["Init", "pending", "upgrading"],
    ["Queuing", "pending", "upgrading"],
    ["Running", "running", "upgrading"],
    ["Pause", "paused", "paused"],
    ["Success", "succeeded", "converged"],
    ["Failed", "failed", "failed"],
    ["Exploded", "unknown", "unknown"],
    ["constructor", "unknown", "unknown"],
    ["", "unknown", "unknown"],
    [null, "unknown", "unknown"],
  ];

  it("every documented phase, and others", async () => {
    const finishedAt = (phase: string) =>
      phase === "succeeded" || phase === "failed" ? "2026-06-01T08:00:00.123Z" : null;
    const { simulator } = await checkCce(
      phases.flatMap(([raw, phase, verdict]): CceCase[] => {
        const rawPhase = raw === "" ? null : raw;
        const expected = {
          verdict,
          upgrade: {
            id: "t-1",
            phase,
            rawPhase,
            progress: 0.42,
            startedAt: "2026-06-01T08:00:00.123Z",
            finishedAt: finishedAt(phase),
          },
        };
        const body = task("t-1", raw, late);
        return [
          {
            name: `pinned ${JSON.stringify(raw)}`,
            answers: { ShowUpgradeClusterTask: { body } },
            entry: { with: { taskId: "t-1" } },
            expected,
          },
          {
            name: `newest ${JSON.stringify(raw)}`,
            answers: {
              ShowClusterUpgradeInfo: info(undefined, { lastUpgradeInfo: upgradeProgress("Success") }),
              ListUpgradeClusterTasks: listOf([body]),
            },
            expected,
          },
        ];
      }),
    );
    expect(simulator.stats.byAction).toMatchObject({
      ListClusters: 1,
      ShowUpgradeClusterTask: 10,
      ListUpgradeClusterTasks: 10,
      ShowClusterUpgradeInfo: 20,
    });
  });

  it("progress in percent, times in every form", async () => {
    const variant = (name: string, body: unknown, upgrade: object): CceCase => ({
      name,
      answers: { ShowUpgradeClusterTask: { body } },
      entry: { with: { taskId: "t-1" } },
      expected: { verdict: "upgrading", upgrade },
    });
    const progress = (value: unknown, expected: number | null) =>
      variant(`progress ${JSON.stringify(value)}`, task("t-1", "Running", late, { progress: value }), {
        progress: expected,
      });
    const created = (value: string, startedAt: string | null) =>
      variant(`created ${JSON.stringify(value)}`, task("t-1", "Running", value), { startedAt });
    await checkCce([
      progress("57.30", 0.573),
      progress("100.00", 1),
      progress("0.42", 0.0042),
      progress(42, 0.42),
      progress("", null),
      progress(null, null),
      progress("-1", null),
      progress("half", null),
      progress({}, null),
      created("2022-12-16 13:40:20 +0800 CST", "2022-12-16T05:40:20Z"),
      created("2031-03-25T22:02:31.693323+08:00", "2031-03-25T14:02:31.693Z"),
      created(" 2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z"),
      created("0001-01-01 00:00:00 +0000 UTC", null),
      created("", null),
      created("yesterday", null),
      variant(
        "no times at all",
        { kind: "UpgradeTask", metadata: { uid: "t-1" }, status: { phase: "Running" } },
        {
          startedAt: null,
          updatedAt: null,
          finishedAt: null,
          progress: null,
          fromVersion: null,
          toVersion: null,
        },
      ),
      variant(
        "null sections",
        { kind: "UpgradeTask", metadata: null, spec: null, status: { phase: "Running" } },
        { id: "t-1", toVersion: null },
      ),
      variant(
        "rows of items",
        {
          ...task("t-1", "Running", late),
          spec: {
            targetVersion: "v1.29.8-r4",
            items: [
              { name: "upgrade-limit-check", phase: "Success" },
              { name: "addon-limit-check", phase: "Init" },
            ],
          },
        },
        {
          steps: [
            { name: "upgrade-limit-check", phase: "succeeded", rawPhase: "Success" },
            { name: "addon-limit-check", phase: "pending", rawPhase: "Init" },
          ],
        },
      ),
    ]);
  });
});

describe("the upgrade workflow's sample", () => {
  const upgrade = {
    id: workflowId,
    kind: "version",
    phase: "failed",
    rawPhase: "Pending",
    fromVersion: "v1.17.17-r0",
    toVersion: "v1.19.16-r80",
    startedAt: "2023-11-25T07:20:04.592Z",
    updatedAt: "2023-11-25T07:49:30.281Z",
    steps: workflowSteps,
  };

  it("failed: Pending means that a task did, also where the version matches", async () => {
    const target = { targetVersion: "v1.19.16-r80" };
    const pins = { with: { workflowId } };
    const pinned = { ShowUpgradeWorkFlow: { body: workflowSample } };
    const expected = { verdict: "failed", outcome: "action", upgrade };
    await checkCce([
      {
        name: "pinned",
        answers: pinned,
        cluster: { version: "v1.17.17-r0" },
        entry: { ...target, ...pins },
        expected: { ...expected, reason: expect.stringContaining("Cluster") },
      },
      {
        name: "newest",
        answers: { ListUpgradeWorkFlows: listOf([workflowSample]) },
        entry: target,
        expected,
      },
      {
        name: "one object for a list",
        answers: { ListUpgradeWorkFlows: listOf(workflowSample) },
        entry: target,
        expected,
      },
      {
        name: "at the target",
        answers: pinned,
        cluster: { version: "v1.19.16-r80" },
        entry: { ...target, ...pins },
        expected: { ...expected, drift: [] },
      },
      {
        name: "upgradeinfo says success",
        answers: { ...pinned, ShowClusterUpgradeInfo: info(upgradeProgress("Success")) },
        entry: pins,
        expected,
      },
      {
        name: "upgradeinfo says nothing",
        answers: { ListUpgradeWorkFlows: listOf([workflowSample]), ShowClusterUpgradeInfo: info() },
        expected,
      },
      {
        name: "leads away: a failure comes first",
        answers: pinned,
        entry: { ...pins, targetVersion: "1.31" },
        expected,
      },
    ]);
  });

  it("every documented phase, and others", async () => {
    const phases: readonly (readonly [raw: unknown, phase: string, verdict: string, other: string])[] = [
      ["Init", "pending", "upgrading", "diverging"],
      ["Running", "running", "upgrading", "diverging"],
      ["Pending", "failed", "failed", "failed"],
      ["Success", "succeeded", "converged", "behind"],
      ["Cancel", "cancelled", "converged", "behind"],
      ["Failed", "unknown", "unknown", "unknown"],
      ["Waiting", "unknown", "unknown", "unknown"],
      ["", "unknown", "unknown", "unknown"],
      [null, "unknown", "unknown", "unknown"],
    ];
    await checkCce(
      phases.flatMap(([raw, phase, verdict, other]): CceCase[] => {
        const body = workflow("w-1", raw, late);
        const upgrade = {
          id: "w-1",
          phase,
          rawPhase: raw === "" ? null : raw,
          toVersion: "v1.29.8-r4",
          startedAt: "2026-06-01T08:00:00.123Z",
        };
        const cases = {
          newest: { ListUpgradeWorkFlows: listOf([body]) },
          pinned: { ShowUpgradeWorkFlow: { body } },
        };
        return Object.entries(cases).flatMap(([how, answers]): CceCase[] => {
          const pins = how === "pinned" ? { with: { workflowId: "w-1" } } : {};
          return [
            { name: `${how} ${JSON.stringify(raw)}`, answers, entry: pins, expected: { verdict, upgrade } },
            {
              name: `${how} ${JSON.stringify(raw)}, another target`,
              answers,
              entry: { ...pins, targetVersion: "v1.31.4-r2" },
              expected: { verdict: other, upgrade },
            },
          ];
        });
      }),
    );
  });

  it("a history in any order: the one under way, else the newest by start", async () => {
    const listed = (
      name: string,
      items: readonly unknown[],
      verdict: string,
      id: string,
      more: object = {},
    ): CceCase => ({
      name,
      answers: { ListUpgradeWorkFlows: listOf(items), ...more },
      expected: { verdict, upgrade: { id } },
    });
    const failedEarly = workflow("w-early", "Pending", early);
    const doneLate = workflow("w-late", "Success", late);
    await checkCce([
      listed("old failure first", [failedEarly, doneLate], "converged", "w-late"),
      listed("old failure last", [doneLate, failedEarly], "converged", "w-late"),
      listed(
        "new failure first",
        [workflow("w-late", "Pending", late), workflow("w-early", "Success", early)],
        "failed",
        "w-late",
      ),
      listed(
        "new failure last",
        [workflow("w-early", "Success", early), workflow("w-late", "Pending", late)],
        "failed",
        "w-late",
      ),
      listed("an older one runs", [doneLate, workflow("w-early", "Running", early)], "upgrading", "w-early"),
      listed(
        "cancelled last, after a failure",
        [failedEarly, workflow("w-late", "Cancel", late)],
        "converged",
        "w-late",
      ),
      listed(
        "zones decide, not texts",
        [
          workflow("w-a", "Pending", "2026-06-01 09:00:00 +0800 CST"),
          workflow("w-b", "Success", "2026-06-01 08:00:00 +0000 UTC"),
        ],
        "converged",
        "w-b",
      ),
      listed("a later task of its own", [workflow("w-early", "Success", early)], "failed", "t-late", {
        ShowClusterUpgradeInfo: info(upgradeProgress("Failed")),
        ListUpgradeClusterTasks: listOf([
          task("t-late", "Failed", late),
          task("t-first", "Success", "2025-06-01 08:00:00 +0000 UTC"),
        ]),
      }),
      listed(
        "its task is paused",
        [
          workflow("w-late", "Running", late, [
            { taskType: "Cluster", taskID: "t-1", status: "Running", startTimeStamp: late },
          ]),
        ],
        "paused",
        "w-late",
        {
          ShowClusterUpgradeInfo: info(upgradeProgress("Pause")),
          ListUpgradeClusterTasks: listOf([task("t-1", "Pause", late)]),
        },
      ),
    ]);
  });

  it("a pinned operation decides alone", async () => {
    const noise = {
      ListUpgradeWorkFlows: listOf([workflow("w-run", "Running", late)]),
      ListUpgradeClusterTasks: listOf([task("t-run", "Running", late)]),
    };
    await checkCce([
      {
        name: "workflow",
        answers: { ...noise, ShowUpgradeWorkFlow: { body: workflow("w-1", "Success", early) } },
        entry: { with: { workflowId: "w-1" } },
        expected: { verdict: "converged", upgrade: { id: "w-1" } },
      },
      {
        name: "task",
        answers: { ...noise, ShowUpgradeClusterTask: { body: task("t-1", "Failed", early) } },
        entry: { with: { taskId: "t-1" } },
        expected: { verdict: "failed", upgrade: { id: "t-1" } },
      },
      {
        name: "against upgradeinfo",
        answers: {
          ShowClusterUpgradeInfo: info(upgradeProgress("Failed")),
          ShowUpgradeWorkFlow: { body: workflow("w-1", "Success", early) },
        },
        entry: { with: { workflowId: "w-1" } },
        expected: { verdict: "converged", upgrade: { id: "w-1", phase: "succeeded" } },
      },
      {
        name: "a rollback under way leads back",
        answers: {
          ShowUpgradeWorkFlow: {
            body: workflow("w-1", "Running", early, [
              { taskType: "Cluster", status: "Failed", startTimeStamp: early },
              { taskType: "Rollback", status: "Running", startTimeStamp: late },
            ]),
          },
        },
        cluster: { state: "RollingBack" },
        entry: { with: { workflowId: "w-1" } },
        expected: {
          verdict: "diverging",
          upgrade: { kind: "rollback", fromVersion: "v1.29.8-r4", toVersion: "v1.28.15-r2" },
        },
      },
    ]);
  });
});

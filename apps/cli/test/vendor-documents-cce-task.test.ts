import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { info, late, listOf, task, taskSample, upgradeProgress } from "./vendor-cce-bodies.ts";
import { type Case, checkCce } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;

const taskId = taskSample.metadata.uid;

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
        name: "newest, where only the cluster's state tells of it",
        answers: { ListUpgradeClusterTasks: listOf([taskSample]) },
        cluster: { version: "v1.19.16-r4", state: "Upgrading" },
        entry: target,
        expected: { verdict: "upgrading", observed: { state: "Upgrading" }, upgrade },
      },
      {
        name: "leads away, where only the cluster's state tells of it",
        answers: { ListUpgradeClusterTasks: listOf([taskSample]) },
        cluster: { state: "Upgrading" },
        expected: { verdict: "diverging", upgrade },
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

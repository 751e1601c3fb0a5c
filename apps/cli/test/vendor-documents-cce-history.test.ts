import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, it } from "vitest";
import { early, info, late, listOf, task, upgradeProgress, workflow } from "./vendor-cce-bodies.ts";
import { type Case, checkCce } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;

describe("the operations of a CCE cluster", () => {
  it("a history in any order: the one under way, else the newest by start", async () => {
    const listed = (
      name: string,
      items: readonly unknown[],
      verdict: string,
      id: string,
      more: object = {},
      cluster: CceCase["cluster"] = {},
    ): CceCase => ({
      name,
      cluster,
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
      listed("a failure before a task of its own that succeeded", [failedEarly], "converged", "t-late", {
        ListUpgradeClusterTasks: listOf([task("t-late", "Success", late)]),
      }),
      listed(
        "an older one in a phase that nobody knows",
        [workflow("w-early", "Melting", early), doneLate],
        "converged",
        "w-late",
      ),
      listed(
        "success, and the cluster still settles",
        [doneLate],
        "upgrading",
        "w-late",
        {},
        { state: "Upgrading" },
      ),
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

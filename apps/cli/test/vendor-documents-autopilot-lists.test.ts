import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import {
  denied,
  early,
  gateway404,
  info,
  late,
  listOf,
  missing,
  oddBodies,
  task,
  upgradeProgress,
  workflow,
  workflowSample,
} from "./vendor-cce-bodies.ts";
import { type Case, checkAutopilot, unread, unreadUpgrades } from "./vendor-table.ts";

type AutopilotCase = Case<HuaweiClusterScenario>;

const workflowId = workflowSample.metadata.uid;
const pins = { with: { workflowId } };

/** The only workflow of a cluster. */
function newest(body: unknown) {
  return { ListAutopilotUpgradeWorkFlows: listOf([body]) };
}

describe("the other answers", () => {
  it("are those of CCE under names of their own", async () => {
    await checkAutopilot([
      {
        name: "healthy",
        expected: { verdict: "converged", observed: { version: "v1.29.8-r4", state: "Available" } },
      },
      { name: "behind", entry: { targetVersion: "1.31" }, expected: { verdict: "behind" } },
      {
        name: "a task of no workflow runs",
        answers: {
          ListAutopilotUpgradeClusterTasks: listOf([task("t-1", "Running", late)]),
          ShowAutopilotClusterUpgradeInfo: info(upgradeProgress("Running")),
        },
        expected: { verdict: "upgrading", upgrade: { id: "t-1", phase: "running", progress: 0.42 } },
      },
      {
        name: "a pinned task failed",
        answers: { ShowAutopilotUpgradeClusterTask: { body: task("t-9", "Failed", early) } },
        entry: { with: { taskId: "t-9" } },
        expected: { verdict: "failed", upgrade: { id: "t-9", phase: "failed" } },
      },
      {
        name: "upgradeinfo pauses the workflow",
        answers: {
          ...newest(workflow("w-1", "Running", late)),
          ShowAutopilotClusterUpgradeInfo: info(upgradeProgress("Pause")),
        },
        expected: { verdict: "paused", upgrade: { id: "w-1" } },
      },
      ...["Error", "RollbackFailed", "Unavailable"].map(
        (state): AutopilotCase => ({
          name: `state ${state}`,
          cluster: { state },
          expected: { verdict: "failed", observed: { version: "v1.29.8-r4", state } },
        }),
      ),
      ...["Upgrading", "RollingBack"].map(
        (state): AutopilotCase => ({
          name: `state ${state}`,
          cluster: { state },
          expected: { verdict: "upgrading", upgrade: { id: null } },
        }),
      ),
      ...["Creating", "Deleting", "Empty"].map(
        (state): AutopilotCase => ({
          name: `state ${state}`,
          cluster: { state },
          expected: { verdict: "converged", observed: { version: "v1.29.8-r4", state } },
        }),
      ),
      ...["Hibernation", "ScalingUp", "Resizing", "Odd"].map(
        (state): AutopilotCase => ({
          name: `state ${state}`,
          cluster: { state },
          expected: { verdict: "unknown", observed: { version: "v1.29.8-r4", state } },
        }),
      ),
    ]);
  });

  it("are no answers", async () => {
    await checkAutopilot([
      ...[denied, gateway404].flatMap((answer): AutopilotCase[] => [
        {
          name: `upgradeinfo ${answer.status}`,
          answers: { ShowAutopilotClusterUpgradeInfo: answer },
          expected: unreadUpgrades(answer.status === 403 ? "forbidden" : "unavailable"),
        },
        {
          name: `workflows ${answer.status}`,
          answers: { ListAutopilotUpgradeWorkFlows: answer },
          expected: unreadUpgrades(answer.status === 403 ? "forbidden" : "unavailable"),
        },
      ]),
      {
        name: "a pinned workflow that is not there",
        answers: { ShowAutopilotUpgradeWorkFlow: missing },
        entry: pins,
        expected: unread("not-found"),
      },
      ...oddBodies.map(
        (body): AutopilotCase => ({
          name: `workflows ${JSON.stringify(body)}`,
          answers: { ListAutopilotUpgradeWorkFlows: { body } },
          expected: unread("unexpected-response"),
        }),
      ),
    ]);
  });

  it.each([
    ["missing", missing, "not-found"],
    ["forbidden", denied, "forbidden"],
    ["behind another gateway", gateway404, "unavailable"],
  ])("say that the cluster is %s", async (name, answer, kind) => {
    await checkAutopilot(
      ["one", "two"].map((which) => ({ name: `${name} ${which}`, expected: unread(kind) })),
      { ListAutopilotClusters: listOf([]), ShowAutopilotCluster: answer },
    );
  });

  it("cost two requests for a healthy cluster, beside the list", async () => {
    const { simulator } = await checkAutopilot([
      { name: "one", expected: { verdict: "converged" } },
      { name: "two", expected: { verdict: "converged" } },
    ]);
    expect(simulator.stats.byAction).toEqual({
      ListAutopilotClusters: 1,
      ShowAutopilotClusterUpgradeInfo: 2,
      ListAutopilotUpgradeWorkFlows: 2,
    });
  });
});

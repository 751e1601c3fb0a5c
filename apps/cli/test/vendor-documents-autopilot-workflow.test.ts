import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import {
  info,
  late,
  listOf,
  sampleWith,
  sampleWithPoint,
  upgradeProgress,
  workflow,
  workflowSample,
  workflowSteps,
} from "./vendor-cce-bodies.ts";
import { type Case, checkAutopilot } from "./vendor-table.ts";

type AutopilotCase = Case<HuaweiClusterScenario>;

const workflowId = workflowSample.metadata.uid;
const pins = { with: { workflowId } };
const pinned = { ShowAutopilotUpgradeWorkFlow: { body: workflowSample } };
const target = { targetVersion: workflowSample.spec.targetVersion };

/** The only workflow of a cluster. */
function newest(body: unknown) {
  return { ListAutopilotUpgradeWorkFlows: listOf([body]) };
}

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

describe("the sample of the upgrade booting task's page", () => {
  it("failed, wherever it is met", async () => {
    const expected = { verdict: "failed", outcome: "action", upgrade };
    const { simulator } = await checkAutopilot([
      {
        name: "pinned",
        answers: pinned,
        cluster: { version: "v1.17.17-r0" },
        entry: { ...target, ...pins },
        expected: { ...expected, reason: expect.stringContaining("Cluster") },
      },
      { name: "newest", answers: newest(workflowSample), entry: target, expected },
      {
        name: "one object for a list",
        answers: { ListAutopilotUpgradeWorkFlows: listOf(workflowSample) },
        entry: target,
        expected,
      },
      {
        name: "at the target: half an upgrade is not an upgrade",
        answers: pinned,
        cluster: { version: "v1.19.16-r80" },
        entry: { ...target, ...pins },
        expected: { ...expected, drift: [] },
      },
      {
        name: "upgradeinfo says Success",
        answers: { ...pinned, ShowAutopilotClusterUpgradeInfo: info(upgradeProgress("Success")) },
        entry: pins,
        expected,
      },
      {
        name: "leads away: a failure comes first",
        answers: pinned,
        entry: { ...pins, targetVersion: "1.31" },
        expected,
      },
      {
        name: "an older one that went well does not hide it",
        answers: {
          ListAutopilotUpgradeWorkFlows: listOf([
            workflow("w-0", "Success", "2022-01-01 08:00:00 +0000 UTC"),
            workflowSample,
          ]),
        },
        expected,
      },
      {
        name: "a newer one that went well does",
        answers: {
          ListAutopilotUpgradeWorkFlows: listOf([
            workflowSample,
            workflow("w-2", "Success", late, [{ taskType: "Cluster", taskID: "t-2", status: "Success" }]),
          ]),
        },
        expected: { verdict: "converged", upgrade: { id: "w-2", phase: "succeeded" } },
      },
      {
        name: "the pinned one counts, whatever is newer",
        answers: { ...pinned, ...newest(workflow("w-2", "Success", late)) },
        entry: pins,
        expected,
      },
    ]);
    const paths = simulator.stats.requests.map(({ target: path }) => path);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !path.startsWith("/autopilot/v3/projects/"))).toEqual([]);
    expect(Object.keys(simulator.stats.byMethod)).toEqual(["GET"]);
  });

  it("under every phase, documented or not", async () => {
    const phases: readonly (readonly [raw: unknown, phase: string, verdict: string])[] = [
      ["Init", "failed", "failed"],
      ["Running", "failed", "failed"],
      ["Pending", "failed", "failed"],
      ["Success", "succeeded", "behind"],
      ["Cancel", "cancelled", "behind"],
      ["Failed", "unknown", "unknown"],
      ["Paused", "unknown", "unknown"],
      ["", "unknown", "unknown"],
      [null, "unknown", "unknown"],
    ];
    await checkAutopilot(
      phases.map(
        ([raw, phase, verdict]): AutopilotCase => ({
          name: `phase ${JSON.stringify(raw)}`,
          answers: { ShowAutopilotUpgradeWorkFlow: { body: sampleWith({ phase: raw }) } },
          cluster: { version: "v1.17.17-r0" },
          entry: { ...target, ...pins },
          expected: { verdict, upgrade: { id: workflowId, phase } },
        }),
      ),
    );
  });

  it("with the upgrade itself in every state", async () => {
    const states: readonly (readonly [status: unknown, phase: string, verdict: string])[] = [
      ["Init", "pending", "upgrading"],
      ["Queuing", "pending", "upgrading"],
      ["Running", "running", "upgrading"],
      ["Success", "succeeded", "upgrading"],
      ["Failed", "failed", "failed"],
      ["Other", "unknown", "unknown"],
      [undefined, "pending", "upgrading"],
    ];
    await checkAutopilot(
      states.map(
        ([status, phase, verdict]): AutopilotCase => ({
          name: `status ${status}`,
          answers: { ShowAutopilotUpgradeWorkFlow: { body: sampleWithPoint("Cluster", { status }) } },
          cluster: { version: "v1.17.17-r0" },
          entry: { ...target, ...pins },
          expected: {
            verdict,
            upgrade: {
              id: workflowId,
              steps: workflowSteps.map(({ name }) =>
                expect.objectContaining(name === "Cluster" ? { name, phase } : { name }),
              ),
            },
          },
        }),
      ),
    );
  });
});

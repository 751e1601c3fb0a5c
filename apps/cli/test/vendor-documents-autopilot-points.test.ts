import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { listOf, sampleWith, sampleWithPoint, workflowSample } from "./vendor-cce-bodies.ts";
import { type Case, checkAutopilot, unread } from "./vendor-table.ts";

type AutopilotCase = Case<HuaweiClusterScenario>;

const target = { targetVersion: workflowSample.spec.targetVersion };

/** The only workflow of a cluster. */
function newest(body: unknown) {
  return { ListAutopilotUpgradeWorkFlows: listOf([body]) };
}

describe("the parts of the sample", () => {
  it("in any order of points and with any lines", async () => {
    const points = workflowSample.status.pointStatuses;
    const line = (from: string, to: string) => ({
      startPoint: { taskType: from },
      endPoint: { taskType: to },
    });
    const names = (...expected: string[]) => ({
      verdict: "failed",
      upgrade: { steps: expected.map((name) => expect.objectContaining({ name })) },
    });
    const lined = (name: string, lines: unknown, expected: AutopilotCase["expected"]): AutopilotCase => ({
      name,
      answers: newest(sampleWith({ pointStatuses: points.toReversed(), lineStatuses: lines })),
      entry: target,
      expected,
    });
    const { clusters } = await checkAutopilot([
      lined(
        "reversed",
        workflowSample.status.lineStatuses,
        names("Snapshot", "PreCheck", "Cluster", "PostCheck"),
      ),
      lined("without lines", [], names("PostCheck", "Cluster", "Snapshot", "PreCheck")),
      lined("with null", null, names("PostCheck", "Cluster", "Snapshot", "PreCheck")),
      lined(
        "one line for a list",
        line("PreCheck", "PostCheck"),
        names("Cluster", "Snapshot", "PreCheck", "PostCheck"),
      ),
      lined(
        "through a point that is not there",
        [line("PreCheck", "Rollback"), line("Rollback", "Cluster"), line("Cluster", "PostCheck")],
        names("Snapshot", "PreCheck", "Cluster", "PostCheck"),
      ),
      lined(
        "around a cycle",
        [line("PreCheck", "Cluster"), line("Cluster", "PreCheck"), line("Cluster", "PostCheck")],
        names("Cluster", "Snapshot", "PreCheck", "PostCheck"),
      ),
      lined(
        "with a loop",
        [line("Cluster", "Cluster")],
        names("PostCheck", "Cluster", "Snapshot", "PreCheck"),
      ),
      {
        name: "many of a kind",
        answers: newest(
          sampleWith({
            pointStatuses: [...points, ...Array.from({ length: 400 }, () => ({ taskType: "PreCheck" }))],
          }),
        ),
        entry: target,
        expected: { verdict: "failed" },
      },
    ]);
    const steps = Object.values(clusters["many of a kind"]?.upgrade ?? {}).find(Array.isArray);
    expect(steps).toHaveLength(404);
  });

  it("with odd times, versions and ids", async () => {
    const spec = { clusterID: "other", targetVersion: "" };
    await checkAutopilot([
      {
        name: "no times",
        answers: newest(
          sampleWith({
            pointStatuses: workflowSample.status.pointStatuses.map(({ taskType, ...point }) => ({
              taskType,
              ...("status" in point && { status: point.status }),
            })),
          }),
        ),
        expected: { verdict: "failed", upgrade: { startedAt: "2023-11-25T06:32:34.923Z", finishedAt: null } },
      },
      {
        name: "no versions",
        answers: newest({ ...workflowSample, spec }),
        expected: { verdict: "failed", upgrade: { fromVersion: null, toVersion: null } },
      },
      {
        name: "no spec and no metadata",
        answers: newest({ ...workflowSample, spec: null, metadata: {} }),
        expected: { verdict: "failed", upgrade: { id: null, fromVersion: null, toVersion: null } },
      },
      {
        name: "a pre-upgrade check that expired long ago",
        answers: newest(sampleWithPoint("Cluster", { status: "Queuing" })),
        cluster: { version: "v1.17.17-r0" },
        entry: target,
        expected: { verdict: "upgrading" },
      },
      {
        name: "points that are null",
        answers: newest(sampleWith({ pointStatuses: null, lineStatuses: null })),
        expected: { verdict: "failed", upgrade: { steps: [] } },
      },
      {
        name: "a point that is no object",
        answers: newest(sampleWith({ pointStatuses: [null] })),
        expected: unread("unexpected-response"),
      },
      {
        name: "a rollback that runs",
        answers: newest(
          sampleWith({
            phase: "Running",
            pointStatuses: [
              ...workflowSample.status.pointStatuses,
              {
                taskType: "Rollback",
                taskID: "r-1",
                status: "Running",
                startTimeStamp: "2023-11-25 08:10:00 +0000 UTC",
              },
            ],
          }),
        ),
        entry: target,
        expected: {
          verdict: "diverging",
          upgrade: {
            kind: "rollback",
            phase: "running",
            fromVersion: "v1.19.16-r80",
            toVersion: "v1.17.17-r0",
          },
        },
      },
    ]);
  });
});

import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import {
  info,
  late,
  listOf,
  upgradeProgress,
  workflow,
  workflowSample,
  workflowSteps,
} from "./vendor-cce-bodies.ts";
import { type Case, checkCce } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;

const workflowId = workflowSample.metadata.uid;

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
});

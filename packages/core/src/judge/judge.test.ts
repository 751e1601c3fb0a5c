import type { Observation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { type healthyCluster, healthyReading, hoursAgo } from "../testing/healthy.ts";
import { judged, operationIn as operation } from "../testing/judged.ts";
import { judgeReading } from "./judge-reading.ts";

type ClusterChanges = Parameters<typeof healthyCluster>[0];

const upgrading = { condition: "upgrading", raw: "Upgrading" } as const;

describe("judge: which rule applies first", () => {
  const cases: readonly [string, string, Partial<Observation>, ClusterChanges?][] = [
    ["the version holds and nothing was ever under way", "converged", {}],
    ["the last operation succeeded", "converged", { operations: [operation("succeeded")] }],
    ["a cancelled operation decides nothing", "converged", { operations: [operation("cancelled")] }],
    [
      "a cancelled operation decides nothing",
      "behind",
      { version: "v1.28.5-r0", operations: [operation("cancelled")] },
    ],
    [
      "a busy cluster is judged by its version",
      "converged",
      { state: { condition: "busy", raw: "ScalingUp" } },
    ],
    [
      "a busy cluster is judged by its version",
      "ahead",
      { version: "v1.30.1-r0", state: { condition: "busy", raw: "Hibernation" } },
    ],
    ["half an upgrade is not an upgrade", "failed", { operations: [operation("failed")] }],
    ["a broken cluster", "failed", { state: { condition: "failed", raw: "Error" } }],
    [
      "a broken cluster while an operation runs",
      "failed",
      { state: { condition: "failed", raw: "Unavailable" }, operations: [operation("running")] },
    ],
    [
      "an undocumented cluster state comes before a failed operation",
      "unknown",
      { state: { condition: "unknown", raw: "Shelved" }, operations: [operation("failed")] },
    ],
    ["an undocumented phase", "unknown", { operations: [operation("unknown", { rawPhase: "Draining" })] }],
    ["paused", "paused", { operations: [operation("paused", { toVersion: "v9" })] }],
    [
      "running towards the target",
      "upgrading",
      { version: "v1.28.5-r0", operations: [operation("running")] },
    ],
    [
      "pending towards the target",
      "upgrading",
      { version: "v1.28.5-r0", operations: [operation("pending")] },
    ],
    [
      "running away from the target",
      "diverging",
      { operations: [operation("running", { toVersion: "v1.30.1-r0" })] },
    ],
    [
      "pending away from the target",
      "diverging",
      { operations: [operation("pending", { toVersion: "v1.27.1-r0" })] },
    ],
    [
      "only the minor line of the goal is known",
      "upgrading",
      { operations: [operation("running", { toVersion: "v1.29" })] },
    ],
    [
      "rolling back to what the target does not allow",
      "diverging",
      { operations: [operation("running", { kind: "rollback", toVersion: "v1.28.5-r0" })] },
    ],
    [
      "a node pool's goal is not the cluster's",
      "upgrading",
      { operations: [operation("running", { kind: "node-pool", toVersion: "v1.1" })] },
    ],
    [
      "diverging comes before stalled",
      "diverging",
      { operations: [operation("running", { toVersion: "v1.30.1" })] },
      { stalledAfterMs: 1 },
    ],
    [
      "longer than stalledAfter",
      "stalled",
      { operations: [operation("running", { startedAt: hoursAgo(3) })] },
      { stalledAfterMs: 2 * 3_600_000 },
    ],
    [
      "pending for longer than stalledAfter",
      "stalled",
      { operations: [operation("pending", { startedAt: hoursAgo(3) })] },
      { stalledAfterMs: 2 * 3_600_000 },
    ],
    [
      "exactly stalledAfter",
      "upgrading",
      { operations: [operation("running", { startedAt: hoursAgo(2) })] },
      { stalledAfterMs: 2 * 3_600_000 },
    ],
    [
      "no stalledAfter: nothing is stalled",
      "upgrading",
      { operations: [operation("running", { startedAt: hoursAgo(900) })] },
    ],
    [
      "a start that is not known cannot be too long ago",
      "upgrading",
      { operations: [operation("running", { startedAt: null, finishedAt: null, updatedAt: null })] },
      { stalledAfterMs: 1 },
    ],
    ["the state alone says upgrading", "upgrading", { state: upgrading }],
    [
      "the state says upgrading after a success: it settles",
      "upgrading",
      { state: upgrading, operations: [operation("succeeded")] },
    ],
    [
      "the state says upgrading after a cancelled operation",
      "upgrading",
      { state: upgrading, operations: [operation("cancelled")] },
    ],
    [
      "the state says upgrading, the newest operation failed",
      "failed",
      { state: upgrading, operations: [operation("failed")] },
    ],
    ["behind", "behind", { version: "v1.29.8-r3" }],
    ["ahead", "ahead", { version: "v1.29.8-r10" }],
    ["in a gap", "different", { version: "v1.29.8-r4" }, { target: "1.28 || 1.30" }],
    ["no version at all", "unknown", { version: null }],
    [
      "no version at all, but an operation runs",
      "upgrading",
      { version: null, operations: [operation("running")] },
    ],
    [
      "only the minor line is known, and it is enough",
      "converged",
      { version: "v1.29", versionIsPartial: true },
      { target: "1.29" },
    ],
    [
      "only the minor line is known, and it is enough to be behind",
      "behind",
      { version: "v1.28", versionIsPartial: true },
    ],
    [
      "only the minor line is known, and it is not enough",
      "unknown",
      { version: "v1.29", versionIsPartial: true },
    ],
  ];
  it.each(cases)("%s: %s", (_why, verdict, observation, cluster) => {
    expect(judged(observation, cluster).verdict).toBe(verdict);
  });

  it("judges nothing where nothing was observed", () => {
    const error = { kind: "timeout", message: "too slow" } as const;
    expect(judgeReading(healthyReading({ observation: null, error })).judgement).toBeNull();
  });

  it("shows the API's own word for a state that nobody knows", () => {
    expect(judged({ state: { condition: "unknown", raw: "Shelved" } }).reason).toContain('"Shelved"');
    expect(judged({ operations: [operation("unknown", { rawPhase: "Draining" })] }).reason).toContain(
      '"Draining"',
    );
  });

  it("names the failed step and the vendor's words", () => {
    const steps = [
      {
        name: "PreCheck",
        phase: "failed",
        rawPhase: "Failed",
        startedAt: null,
        finishedAt: null,
        message: "node n1 is not ready",
      },
    ] as const;
    const { reason } = judged({ operations: [operation("failed", { steps })] });
    expect(reason).toBe("the upgrade to v1.29.8-r4 failed at PreCheck: node n1 is not ready");
  });
});

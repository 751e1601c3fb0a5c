import type { Observation, Operation, Phase } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { type healthyCluster, hoursAgo } from "../testing/healthy.ts";
import { judged, operationIn as operation } from "../testing/judged.ts";

type ClusterChanges = Parameters<typeof healthyCluster>[0];

const upgrading = { condition: "upgrading", raw: "Upgrading" } as const;

describe("judge: operations that could not be read", () => {
  const unread = { kind: "forbidden", message: "the upgrades are closed" } as const;
  const partial = { version: "v1.29", versionIsPartial: true } as const;
  const cases: readonly [string, string, Partial<Observation>, ClusterChanges?][] = [
    ["all that is known holds", "unknown", {}],
    ["all that is known holds, also for a part of the version", "unknown", partial, { target: "1.29" }],
    ["the version is not known exactly enough", "unknown", partial],
    ["a property could not be read", "unknown", {}, { expect: { nodePools: "1.29" } }],
    ["a broken cluster", "failed", { state: { condition: "failed", raw: "Error" } }],
    ["an operation that could be read failed", "failed", { operations: [operation("failed")] }],
    ["an upgrading cluster", "upgrading", { state: upgrading }],
    [
      "an upgrading cluster whose version is behind",
      "upgrading",
      { state: upgrading, version: "v1.28.5-r0" },
    ],
    ["behind", "behind", { version: "v1.28.5-r0" }],
    ["behind, by a part of the version", "behind", { version: "v1.28", versionIsPartial: true }],
    ["ahead", "ahead", { version: "v1.30.1-r0" }],
    ["in a gap", "different", {}, { target: "1.28 || 1.30" }],
  ];
  it.each(cases)("%s: %s", (_why, verdict, observation, cluster) => {
    const found = judged({ ...observation, unread }, cluster);
    expect(found.verdict).toBe(verdict);
    if (verdict === "unknown") expect(found.reason).toBe(unread.message);
    else expect(found.reason).not.toContain(unread.message);
  });

  it("says first that the state is not documented", () => {
    const found = judged({ state: { condition: "unknown", raw: "Shelved" }, unread });
    expect(found).toMatchObject({ verdict: "unknown", reason: expect.stringContaining('"Shelved"') });
  });
});

describe("judge: which operation decides", () => {
  const at = (id: string, phase: Phase, start: number | null, changes: Partial<Operation> = {}) =>
    operation(phase, {
      id,
      startedAt: start === null ? null : hoursAgo(start),
      updatedAt: null,
      finishedAt: null,
      ...changes,
    });
  const cases: readonly [string, string | null, readonly Operation[]][] = [
    [
      "the newest by start",
      "new",
      [at("old", "failed", 50), at("new", "succeeded", 2), at("older", "failed", 90)],
    ],
    ["the newest, also in another order", "new", [at("new", "succeeded", 2), at("old", "failed", 50)]],
    [
      "the one under way, though an ended one is newer",
      "moving",
      [at("moving", "running", 9), at("new", "succeeded", 2)],
    ],
    ["the newest of two under way", "b", [at("a", "running", 9), at("b", "paused", 2)]],
    [
      "without a start, the end counts",
      "ended",
      [at("ended", "failed", null, { finishedAt: hoursAgo(1) }), at("old", "succeeded", 2)],
    ],
    [
      "without any time it is what the API shows now",
      "now",
      [at("old", "succeeded", 1), at("now", "failed", null)],
    ],
    ["at the same time the worst one speaks", "bad", [at("good", "succeeded", 5), at("bad", "failed", 5)]],
  ];
  it.each(cases)("%s", (_why, id, operations) => {
    expect(judged({ operations }).operation?.id).toBe(id);
  });

  it("stands in for an operation that only the cluster's state shows", () => {
    expect(judged({ state: upgrading }).operation).toMatchObject({
      id: null,
      kind: "version",
      phase: "running",
      rawPhase: "Upgrading",
      steps: [],
    });
    const cancelled = judged({ state: upgrading, operations: [operation("cancelled")] });
    expect(cancelled.operation).toMatchObject({ id: null, phase: "running" });
    const rollingBack = { condition: "rolling-back", raw: "RollingBack" } as const;
    expect(judged({ state: rollingBack }).operation).toMatchObject({ id: null, kind: "rollback" });
  });
});

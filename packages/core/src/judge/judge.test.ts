import type { Observation, Operation, Phase } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import {
  healthyCluster,
  healthyObservation,
  healthyOperation,
  healthyReading,
  hoursAgo,
} from "../testing/healthy.ts";
import { judgeReading } from "./judge-reading.ts";

type ClusterChanges = Parameters<typeof healthyCluster>[0];

function judged(observation: Partial<Observation>, cluster: ClusterChanges = {}) {
  const reading = healthyReading({
    cluster: healthyCluster(cluster),
    observation: healthyObservation(observation),
  });
  const { judgement } = judgeReading(reading);
  if (judgement === null) throw new Error("an observation was given, so there is a judgement");
  return judgement;
}

function operation(phase: Phase, changes: Partial<Operation> = {}): Operation {
  return healthyOperation({ phase, rawPhase: phase, ...changes });
}

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
    });
    const rollingBack = { condition: "rolling-back", raw: "RollingBack" } as const;
    expect(judged({ state: rollingBack }).operation).toMatchObject({ id: null, kind: "rollback" });
  });
});

describe("judge: properties of expect", () => {
  const pools = (nodePools: Readonly<Record<string, string | null>>) => ({ properties: { nodePools } });
  const cases: readonly [string, string, Partial<Observation>, Readonly<Record<string, unknown>>][] = [
    ["every pool holds", "converged", pools({ a: "1.29.8", b: "1.29.9" }), { nodePools: "1.29" }],
    ["one pool is below", "behind", pools({ a: "1.28.8", b: "1.29.9" }), { nodePools: "1.29" }],
    ["one below, one above", "different", pools({ a: "1.28.8", b: "1.30.1" }), { nodePools: "1.29" }],
    [
      "a pool whose version could not be read",
      "unknown",
      pools({ a: "1.29.8", b: null }),
      { nodePools: "1.29" },
    ],
    ["no pool could be read", "unknown", { properties: { nodePools: null } }, { nodePools: "1.29" }],
    ["the property is missing in the observation", "unknown", {}, { nodePools: "1.29" }],
    ["no pools: nothing does not hold", "converged", pools({}), { nodePools: "1.29" }],
    ["a named pool holds", "converged", pools({ a: "1.29.8", b: "1.1" }), { nodePools: { a: "1.29" } }],
    ["a named pool does not exist", "different", pools({ b: "1.29.8" }), { nodePools: { a: "1.29" } }],
    ["lists are sets", "converged", { properties: { zones: ["b", "a"] } }, { zones: ["a", "b"] }],
    ["lists are sets", "different", { properties: { zones: ["b"] } }, { zones: ["a", "b"] }],
    [
      "version and property share a direction",
      "behind",
      { version: "v1.28.1-r0", ...pools({ a: "1.28.1" }) },
      { nodePools: "1.29" },
    ],
    [
      "version and property have two directions",
      "different",
      { version: "v1.28.1-r0", ...pools({ a: "1.30.1" }) },
      { nodePools: "1.29" },
    ],
    ["a hostile part name", "different", pools({ b: "1.29.8" }), { nodePools: { constructor: "1.29" } }],
  ];
  it.each(cases)("%s: %s", (_why, verdict, observation, expected) => {
    expect(judged(observation, { expect: expected }).verdict).toBe(verdict);
  });

  it("lists every drift with what was expected and observed", () => {
    const { drift } = judged(
      { version: "v1.28.1-r0", ...pools({ a: "1.30.1" }) },
      { expect: { nodePools: "1.29" } },
    );
    expect(drift).toEqual([
      { property: "version", expected: "v1.29.8-r4", observed: "v1.28.1-r0", direction: "behind" },
      { property: "nodePools", expected: "1.29", observed: { a: "1.30.1" }, direction: "ahead" },
    ]);
  });
});

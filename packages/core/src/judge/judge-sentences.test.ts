import type { Observation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { type healthyCluster, hoursAgo } from "../testing/healthy.ts";
import { judged, operationIn as operation } from "../testing/judged.ts";

type ClusterChanges = Parameters<typeof healthyCluster>[0];
type Case = [string, Partial<Observation>, ClusterChanges?];

const running = (changes: Parameters<typeof operation>[1] = {}) => ({
  operations: [operation("running", changes)],
});
const ahead = { toVersion: "v1.30.1-r0" } as const;
const longAgo = { startedAt: hoursAgo(3) } as const;
const stalledAfterMs = 2 * 3_600_000;

const states: readonly Case[] = [
  ["the API gave the cluster no state", { state: { condition: "unknown", raw: "" } }],
  [
    'the cluster\'s state "Shelved" is not one that the API documents',
    { state: { condition: "unknown", raw: "Shelved" } },
  ],
  ["the cluster's state is Error", { state: { condition: "failed", raw: "Error" } }],
  [
    "the upgrade to v1.29.8-r4 has ended, the cluster still settles (Upgrading)",
    { state: { condition: "upgrading", raw: "Upgrading" }, operations: [operation("succeeded")] },
  ],
  [
    "the upgrade to v1.29.8-r4 has ended, the cluster still settles (RollingBack)",
    { state: { condition: "rolling-back", raw: "RollingBack" }, operations: [operation("succeeded")] },
  ],
  ["its operations could not be read", { unread: { kind: "forbidden", message: "" } }],
  ["runs v1.29.8-r4", {}],
  ["runs v1.29.8-r4", { operations: [operation("cancelled")] }],
  ["runs v1.29.8-r4, the last operation succeeded", { operations: [operation("succeeded")] }],
];

const operations: readonly Case[] = [
  [
    'the upgrade to v1.29.8-r4 has the state "Draining", which is not one that the API documents',
    { operations: [operation("unknown", { rawPhase: "Draining" })] },
  ],
  [
    "the upgrade to v1.29.8-r4 has no state, which is not one that the API documents",
    { operations: [operation("unknown", { rawPhase: null })] },
  ],
  ["the upgrade to v1.29.8-r4 failed", { operations: [operation("failed", { message: "" })] }],
  ["the upgrade to v1.29.8-r4 is paused and waits for a person", { operations: [operation("paused")] }],
  ["the upgrade under way leads to v1.30.1-r0, not to v1.29.8-r4", running(ahead)],
  ["the rollback under way leads to v1.30.1-r0, not to v1.29.8-r4", running({ ...ahead, kind: "rollback" })],
  ["the upgrade to v1.29.8-r4 is running for 3h, longer than 2h", running(longAgo), { stalledAfterMs }],
  ["the upgrade to v1.29.8-r4 is running", running()],
  ["the upgrade to v1.29.8-r4 is pending", { operations: [operation("pending")] }],
  ["the upgrade is running", running({ toVersion: null })],
  ["the rollback is running", running({ toVersion: null, kind: "rollback" })],
  ["the image upgrade to 2026.1 is running", running({ toVersion: "2026.1", kind: "image" })],
  ["the zone switchover is running", running({ toVersion: null, kind: "zone-switch" })],
  ["the node pool upgrade to v1.1 is running", running({ toVersion: "v1.1", kind: "node-pool" })],
];

const pools = (nodePools: Readonly<Record<string, string | null>> | null) => ({ properties: { nodePools } });
const expectPools = { expect: { nodePools: "1.29" } };

const differences: readonly Case[] = [
  ["v1.28.5-r0 is below v1.29.8-r4", { version: "v1.28.5-r0" }],
  ["v1.30.1-r0 is above v1.29.8-r4", { version: "v1.30.1-r0" }],
  ["v1.29.8-r4 is not 1.28 || 1.30", {}, { target: "1.28 || 1.30" }],
  ["nodePools a 1.28.8 is below 1.29", pools({ a: "1.28.8", b: "1.29.9" }), expectPools],
  [
    "nodePools a 1.28.8 is below a 1.29",
    pools({ a: "1.28.8", b: "1" }),
    { expect: { nodePools: { a: "1.29" } } },
  ],
  ["nodePools a (absent) is not a 1.29", pools({}), { expect: { nodePools: { a: "1.29" } } }],
  ["zones b is not a, b", { properties: { zones: ["b"] } }, { expect: { zones: ["a", "b"] } }],
  [
    "v1.28.5-r0 is below v1.29.8-r4; nodePools a 1.28.8 is below 1.29",
    { version: "v1.28.5-r0", ...pools({ a: "1.28.8" }) },
    expectPools,
  ],
  ["version could not be read, so it is not known whether v1.29.8-r4 holds", { version: null }],
  [
    "only unknown of the version could be read, which does not decide whether v1.29.8-r4 holds",
    { version: "unknown" },
  ],
  [
    "only v1.29 of the version could be read, which does not decide whether v1.29.8-r4 holds",
    { version: "v1.29", versionIsPartial: true },
  ],
  ["nodePools could not be read, so it is not known whether 1.29 holds", pools(null), expectPools],
  [
    'nodePools could not be read, so it is not known whether {"a":"1.29"} holds',
    {},
    { expect: { nodePools: { a: "1.29" } } },
  ],
  [
    "a part of nodePools could not be read, so it is not known whether 1.29 holds",
    pools({ a: "1.29.8", b: null }),
    expectPools,
  ],
  [
    "version could not be read, so it is not known whether v1.29.8-r4 holds; nodePools could not be read, so it is not known whether 1.29 holds",
    { version: null, ...pools(null) },
    expectPools,
  ],
];

describe("the sentence that says why", () => {
  it.each([...states, ...operations, ...differences])("%s", (reason, observation, cluster) => {
    expect(judged(observation, cluster).reason).toBe(reason);
  });

  it("cuts what a vendor explains at length", () => {
    const { reason } = judged({ operations: [operation("failed", { message: "x".repeat(2_000) })] });
    expect(reason).toMatch(/^the upgrade to v1\.29\.8-r4 failed: x+/);
    expect(reason.length).toBeLessThan(600);
    expect(reason.length).toBeGreaterThan(500);
  });

  it("speaks of what is no operation of the contract by its kind", () => {
    // A plugin that is no TypeScript may say anything.
    const kind = "reindex" as "version";
    expect(judged(running({ kind, toVersion: null })).reason).toBe("the reindex operation is running");
  });
});

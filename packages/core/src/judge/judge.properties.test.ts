import { hostileText, observationOf, observedAt, patience, prove } from "@upgradectl/proof";
import type { Observation, Operation } from "@upgradectl/provider-sdk";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type VerdictName, verdictNames } from "../fleet.ts";
import { expectation } from "../testing/generated.ts";
import { judge } from "./judge.ts";

const observation = observationOf(hostileText);

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}

test("every observation has one verdict and a sentence, always the same, and stays as it is", {
  timeout: patience,
}, () => {
  prove(
    "judging is total and pure",
    fc.property(expectation, observation, (asked, seen) => {
      const first = judge(frozen(asked), frozen(seen), observedAt);
      expect(verdictNames).toContain(first.verdict);
      expect(first.reason).not.toBe("");
      expect(judge(asked, structuredClone(seen), observedAt)).toEqual(first);
    }),
    2_000,
  );
});

/**
 * From worst to best. Not to know and to know of a failure are equally far from good: what nobody could read may become
 * known as failed. So are the three ways of drifting, which say on which side of the target a version is.
 */
const tiers: readonly (readonly VerdictName[])[] = [
  ["unknown", "failed"],
  ["paused"],
  ["diverging"],
  ["stalled"],
  ["upgrading"],
  ["behind", "ahead", "different"],
  ["converged"],
];

function rank(verdict: VerdictName): number {
  return tiers.findIndex((tier) => tier.includes(verdict));
}

function withEach(seen: Observation, change: (operation: Operation) => Partial<Operation>): Observation {
  return { ...seen, operations: seen.operations.map((each) => ({ ...each, ...change(each) })) };
}

/** What makes an observation worse: the same one, with more that is wrong or less that is known. */
const worsenings: Readonly<Record<string, (seen: Observation) => Observation>> = {
  "the version is not told": (seen) => ({ ...seen, version: null }),
  "the version is told in part": (seen) => ({ ...seen, versionIsPartial: true }),
  "the operations could not be read": (seen) => ({
    ...seen,
    unread: { kind: "forbidden", message: "closed to this account" },
  }),
  "the state is not in the documents": (seen) => ({ ...seen, state: { condition: "unknown", raw: "New" } }),
  "the vendor calls it broken": (seen) =>
    seen.state.condition === "unknown" ? seen : { ...seen, state: { condition: "failed", raw: "Error" } },
  "what succeeded failed": (seen) =>
    withEach(seen, ({ phase }) => (phase === "succeeded" ? { phase: "failed" } : {})),
  "how it ended is not known": (seen) =>
    withEach(seen, ({ phase }) => (phase === "succeeded" || phase === "failed" ? { phase: "unknown" } : {})),
  "what ran is paused": (seen) =>
    withEach(seen, ({ phase }) => (phase === "running" || phase === "pending" ? { phase: "paused" } : {})),
  "a newer operation failed": (seen) => ({
    ...seen,
    operations: seen.operations.some(({ phase }) => ["pending", "running", "paused"].includes(phase))
      ? seen.operations
      : [...seen.operations, failedAt(new Date(observedAt + 48 * 3_600_000).toISOString())],
  }),
  "the properties could not be read": (seen) => ({ ...seen, properties: { nodePools: null, zones: null } }),
  "no properties are told": ({ properties: _, ...seen }) => seen,
};

function failedAt(startedAt: string): Operation {
  const times = { startedAt, updatedAt: startedAt, finishedAt: startedAt };
  const nothing = { id: null, fromVersion: null, toVersion: null, progress: null, message: null };
  return { ...nothing, ...times, kind: "version", phase: "failed", rawPhase: "Failed", steps: [] };
}

test.each(Object.entries(worsenings))(
  "worse is never judged better: %s",
  { timeout: patience },
  (name, worsen) => {
    prove(
      `worse is never better: ${name}`,
      fc.property(expectation, observation, (asked, seen) => {
        const before = judge(asked, seen, observedAt).verdict;
        const after = judge(asked, worsen(seen), observedAt).verdict;
        expect(rank(after), `${before} became ${after}`).toBeLessThanOrEqual(rank(before));
      }),
      400,
    );
  },
);

test("time alone only makes an upgrade stall", { timeout: patience }, () => {
  prove(
    "time alone only stalls",
    fc.property(expectation, observation, fc.nat(1e9), (asked, seen, later) => {
      const before = judge(asked, seen, observedAt).verdict;
      const after = judge(asked, seen, observedAt + later).verdict;
      if (after !== before) expect([before, after]).toEqual(["upgrading", "stalled"]);
    }),
    400,
  );
});

const strangeTime = fc.constantFrom(
  null,
  "9999-12-31T23:59:59Z",
  "0000-01-01T00:00:00Z",
  "2026-02-30T00:00:00Z",
);

/** What a plugin without types may return although its shape was checked: times that do not exist, no share of anything. */
const strangeFailures = fc
  .tuple(observation, strangeTime, strangeTime, fc.double())
  .filter(([seen]) => seen.operations.length > 0)
  .map(([seen, startedAt, finishedAt, progress]) =>
    withEach(seen, () => ({ phase: "failed", startedAt, finishedAt, progress })),
  );

test("a failure is told whatever its times are", { timeout: patience }, () => {
  prove(
    "a failure is told whatever its times are",
    fc.property(expectation, strangeFailures, (asked, seen) => {
      expect(["failed", "unknown"]).toContain(judge(asked, seen, observedAt).verdict);
    }),
    500,
  );
});

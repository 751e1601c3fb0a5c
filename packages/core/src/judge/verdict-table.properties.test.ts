import { observedAt, patience, prove } from "@upgradectl/proof";
import type { Observation, Operation, OperationKind, Phase } from "@upgradectl/provider-sdk";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { VerdictName } from "../fleet.ts";
import { parseTarget } from "../version/target.ts";
import type { Expectation } from "./drift.ts";
import { judge } from "./judge.ts";

/*
 * The table of the verdicts once more, as its words say it and with none of the judge's code. Versions are pairs of small
 * numbers, so that "below every allowed version" can be found out by trying them all.
 */
type Version = readonly [minor: number, patch: number];

const minors = [27, 28, 29, 30, 31];
const patches = [0, 1, 2, 3];
const universe: readonly Version[] = minors.flatMap((minor) =>
  patches.map((patch): Version => [minor, patch]),
);

/** Every target, and what it means. */
const targets: Readonly<Record<string, (version: Version) => boolean>> = {
  "v1.29.2": ([minor, patch]) => minor === 29 && patch === 2,
  "1.29": ([minor]) => minor === 29,
  "1.29.x": ([minor]) => minor === 29,
  ">=1.28 <1.30": ([minor]) => minor === 28 || minor === 29,
  ">=1.28.2": ([minor, patch]) => minor > 28 || (minor === 28 && patch >= 2),
  "<=1.28": ([minor]) => minor <= 28,
  ">1.28 <1.31": ([minor]) => minor === 29 || minor === 30,
  "1.28 || 1.30": ([minor]) => minor === 28 || minor === 30,
  "<1.28 || >=1.30.1": ([minor, patch]) => minor < 28 || minor > 30 || (minor === 30 && patch >= 1),
};

function isLess([minor, patch]: Version, [otherMinor, otherPatch]: Version): boolean {
  return minor === otherMinor ? patch < otherPatch : minor < otherMinor;
}

function textOf([minor, patch]: Version): string {
  return `v1.${minor}.${patch}`;
}

interface Case {
  readonly target: string;
  readonly version: Version;
  readonly condition: Observation["state"]["condition"];
  readonly operations: readonly CaseOperation[];
  readonly stalledAfter: number | undefined;
  readonly zones: "as declared" | "other" | "not asked";
}

interface CaseOperation {
  readonly phase: Phase;
  readonly kind: OperationKind;
  readonly to: Version | null;
  /** Minutes; of each operation another. */
  readonly age: number;
}

function verdictByContract(given: Case): VerdictName {
  const underWay = ["pending", "running", "paused"];
  const newestFirst = given.operations.toSorted((a, b) => a.age - b.age);
  const op = newestFirst.find(({ phase }) => underWay.includes(phase)) ?? newestFirst[0];
  const isAllowed = targets[given.target] ?? (() => false);
  const isSettling = given.condition === "upgrading" || given.condition === "rolling-back";
  if (given.condition === "unknown" || op?.phase === "unknown") return "unknown";
  if (op?.phase === "failed" || given.condition === "failed") return "failed";
  if (op?.phase === "paused") return "paused";
  if (op?.phase === "pending" || op?.phase === "running") {
    const leads = (op.kind === "version" || op.kind === "rollback") && op.to !== null;
    if (leads && op.to !== null && !isAllowed(op.to)) return "diverging";
    if (given.stalledAfter !== undefined && op.age > given.stalledAfter) return "stalled";
    return "upgrading";
  }
  if (isSettling) return "upgrading";
  return driftByContract(given, universe.filter(isAllowed)) ?? "converged";
}

function driftByContract({ version, zones }: Case, allowed: readonly Version[]): VerdictName | undefined {
  const found: VerdictName[] = [];
  if (allowed.every((each) => isLess(version, each))) found.push("behind");
  else if (allowed.every((each) => isLess(each, version))) found.push("ahead");
  else if (!allowed.some((each) => textOf(each) === textOf(version))) found.push("different");
  if (zones === "other") found.push("different");
  return found.every((each) => each === found[0]) ? found[0] : "different";
}

const anyVersion = fc.constantFrom(...universe);

const anyCase: fc.Arbitrary<Case> = fc.record({
  target: fc.constantFrom(...Object.keys(targets)),
  version: anyVersion,
  condition: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Case["condition"]>("ready") },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Case["condition"]>("busy", "upgrading", "rolling-back", "failed", "unknown"),
    },
  ),
  operations: fc.uniqueArray(fc.nat(600), { maxLength: 4 }).chain((ages) =>
    fc.tuple(
      ...ages.map((age) =>
        fc.record({
          phase: fc.constantFrom<Phase>(
            "pending",
            "running",
            "paused",
            "succeeded",
            "failed",
            "cancelled",
            "unknown",
            "succeeded",
          ),
          kind: fc.constantFrom<OperationKind>("version", "rollback", "image", "node-pool"),
          to: fc.option(anyVersion),
          age: fc.constant(age),
        }),
      ),
    ),
  ),
  stalledAfter: fc.option(fc.nat(600), { nil: undefined }),
  zones: fc.constantFrom<Case["zones"]>("as declared", "not asked", "as declared", "other"),
});

function operationOf({ phase, kind, to, age }: CaseOperation): Operation {
  const startedAt = new Date(observedAt - age * 60_000).toISOString();
  const nothing = { id: "op", rawPhase: phase, fromVersion: null, progress: null, message: null, steps: [] };
  return {
    ...nothing,
    phase,
    kind,
    toVersion: to === null ? null : textOf(to),
    startedAt,
    updatedAt: null,
    finishedAt: null,
  };
}

test("every verdict is the contract's", { timeout: patience }, () => {
  const met = new Set<VerdictName>();
  prove(
    "every verdict is the contract's",
    fc.property(anyCase, (given) => {
      const { target, version, condition, operations, stalledAfter, zones } = given;
      const asked: Expectation = {
        target: parseTarget(target),
        expect: zones === "not asked" ? {} : { zones: ["a", "b"] },
        properties: { zones: { schema: {} } },
        ...(stalledAfter === undefined ? {} : { stalledAfterMs: stalledAfter * 60_000 }),
      };
      const seen: Observation = {
        version: textOf(version),
        state: { condition, raw: condition },
        operations: operations.map(operationOf),
        properties: { zones: zones === "other" ? ["c"] : ["b", "a"] },
      };
      const { verdict } = judge(asked, seen, observedAt);
      met.add(verdict);
      expect(verdict).toBe(verdictByContract(given));
    }),
    4_000,
  );
  expect(met.size, "all verdicts were met").toBe(10);
});

import { describe, expect, it } from "vitest";
import type { Outcome, VerdictName } from "../fleet.ts";
import { defaultCloseOn, defaultFailOn, exitCodeOf, isNamed, outcomeOf, worstOutcome } from "./policy.ts";

// The columns: verdict, its outcome, whether it fails a check and whether it closes a gate, both by default.
const verdicts: readonly (readonly [VerdictName, Outcome, boolean, boolean])[] = [
  ["unknown", "incomplete", true, true],
  ["failed", "action", true, true],
  ["paused", "action", true, true],
  ["diverging", "action", true, true],
  ["stalled", "action", true, true],
  ["upgrading", "pending", true, true],
  ["behind", "action", true, false],
  ["ahead", "action", true, false],
  ["different", "action", true, false],
  ["converged", "ok", false, false],
];

describe("a verdict", () => {
  it.each(verdicts)(
    "%s is of the class %s; fails a check: %s; closes a gate: %s",
    (verdict, outcome, fails, closes) => {
      expect(outcomeOf(verdict)).toBe(outcome);
      expect(isNamed(verdict, defaultFailOn)).toBe(fails);
      expect(isNamed(verdict, defaultCloseOn)).toBe(closes);
    },
  );

  it.each<[VerdictName, Parameters<typeof isNamed>[1], boolean]>([
    ["behind", ["behind"], true],
    ["behind", ["action"], true],
    ["behind", ["ahead", "pending"], false],
    ["behind", [], false],
  ])("%s is among %j: %s", (verdict, terms, named) => {
    expect(isNamed(verdict, terms)).toBe(named);
  });
});

describe("of several outcomes", () => {
  it.each<[readonly Outcome[], Outcome]>([
    [["ok", "pending", "incomplete", "action"], "action"],
    [["ok", "pending", "incomplete"], "incomplete"],
    [["ok", "pending"], "pending"],
    [["ok"], "ok"],
    [[], "ok"],
  ])("of %j the worst is %s", (found, worst) => {
    expect(worstOutcome(found)).toBe(worst);
    expect(worstOutcome(found.toReversed())).toBe(worst);
  });

  it.each<[readonly Outcome[], number]>([
    [[], 0],
    [["ok"], 2],
    [["action"], 2],
    [["pending"], 3],
    [["incomplete"], 4],
    [["pending", "incomplete"], 4],
    [["incomplete", "action"], 2],
  ])("denied clusters with %j end the program with %d", (denied, code) => {
    expect(exitCodeOf(denied)).toBe(code);
  });
});

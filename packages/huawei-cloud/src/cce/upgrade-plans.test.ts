import { describe, expect, it } from "vitest";
import { listOf } from "../testing/bodies.ts";
import { planBody } from "../testing/plan-bodies.ts";
import { describePlans, upgradePlanList } from "./upgrade-plans.ts";

function describeBody(body: unknown): readonly string[] {
  return describePlans(upgradePlanList.parse(body).items);
}

describe("plans", () => {
  it.each<[string, object, string]>([
    [
      "whole",
      {},
      "v1.31.4-r2: Scheduled, from v1.29.8-r4, not before 2026-12-01T02:00:00Z, not after 2026-12-01T06:00:00Z, can be put off until 2026-12-15T02:00:00Z",
    ],
    [
      "in the service's other way of writing times",
      { spec: { targetVersion: "v1.31.4-r2", notBefore: "2026-12-01 02:00:00.5 +0000 UTC" } },
      "v1.31.4-r2: Scheduled, not before 2026-12-01T02:00:00.500Z",
    ],
    [
      "with an epoch",
      { spec: { targetVersion: "v1.31.4-r2", notBefore: 1_796_090_400 } },
      "v1.31.4-r2: Scheduled, not before 2026-12-01T02:00:00Z",
    ],
    [
      "with a time that is no time",
      { spec: { targetVersion: "v1.31.4-r2", notBefore: "Friday 02:00" } },
      "v1.31.4-r2: Scheduled, not before Friday 02:00",
    ],
    [
      "with odd times",
      { spec: { targetVersion: "v1", notBefore: {}, notAfter: [], notBeforeDeadline: " " } },
      "v1: Scheduled",
    ],
    ["without a phase", { status: null, spec: { targetVersion: "v1" } }, "v1"],
    ["without a target", { spec: {} }, "a version that is not told: Scheduled"],
    ["of nothing", { spec: null, status: {} }, "a version that is not told"],
  ])("%s", (_, changes, expected) => {
    expect(describeBody(listOf({ ...planBody(), ...changes }))).toEqual([expected]);
  });

  it("are listed the earliest first, those without a time last", () => {
    const plan = (targetVersion: string, notBefore?: string) => ({
      kind: "UpgradePlan",
      spec: { targetVersion, notBefore },
    });
    const body = listOf(
      plan("a", "soon"),
      plan("b", "2026-12-02T00:00:00Z"),
      plan("c", "2026-12-01T23:00:00"),
      plan("d"),
    );
    expect(describeBody(body).map((text) => text[0])).toEqual(["c", "b", "a", "d"]);
  });

  it.each<[string, unknown, number]>([
    ["one object", { kind: "List", items: planBody() }, 1],
    ["a list", listOf(planBody(), planBody()), 2],
    ["null", { kind: "List", items: null }, 0],
    ["no items", { kind: "List", apiVersion: "v3" }, 0],
    ["an empty list", listOf(), 0],
  ])("may be %s", (_, body, count) => {
    expect(describeBody(body)).toHaveLength(count);
  });

  it.each<[string, unknown]>([
    ["nothing", {}],
    ["a text", "x"],
    ["rows that are texts", listOf("x")],
    ["a row that is empty", listOf({})],
    ["a version that is a number", listOf({ kind: "UpgradePlan", spec: { targetVersion: 1.31 } })],
  ])("are not %s", (_, body) => {
    expect(upgradePlanList.safeParse(body).success).toBe(false);
  });
});

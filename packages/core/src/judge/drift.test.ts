import type { Observation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { judged } from "../testing/judged.ts";

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
    ["one text may stand for a list of one", "converged", { properties: { zones: ["a"] } }, { zones: "a" }],
    [
      "one text may stand for a list of one",
      "different",
      { properties: { zones: ["a", "b"] } },
      { zones: "a" },
    ],
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

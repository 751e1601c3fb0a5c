import type { Observation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { healthyObservation } from "../testing/healthy.ts";
import { judged } from "../testing/judged.ts";
import { parseTarget } from "../version/target.ts";
import { combine, compare } from "./drift.ts";

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
    ["one version for all", "behind", { properties: { nodePools: "1.28.8" } }, { nodePools: "1.29" }],
    [
      "a list of versions",
      "behind",
      { properties: { nodePools: ["1.29.1", "1.28.8"] } },
      { nodePools: "1.29" },
    ],
    [
      "a list of versions holds",
      "converged",
      { properties: { nodePools: ["1.29.1"] } },
      { nodePools: "1.29" },
    ],
    [
      "a list of versions where parts are expected",
      "different",
      { properties: { nodePools: ["1.29.1"] } },
      { nodePools: { a: "1.29" } },
    ],
    [
      "a version that ends early is below what goes on",
      "behind",
      pools({ a: "1.29" }),
      { nodePools: "1.29.3" },
    ],
    ["also the cluster's own", "behind", { version: "v1.29.8" }, {}],
    ["no order: it is not known", "unknown", { properties: { zones: null } }, { zones: "a" }],
    [
      "no order: a part is not known",
      "unknown",
      { properties: { zones: { a: null } } },
      { zones: { a: "1" } },
    ],
    [
      "no order: parts hold in any order",
      "converged",
      { properties: { zones: { a: "1", b: "2" } } },
      { zones: { b: 2, a: "1" } },
    ],
    [
      "no order: a part differs",
      "different",
      { properties: { zones: { a: "1", b: "2" } } },
      { zones: { b: "1", a: "1" } },
    ],
    [
      "no order: a part more",
      "different",
      { properties: { zones: { a: "1", b: "2" } } },
      { zones: { a: "1" } },
    ],
    ["no order: the same text", "converged", { properties: { zones: "a" } }, { zones: "a" }],
    ["no order: another text", "different", { properties: { zones: "a" } }, { zones: "b" }],
    ["no order: a list is no text", "different", { properties: { zones: "a" } }, { zones: ["a"] }],
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

  it("shows the parts that drift, and no others", () => {
    const observed = pools({ a: "1.28.1", b: "1.29.9", c: null });
    expect(judged(observed, { expect: { nodePools: "1.29" } })).toMatchObject({
      verdict: "behind",
      drift: [{ property: "nodePools", observed: { a: "1.28.1" }, direction: "behind" }],
    });
  });

  it("is certain whatever a property is that nobody knows, and says what that is", () => {
    const judgement = judged({ version: "1.28.1", properties: { image: null } }, { expect: { image: "a" } });
    expect(judgement).toMatchObject({ verdict: "behind", drift: [{ property: "version" }] });
    expect(judgement.reason).toMatch(/^1\.28\.1 is below v1\.29\.8-r4; image/);
  });

  it("is not certain where nobody knows the version", () => {
    const seen = { version: null, properties: { image: "b" } };
    expect(judged(seen, { expect: { image: "a" } })).toMatchObject({
      verdict: "unknown",
      drift: [{ property: "image" }],
    });
    expect(judged({ ...seen, version: "1.29.8" }, { expect: { image: "a" } }).verdict).toBe("different");
    expect(judged({ ...seen, properties: { image: null } }, { expect: { image: "a" } }).verdict).toBe(
      "unknown",
    );
  });

  it("shows the whole of what has no order", () => {
    const [drift] = judged({ properties: { zones: { a: "1" } } }, { expect: { zones: { a: "2" } } }).drift;
    expect(drift?.observed).toEqual({ a: "1" });
  });

  it("takes a property that the provider does not describe for one without an order", () => {
    const expectation = { target: parseTarget("1.29"), expect: { image: "b" }, properties: {} };
    const observation = healthyObservation({ properties: { image: "a" } });
    expect(compare(expectation, observation).drift).toMatchObject([
      { property: "image", direction: "different" },
    ]);
  });
});

it.each([
  [[], "different"],
  [["behind"], "behind"],
  [["ahead", "ahead"], "ahead"],
  [["behind", "ahead"], "different"],
] as const)("the directions %j have in common %s", (directions, common) => {
  expect(combine(directions)).toBe(common);
});

import { describe, expect, it } from "vitest";
import { standingOf } from "./standing.ts";
import { parseTarget } from "./target.ts";

describe("standingOf", () => {
  it.each([
    ["v1.29.8-r4", "v1.29.8-r4", "allowed"],
    ["1.29.8-r4", "v1.29.8-r4", "allowed"],
    ["v1.29.8-r3", "v1.29.8-r4", "below"],
    ["v1.29.8-r10", "v1.29.8-r4", "above"],
    ["v1.29.8", "v1.29.8-r4", "below"],
    ["1.32.1-aliyun.1", "1.32.1", "allowed"],
    ["1.29.8-r4", "1.29", "allowed"],
    ["1.29", "1.29.x", "allowed"],
    ["1.2.9", "1.29", "below"],
    ["1.290", "1.29", "above"],
    ["1.28.9-r4", "<=1.28", "allowed"],
    ["1.28.9-r4", ">1.28", "below"],
    ["1.29", ">1.28", "allowed"],
    ["1.28.9-r4", "<1.28", "above"],
    ["1.28", ">=1.28", "allowed"],
    ["1.28", ">=1.28.0", "below"],
    ["1.28", "<1.28.0", "allowed"],
    ["1.28.3-r9", ">=1.28.3-r10", "below"],
    ["1.30.0", ">=1.28 <1.30", "above"],
    ["1.29.15", ">=1.28 <1.30", "allowed"],
    ["1.29.15", "1.28 || 1.30", "between"],
    ["1.27", "1.28 || 1.30", "below"],
    ["1.31", "1.28 || 1.30", "above"],
    ["1.31", "1.30 || 1.28", "above"],
    ["1.30.0", "<1.30 || >1.30", "between"],
    ["99999999999999999999.1", ">99999999999999999998", "allowed"],
    ["", "1.29", "undecided"],
    ["-", ">=0", "undecided"],
    ["BETA-1", "<1.28", "allowed"],
    ["BETA-1", ">=1.28", "below"],
  ] as const)("%j for %j: %s", (version, target, standing) => {
    expect(standingOf(version, parseTarget(target))).toBe(standing);
  });
});

describe("standingOf a partial version", () => {
  it.each([
    ["v1.29", "1.29", "allowed"],
    ["v1.29", "v1.29.8-r4", "undecided"],
    ["v1.28", "v1.29.8-r4", "below"],
    ["v1.30", "v1.29.8-r4", "above"],
    ["v1.29", ">=1.29", "allowed"],
    ["v1.29", ">=1.29.3", "undecided"],
    ["v1.29", ">1.29", "below"],
    ["v1.29", "<=1.29", "allowed"],
    ["v1.29", "<1.29.3", "undecided"],
    ["v1.29", "<1.29.3 || >=1.29.3", "allowed"],
    ["v1.29", "<1.29.3 || >1.29.3", "undecided"],
    ["v1.29", "1.28 || 1.30", "between"],
    ["v1", "1.28 || 1.30", "undecided"],
    ["v1.29", "1.28 || 1.29.3", "undecided"],
    ["", "1.29", "undecided"],
  ] as const)("%j... for %j: %s", (version, target, standing) => {
    expect(standingOf(version, parseTarget(target), { partial: true })).toBe(standing);
  });
});

describe("standingOf in a provider's own order", () => {
  const byYear = (version: string) => version.split("-").toReversed();

  it("uses that order's components", () => {
    const target = parseTarget(">=2-2024 <1-2025", byYear);
    expect(standingOf("11-2024", target, { split: byYear })).toBe("allowed");
    expect(standingOf("1-2025", target, { split: byYear })).toBe("above");
    expect(standingOf("1-2024", target, { split: byYear })).toBe("below");
  });

  it("is undecided where the order sees no component in an operand, never allowed", () => {
    expect(standingOf("1.29", parseTarget("1.29"), { split: () => [] })).toBe("undecided");
  });

  it("is undecided as well where it sees none in one operand of several", () => {
    const split = (version: string) => (version === "1.28" ? [] : [version]);
    expect(standingOf("1.30", parseTarget("1.28 || 1.30"), { split })).toBe("undecided");
  });

  it("is asked anew for each order", () => {
    const target = parseTarget("5");
    expect(standingOf("7", target)).toBe("above");
    expect(standingOf("7", target, { split: (version) => [String(10 - Number(version))] })).toBe("below");
    expect(standingOf("7", target, { split: (version) => [String(Number(version) * 2)] })).toBe("above");
    expect(standingOf("7", target)).toBe("above");
  });

  it("skips alternatives that are empty in that order", () => {
    const backwards = (version: string) => [String(100 - Number(version))];
    const target = parseTarget(">=28 <30");
    expect(standingOf("29", target, { split: backwards })).toBe("between");
  });
});

it("tells versions apart, and whole ones from parts", () => {
  const target = parseTarget("1.29.3");
  const standings = () => [
    standingOf("1.28", target),
    standingOf("1.29", target),
    standingOf("1.30", target),
    standingOf("1.28", target, { partial: true }),
    standingOf("1.29", target, { partial: true }),
    standingOf("1.30", target, { partial: true }),
  ];
  const expected = ["below", "below", "above", "below", "undecided", "above"];
  expect(standings()).toEqual(expected);
  expect(standings()).toEqual(expected);
});

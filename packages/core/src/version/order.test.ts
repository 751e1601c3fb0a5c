import { describe, expect, it } from "vitest";
import { compareVersions, isNumber, splitVersion } from "./order.ts";

describe("splitVersion", () => {
  it.each([
    ["v1.29.8-r4", ["1", "29", "8", "r", "4"]],
    ["V1.29", ["1", "29"]],
    ["vv1", ["v", "1"]],
    ["1.29-dev.1", ["1", "29", "dev", "1"]],
    ["1.32.1-aliyun.1", ["1", "32", "1", "aliyun", "1"]],
    ["7.10.2_24.3.0_0827", ["7", "10", "2", "24", "3", "0", "0827"]],
    ["1.29.3+rke2r1", ["1", "29", "3", "rke", "2", "r", "1"]],
    ["1..29--", ["1", "29"]],
    [" 1.29\n", ["1", "29"]],
    ["", []],
    ["v", []],
  ])("%j has the components %j", (version, components) => {
    expect(splitVersion(version)).toEqual(components);
  });
});

describe("compareVersions", () => {
  it.each([
    ["1.9", "1.10"],
    ["v1.29.8-r4", "v1.29.8-r10"],
    ["1.29", "1.29.0"],
    ["1.29.8", "1.29.8-r0"],
    ["1.29.beta", "1.29.0"],
    ["1.29-alpha", "1.29-beta"],
    ["1.29.9007199254740992", "1.29.9007199254740993"],
    ["1.29.99999999999999999998", "1.29.100000000000000000000"],
    ["7.10.2_24.3.0_0827", "7.10.2_24.3.1_0101"],
    ["", "0"],
  ])("%j is older than %j", (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  it.each([
    ["v1.29.8-r4", "1.29.8-r4"],
    ["V1.29", "v1.29"],
    ["1.09", "1.9"],
    ["1.000", "1.0"],
    ["1.29-r4", "1_29.r4"],
  ])("%j and %j are the same", (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
    expect(compareVersions(b, a)).toBe(0);
  });

  it("takes a provider's own components", () => {
    const byYear = (version: string) => version.split("/").toReversed();
    expect(compareVersions("2/2024", "1/2025", byYear)).toBeLessThan(0);
  });
});

it.each([
  ["0", true],
  ["1280", true],
  ["rc1", false],
  ["1rc", false],
  ["", false],
] as const)("%j is a number: %s", (component, is) => {
  expect(isNumber(component)).toBe(is);
});

import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { measureProcesses } from "../secret-watch/allow-secret.ts";
import { type Baseline, compare, guardedNames, measureGuarded } from "./guard.ts";

measureProcesses();

describe("against the committed baseline", () => {
  let baseline: Baseline;
  let found: Baseline;
  beforeAll(async () => {
    baseline = JSON.parse(await readFile(new URL("baseline.json", import.meta.url), "utf8"));
    found = await measureGuarded();
  }, 120_000);

  it.each(guardedNames)("%s is not worse", (name) => {
    const { change, text } = compare(name, found[name], baseline[name]);
    if (change === "better") console.log(text);
    expect(change, text).not.toBe("worse");
  });
});

describe("a comparison", () => {
  it.each([
    ["kilobytesOfDist", 1100, "same"],
    ["kilobytesOfDist", 1101, "worse"],
    ["kilobytesOfDist", 900, "same"],
    ["kilobytesOfDist", 899, "better"],
    ["kilobytesOfDist", Number.NaN, "worse"],
    ["cpuToBareLoop", 1300, "same"],
    ["cpuToBareLoop", 1301, "worse"],
  ] as const)("of %s %d with a baseline of 1000 says %s", (name, found, change) => {
    expect(compare(name, found, 1000).change).toBe(change);
  });

  it("says how the baseline is renewed", () => {
    expect(compare("modulesOfVersion", 20, 10).text).toContain("node bench/guard.ts --renew");
  });
});

import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { engineFlags } from "./tune-engine.ts";

const { v8 } = process.versions;

it("leaves small fleets alone", () => {
  expect(engineFlags(99, true, v8)).toEqual([]);
  expect(engineFlags(100, true, v8)).not.toEqual([]);
});

it("compiles later where a run ends before it pays", () => {
  const later = (clusters: number) => engineFlags(clusters, true, v8).some((flag) => flag.includes("count"));
  expect([1999, 2000].map(later)).toEqual([true, false]);
});

it("bounds the old generation of a run that holds nothing", () => {
  const bounded = (holds: boolean) => engineFlags(5000, holds, v8).some((flag) => flag.includes("growing"));
  expect([true, false].map(bounded)).toEqual([false, true]);
});

it("sets no flag of an engine that nobody has tried", () => {
  expect(engineFlags(5000, false, "99.1.2-node.3")).toEqual([]);
});

it("names flags that this engine knows", () => {
  const flags = engineFlags(1000, false, v8).map((flag) => `v8.setFlagsFromString("${flag}");`);
  const script = `const v8 = require("node:v8"); ${flags.join("")}`;
  const { stderr, status } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect({ stderr, status, flags: flags.length }).toEqual({ stderr: "", status: 0, flags: 4 });
});

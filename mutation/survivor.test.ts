import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { countMutants, percentOf } from "./score.ts";
import { describeSurvivor, findOutdated, findUnargued, type Survivor } from "./survivor.ts";

const root = mkdtempSync(join(tmpdir(), "upgradectl-survivor-"));
afterAll(() => rmSync(root, { recursive: true }));
const fileName = join(root, "rank.ts");
writeFileSync(fileName, "export function rank() {\n  return list\n    .filter(isOld)\n    .length;\n}\n");

function survivor(start: readonly [number, number], end: readonly [number, number], replacement: string) {
  const [place, stop] = [start, end].map(([line, column]) => ({ line, column }));
  if (place === undefined || stop === undefined) throw new Error("both were given");
  return describeSurvivor({ fileName, location: { start: place, end: stop }, replacement }, root);
}

const found = [survivor([2, 10], [3, 19], "list"), survivor([1, 24], [5, 2], "{}")];
const known: Survivor = {
  file: "rank.ts",
  line: "return list",
  changes: ["list .filter(isOld) => list"],
  why: "All are old.",
};

describe("a survivor", () => {
  it("is described by its line and what is changed there", () => {
    expect(found).toEqual([
      { file: "rank.ts", line: "return list", change: "list .filter(isOld) => list", row: 2 },
      {
        file: "rank.ts",
        line: "export function rank() {",
        change: "{ return list .filter(isOld) .length; } => {}",
        row: 1,
      },
    ]);
  });

  it("that nobody argued is found", () => {
    expect(findUnargued(found, [known])).toEqual([found[1]]);
    expect(findUnargued(found, [{ ...known, file: "other.ts" }])).toEqual(found);
  });

  it("that was argued and is none any more is found, where its file was mutated", () => {
    const files = new Set(["rank.ts"]);
    expect(findOutdated(found, [known], files)).toEqual([]);
    expect(findOutdated([], [known], files)).toEqual(["rank.ts: return list: list .filter(isOld) => list"]);
    expect(findOutdated([], [known], new Set())).toEqual([]);
  });
});

describe("the score", () => {
  const mutants = (
    ...statuses: readonly ("Killed" | "Timeout" | "Survived" | "NoCoverage" | "RuntimeError")[]
  ) => statuses.map((status) => ({ status }));

  it("counts what no test reaches as surviving", () => {
    const score = countMutants(mutants("Killed", "Timeout", "Survived", "NoCoverage"));
    expect(score).toEqual({ mutants: 4, killed: 1, timedOut: 1, survived: 2 });
    expect(percentOf(score)).toBe(50);
  });

  it("is none where a mutant was not tested, or there is none", () => {
    expect(() => countMutants(mutants("Killed", "RuntimeError"))).toThrow(
      "2 mutants, of which 1 were tested",
    );
    expect(() => countMutants([])).toThrow("0 mutants");
  });
});

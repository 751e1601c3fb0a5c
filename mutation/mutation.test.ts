import { globSync, readFileSync } from "node:fs";
import { matchesGlob } from "node:path";
import { describe, expect, it } from "vitest";
import { areas, leastScore, luck } from "./areas.ts";
import { percentOf, type Score } from "./score.ts";
import { survivors } from "./survivors.ts";
import { drawTables, replaceTables } from "./tables.ts";

const root = new URL("..", import.meta.url).pathname;
const read = (file: string) => readFileSync(`${root}/${file}`, "utf8");
const scores: Readonly<Record<string, Score>> = JSON.parse(read("mutation/scores.json"));

describe.each(Object.entries(areas))("%s", (name, { sources, tests }) => {
  it("has sources and tests", () => {
    for (const pattern of [...sources, ...tests])
      expect(globSync(pattern, { cwd: root }), pattern).not.toEqual([]);
  });

  it("was mutated, and its tests noticed enough", () => {
    const score = scores[name];
    if (score === undefined) throw new Error(`No score; run \`pnpm mutate ${name}\`.`);
    expect(score.killed + score.timedOut + score.survived).toBe(score.mutants);
    expect(percentOf(score)).toBeGreaterThanOrEqual(leastScore);
  });

  it("has an argument for each survivor", () => {
    const ofArea = survivors.filter(({ file }) => sources.some((pattern) => matchesGlob(file, pattern)));
    const count = ofArea.flatMap(({ changes }) => changes).length;
    expect(count, `run \`pnpm mutate ${name}\``).toBe(scores[name]?.survived);
  });
});

it.each(survivors)("a mutant that survives in $file: $line", ({ file, line, changes, why }) => {
  const lines = read(file).split("\n");
  expect(lines.map((text) => text.trim())).toContain(line);
  expect(changes).not.toEqual([]);
  expect(why).not.toBe("");
});

it("the page shows the last run", () => {
  const page = read("mutation/README.md");
  expect(page).toBe(replaceTables(page, drawTables(scores, survivors)));
});

it("counts no test that draws its examples", () => {
  expect(matchesGlob("packages/core/src/judge/judge.properties.test.ts", luck)).toBe(true);
});

import { beforeAll, describe, expect, it } from "vitest";
import { scale } from "../proof/src/index.ts";
import { type Found, findPatterns } from "./find-patterns.ts";
import { judgePattern } from "./judge-pattern.ts";
import { findAll, type JudgedPattern, keyOf, readTable } from "./judged-patterns.ts";
import { arguedPatterns, withoutBlanks } from "./open-patterns.ts";

/** So many are judged anew in each run, others each time. */
const handful = 5 * scale;

let table: readonly JudgedPattern[];
let wanted: readonly string[];
let found: Found;

beforeAll(async () => {
  table = await readTable();
  wanted = (await findAll()).map(keyOf);
  found = await findPatterns();
});

const again = "run `npx -y pnpm@12 patterns new`, and rewrite or argue what is not linear";

describe("every regular expression of the program", () => {
  it("is found", () => {
    expect(wanted.length).toBeGreaterThan(300);
    const places = new Set(found.patterns.map(({ at }) => at.replace(/:\d+$/, "")));
    expect(places.size).toBeGreaterThan(100);
    expect(places).toContain("packages/core/src/manifest/schema/formats.ts");
  });

  it("is judged, and what is judged is there", () => {
    const judged = new Set(table.map(keyOf));
    expect(
      wanted.filter((key) => !judged.has(key)),
      again,
    ).toEqual([]);
    expect(
      [...judged].filter((key) => !wanted.includes(key)),
      again,
    ).toEqual([]);
    expect(judged.size).toBe(table.length);
  });

  it("is linear, or has an argument that a bound on its text makes it harmless", () => {
    const open = table.filter(({ verdict, why = "" }) => (verdict === "linear") === (why !== ""));
    expect(open).toEqual([]);
  });

  it("takes for ever on no text", () => {
    expect(table.filter(({ verdict }) => verdict !== "linear" && verdict !== "polynomial")).toEqual([]);
  });

  it("that is put together as the program runs is argued, and what is argued is there", () => {
    const argued = arguedPatterns.map(({ source }) => withoutBlanks(source));
    expect(found.open.map(({ source }) => withoutBlanks(source)).sort()).toEqual(argued.sort());
  });

  it("is judged as in the table: a random handful", { timeout: 60_000 * Math.max(1, handful / 5) }, () => {
    const quick = table.filter(({ isSlow }) => isSlow !== true);
    const picked = Array.from({ length: handful }, () => quick[Math.trunc(Math.random() * quick.length)]);
    for (const judged of picked) {
      if (judged === undefined) throw new Error("the table is empty");
      const { pattern, flags, verdict } = judged;
      expect({ pattern, flags, verdict: judgePattern(pattern, flags) }).toEqual({ pattern, flags, verdict });
    }
  });
});

describe("a pattern is judged", () => {
  it.each([
    ["^a+$", "", "linear"],
    ["a+$", "", "polynomial"],
    ["a+b", "y", "linear"],
    ["^\\s*!?\\s*$", "", "polynomial"],
    ["^(a+)+$", "", "exponential"],
    ["^(?:\\w|\\d)*$", "dg", "exponential"],
  ])("/%s/%s: %s", (pattern, flags, verdict) => {
    expect(judgePattern(pattern, flags)).toBe(verdict);
  });
});

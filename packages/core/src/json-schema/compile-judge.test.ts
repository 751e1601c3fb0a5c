import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { compileJudge } from "./compile-judge.ts";

const formats = { even: (text: string) => text.length % 2 === 0 };
const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: true, formats });
ajv.addKeyword("secret");

describe("the judge", () => {
  const cases: readonly [schema: unknown, right: readonly unknown[], wrong: readonly unknown[]][] = [
    [
      { type: "string", minLength: 2, maxLength: 2 },
      ["ab", "\u{1f600}\u{1f600}"],
      ["a", "abc", "\u{1f600}", 12],
    ],
    [{ type: ["integer", "null"], minimum: 1, maximum: 3 }, [1, 3, null, 2], [0, 4, 1.5, "2", Number.NaN]],
    [{ type: "number" }, [1.5, -0], [Number.NaN, Number.POSITIVE_INFINITY, "1"]],
    [{ enum: ["a", 1, null, true] }, ["a", 1, null, true], ["b", "1", false, undefined]],
    [{ pattern: "^\\p{Lu}$" }, ["A", 7], ["a", "AB"]],
    [{ format: "even" }, ["ab", "", 5], ["a"]],
    [
      { type: "array", items: { type: "string" }, minItems: 1, maxItems: 2 },
      [["a"]],
      [[], ["a", 1], ["a", "b", "c"]],
    ],
    [
      { type: "object", properties: { a: { type: "string" } }, additionalProperties: false, required: ["a"] },
      [{ a: "" }],
      [{}, { a: 1 }, { a: "", b: "" }, { a: undefined }, [], null],
    ],
    [{ properties: { a: true }, additionalProperties: { type: "boolean" } }, [{ a: 1, b: true }], [{ b: 1 }]],
    [{ dependentRequired: { a: ["b", "c"] } }, [{ b: 1 }, { a: 1, b: 1, c: 1 }], [{ a: 1, b: 1 }]],
    [{ propertyNames: { maxLength: 1 }, minProperties: 1, maxProperties: 2 }, [{ a: 1 }], [{}, { ab: 1 }]],
    [{ oneOf: [{ type: "number" }, { minimum: 5 }] }, [1, "a"], [7]],
    [{ anyOf: [{ type: "number" }, { const: "a" }], allOf: [true, { maximum: 9 }] }, [1, "a"], ["b", 10]],
  ];
  it.each(cases)("of %j knows right from wrong", (schema, right, wrong) => {
    const judge = compileJudge(schema, formats);
    expect(right.filter((value) => judge?.(value) !== true)).toEqual([]);
    expect(wrong.filter((value) => judge?.(value) !== false)).toEqual([]);
  });

  it("is none where a keyword, or what it says, is unknown", () => {
    const strange = [
      { not: {} },
      { uniqueItems: true },
      { $ref: "#" },
      { format: "odd" },
      { minLength: -1 },
      { type: "text" },
      { enum: [] },
      { enum: [{}] },
      { pattern: "(" },
      { required: "a" },
      { required: ["a", "a"] },
      { required: ["constructor"] },
      { properties: Object.fromEntries([["toString", true]]) },
      { properties: { a: { mimimum: 1 } } },
      { secret: "yes" },
      { description: 1 },
      "string",
    ];
    expect(strange.filter((schema) => compileJudge(schema, formats) !== null)).toEqual([]);
  });

  it("agrees with ajv, of whatever it judges", () => {
    const dice = new Dice(20_261_121);
    let [judged, right] = [0, 0];
    const disagreements: unknown[] = [];
    for (let round = 0; round < 800; round += 1) {
      const schema = someSchema(dice, 3);
      const judge = compileJudge(schema, formats);
      if (judge === null) continue;
      if (ajv.validateSchema(schema) !== true) disagreements.push(schema);
      const isRight = ajv.compile(schema);
      for (let look = 0; look < 20; look += 1) {
        const value = someValue(dice, 3);
        const verdict = isRight(value);
        judged += 1;
        if (verdict) right += 1;
        if (judge(value) !== verdict) disagreements.push({ schema, value, verdict });
      }
    }
    expect(disagreements).toEqual([]);
    expect(judged).toBeGreaterThan(10_000);
    expect(right / judged).toBeGreaterThan(0.1);
    expect(right / judged).toBeLessThan(0.9);
  });
});

class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 to `sides` - 1. */
  roll(sides: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * sides);
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.roll(list.length)];
    if (picked === undefined) throw new Error("an empty list");
    return picked;
  }

  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.roll(most + 1) }, make);
  }
}

const names = ["a", "b", "__proto__x", "constructor", "c"];
const texts = ["", "a", "ab", "A", "\u{1f600}", "abc"];

function someSchema(dice: Dice, depth: number): object | boolean {
  if (dice.roll(12) === 0) return dice.roll(2) === 0;
  const schema: Record<string, unknown> = {};
  for (let count = 1 + dice.roll(3); count > 0; count -= 1) {
    const [keyword, make] = dice.pick(depth === 0 ? keywords.slice(0, 9) : keywords);
    schema[keyword] = make(dice, depth - 1);
  }
  return schema;
}

type Make = (dice: Dice, depth: number) => unknown;

const typeNames = ["string", "number", "integer", "boolean", "null", "object", "array"];
const schemas: Make = (dice, depth) => [
  someSchema(dice, depth),
  ...dice.some(2, () => someSchema(dice, depth)),
];
const keywords: readonly (readonly [string, Make])[] = [
  ["type", (dice) => dice.pick(typeNames)],
  ["type", (dice) => [...new Set([dice.pick(typeNames), dice.pick(typeNames)])]],
  ["enum", (dice) => [...new Set([dice.pick(texts), dice.roll(3), null])]],
  ["const", (dice) => dice.pick([...texts, 1, true])],
  ["minLength", (dice) => dice.roll(3)],
  ["maxLength", (dice) => dice.roll(3)],
  ["pattern", (dice) => dice.pick(["^a", "b$", "^.$"])],
  ["minimum", (dice) => dice.roll(3) - 1],
  ["format", () => "even"],
  ["maximum", (dice) => dice.roll(3)],
  ["minItems", (dice) => dice.roll(3)],
  ["maxItems", (dice) => dice.roll(3)],
  ["items", someSchema],
  [
    "properties",
    (dice, depth) => Object.fromEntries(dice.some(3, () => [dice.pick(names), someSchema(dice, depth)])),
  ],
  ["additionalProperties", someSchema],
  ["required", (dice) => [...new Set(dice.some(2, () => dice.pick(names)))]],
  ["dependentRequired", (dice) => ({ [dice.pick(names)]: [dice.pick(names)] })],
  ["propertyNames", someSchema],
  ["minProperties", (dice) => dice.roll(3)],
  ["maxProperties", (dice) => dice.roll(3)],
  ["anyOf", schemas],
  ["oneOf", schemas],
  ["allOf", schemas],
];

function someValue(dice: Dice, depth: number): unknown {
  const kind = dice.roll(depth === 0 ? 4 : 6);
  if (kind === 0) return dice.pick(texts);
  if (kind === 1) return dice.pick([0, 1, -1, 1.5, 2]);
  if (kind === 2) return dice.pick([true, false]);
  if (kind === 3) return null;
  if (kind === 4) return dice.some(3, () => someValue(dice, depth - 1));
  return Object.fromEntries(dice.some(3, () => [dice.pick(names), someValue(dice, depth - 1)]));
}

import { expect, it } from "vitest";
import { parsePercent } from "./percent.ts";

it.each<[unknown, number | null]>([
  ["0.00", 0],
  ["42.00", 0.42],
  ["57.30", 0.573],
  ["100.00", 1],
  [" 7 ", 0.07],
  ["33%", 0.33],
  ["33  %", 0.33],
  [42, 0.42],
  [0, 0],
  ["", null],
  ["-1", null],
  [-1, null],
  ["100.01", null],
  [101, null],
  ["1e1", null],
  ["half", null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [null, null],
  [undefined, null],
  [["42"], null],
  [{}, null],
  [true, null],
])("parsePercent(%j) is %j", (value, expected) => {
  expect(parsePercent(value)).toBe(expected);
});

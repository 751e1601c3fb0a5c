import { expect, it } from "vitest";
import { describeMismatch } from "./mismatch.ts";

it.each([
  [null, "expected string, received null"],
  [[1], "expected string, received array"],
  [{}, "expected string, received object"],
  [undefined, "expected string, received undefined"],
  [5, "expected string, received number"],
])("names the type of %j", (value, words) => {
  expect(describeMismatch("string", value)).toBe(words);
});

import { expect, it } from "vitest";
import { didYouMean } from "./did-you-mean.ts";

const known = ["name", "id", "provider", "targetVersion", "with", "expect", "stalledAfter"];

it.each([
  ["targetVersoin", "targetVersion"],
  ["target_version", "targetVersion"],
  ["Target-Version", "targetVersion"],
  ["wiht", "with"],
  ["nam", "name"],
  ["ID", "id"],
  ["expects", "expect"],
  ["stalled", undefined],
  ["colour", undefined],
  ["x", undefined],
  ["", undefined],
  ["n".repeat(1_000_000), undefined],
])("%.20s", (word, meant) => {
  expect(didYouMean(word, known)).toBe(meant);
});

import { describe, expect, it } from "vitest";
import { formatAge, parseDuration } from "./duration.ts";

it.each([
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["6h", 21_600_000],
  ["2d", 172_800_000],
  ["1h30m", 5_400_000],
  ["1d2h3m4s", 93_784_000],
  ["0s", 0],
  ["007s", 7_000],
])("%s", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

it.each([
  "",
  "1",
  "s",
  "1.5h",
  "-1h",
  "30m1h",
  "1h1h",
  "1 h",
  " 1h",
  "1h ",
  "1H",
  "1ms",
  "1w",
  "1h30",
  "PT1H",
  "١h",
  "1h\n",
  `${"9".repeat(20)}d`,
])("%j is none", (text) => {
  expect(parseDuration(text)).toBeNull();
});

describe("formatAge", () => {
  it.each([
    [0, "0s"],
    [999, "0s"],
    [59_000, "59s"],
    [61_000, "1m 1s"],
    [599_000, "9m 59s"],
    [601_000, "10m"],
    [3_599_000, "59m"],
    [3_600_000, "1h"],
    [3_661_000, "1h 1m"],
    [90_000_000, "1d 1h"],
    [86_400_000 * 3 + 60_000, "3d"],
  ])("%d ms is %s", (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});

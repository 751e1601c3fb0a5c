import { describe, expect, it } from "vitest";
import { describeLeft } from "./describe-left.ts";

describe("describeLeft", () => {
  const cases: readonly [number, number, string][] = [
    [38, 41, "40m"],
    [33, 52, "35m to 50m"],
    [4.4, 6.6, "4m to 7m"],
    [0, 3, "1m to 3m"],
    [0, 0.2, "1m"],
    [-9, -5, "1m"],
    [62, 131, "1h to 2h 10m"],
    [310, 500, "5h 15m to 8h 15m"],
  ];
  it.each(cases)("%d to %d minutes: %s", (least, most, text) => {
    const at = (minutes: number) => new Date(minutes * 60_000).toISOString();
    expect(describeLeft({ earliest: at(least), latest: at(most), basis: "nodes" }, 0)).toBe(text);
  });
});

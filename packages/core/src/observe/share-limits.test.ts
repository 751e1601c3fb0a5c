import { describe, expect, it } from "vitest";
import { shareLimits } from "./share-limits.ts";

describe("the parts of an account's limits", () => {
  it.each([
    [8, 1, [8]],
    [8, 4, [2, 2, 2, 2]],
    [8, 3, [3, 3, 2]],
    [7, 7, [1, 1, 1, 1, 1, 1, 1]],
  ])("concurrency %i in %i adds up", (concurrency, of, expected) => {
    const parts = Array.from({ length: of }, (_, at) => shareLimits({ concurrency }, { index: at + 1, of }));
    expect(parts.map((part) => part.concurrency)).toEqual(expected);
    expect(parts[0]).not.toHaveProperty("requestsPerSecond");
  });

  it("have one request in flight at least", () => {
    expect(shareLimits({ concurrency: 2 }, { index: 5, of: 5 })).toEqual({ concurrency: 1 });
  });

  it("have an even part of the rate each", () => {
    expect(shareLimits({ concurrency: 1, requestsPerSecond: 2 }, { index: 4, of: 4 })).toEqual({
      concurrency: 1,
      requestsPerSecond: 0.5,
    });
  });
});

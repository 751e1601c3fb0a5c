import { describe, expect, it } from "vitest";
import { type PaceFacts, pauseBefore } from "./pace.ts";

const usual: PaceFacts = { quiet: 0, untilEndMs: null, leftMs: 3_600_000, lookMs: 200 };

describe("pauseBefore", () => {
  const cases: readonly [string, Partial<PaceFacts>, number][] = [
    ["begins with ten seconds", {}, 10_000],
    ["grows while nothing changes", { quiet: 3 }, 30_000],
    ["ends at a minute", { quiet: 400 }, 60_000],
    ["does not sleep past the estimated end", { quiet: 9, untilEndMs: 25_000 }, 25_000],
    ["is not hurried by an end that is near", { quiet: 9, untilEndMs: 40 }, 10_000],
    ["is not hurried by an end that is overdue", { quiet: 9, untilEndMs: 0 }, 60_000],
    ["is not stretched by an end that is far", { quiet: 1, untilEndMs: 7_200_000 }, 15_000],
    ["is what --interval says", { quiet: 9, untilEndMs: 15_000, intervalMs: 2000 }, 2000],
    ["keeps a second for a last look", { leftMs: 8000 }, 7000],
    ["keeps as long for a last look as two of them took", { leftMs: 40_000, lookMs: 8000, quiet: 9 }, 24_000],
    ["keeps it with --interval too", { leftMs: 3000, intervalMs: 60_000 }, 2000],
    ["keeps to a pause that is short enough", { leftMs: 1900, intervalMs: 1000 }, 1000],
    ["has no last look where there is no time for one", { leftMs: 1500 }, 1500],
    ["has none where looks take too long", { leftMs: 9000, lookMs: 5000, quiet: 2 }, 9000],
    ["is nothing when the time is over", { leftMs: -5 }, 0],
  ];
  it.each(cases)("%s", (_what, facts, pause) => {
    expect(pauseBefore({ ...usual, ...facts })).toBe(pause);
  });
});

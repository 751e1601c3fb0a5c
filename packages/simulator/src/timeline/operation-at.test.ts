import { describe, expect, it } from "vitest";
import { operationAt, type Plan } from "./operation-at.ts";

/** Starts at 1000, waits 100, then steps of 200, 400 and 400: ends at 2100. */
function plan(changes: Partial<Plan> = {}): Plan {
  return {
    startsAt: 1000,
    queuedMs: 100,
    steps: [
      { name: "a", ms: 200 },
      { name: "b", ms: 400 },
      { name: "c", ms: 400 },
    ],
    outcome: "succeeded",
    stopsAt: 1,
    ...changes,
  };
}

function at(now: number, changes: Partial<Plan> = {}) {
  const state = operationAt(plan(changes), now);
  return {
    phase: state?.phase,
    progress: state?.progress,
    steps: state?.steps.map((step) => step.phase).join(" "),
    finishedAt: state?.finishedAt,
  };
}

describe("operationAt", () => {
  it("does not exist before its start", () => {
    expect(operationAt(plan(), 999)).toBeNull();
  });

  it.each([
    [1000, "pending", 0, "waiting waiting waiting", null],
    [1099, "pending", 0, "waiting waiting waiting", null],
    [1100, "running", 0, "running waiting waiting", null],
    [1200, "running", 0.1, "running waiting waiting", null],
    [1300, "running", 0.2, "succeeded running waiting", null],
    [1600, "running", 0.5, "succeeded running waiting", null],
    [1700, "running", 0.6, "succeeded succeeded running", null],
    [2099, "running", expect.closeTo(0.999, 3), "succeeded succeeded running", null],
    [2100, "succeeded", 1, "succeeded succeeded succeeded", 2100],
    [9999, "succeeded", 1, "succeeded succeeded succeeded", 2100],
  ])("goes on by the clock: %i is %s", (now, phase, progress, steps, finishedAt) => {
    expect(at(now)).toEqual({ phase, progress, steps, finishedAt });
  });

  it.each([
    ["failed", "failed", 1500],
    ["cancelled", "cancelled", 1500],
    ["paused", "paused", null],
    ["running", "running", null],
  ] as const)(
    "an outcome of %s happens in the middle of its step and stays",
    (outcome, phase, finishedAt) => {
      const stopped = { phase, progress: 0.4, steps: `succeeded ${phase} waiting`, finishedAt };
      expect(at(1499, { outcome })).toMatchObject({ phase: "running" });
      expect(at(1500, { outcome })).toEqual(stopped);
      expect(at(1e9, { outcome })).toEqual(stopped);
    },
  );

  it("says when something last changed: now while it goes on, the past once it stopped", () => {
    const updatedAt = (now: number, changes: Partial<Plan>) => operationAt(plan(changes), now)?.updatedAt;
    expect(updatedAt(1050, {})).toBe(1000);
    expect(updatedAt(1450, {})).toBe(1450);
    expect(updatedAt(9000, {})).toBe(2100);
    expect(updatedAt(1450, { outcome: "paused" })).toBe(1450);
    expect(updatedAt(9000, { outcome: "paused" })).toBe(1500);
    expect(updatedAt(9000, { outcome: "running" })).toBe(1500);
    expect(updatedAt(9000, { outcome: "failed" })).toBe(1500);
  });

  it("gives each step its own times", () => {
    const steps = operationAt(plan(), 1750)?.steps ?? [];
    expect(steps.map(({ startedAt, finishedAt }) => [startedAt, finishedAt])).toEqual([
      [1100, 1300],
      [1300, 1700],
      [1700, null],
    ]);
  });
});

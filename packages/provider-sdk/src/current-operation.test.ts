import { describe, expect, it } from "vitest";
import { findCurrent, isUnderWay, newestOf } from "./current-operation.ts";
import { type Operation, type Phase, phases } from "./observation.ts";

function operation(id: string, phase: Phase, times: Partial<Operation> = {}): Operation {
  return {
    id,
    kind: "version",
    phase,
    rawPhase: phase,
    fromVersion: null,
    toVersion: null,
    progress: null,
    message: null,
    startedAt: null,
    updatedAt: null,
    finishedAt: null,
    steps: [],
    ...times,
  };
}

describe("findCurrent", () => {
  const old = { startedAt: "2026-01-01T00:00:00Z" };
  const late = { startedAt: "2026-02-01T00:00:00Z" };
  it.each<[string, Operation[], string | undefined]>([
    ["nothing of nothing", [], undefined],
    ["the newest", [operation("a", "failed", old), operation("b", "succeeded", late)], "b"],
    ["the newest in any order", [operation("b", "succeeded", late), operation("a", "failed", old)], "b"],
    [
      "a running one before a newer one",
      [operation("b", "failed", late), operation("a", "running", old)],
      "a",
    ],
    [
      "a paused one before a newer one",
      [operation("b", "succeeded", late), operation("a", "paused", old)],
      "a",
    ],
    [
      "by its end where it has no start",
      [operation("a", "failed", old), operation("b", "failed", { finishedAt: late.startedAt })],
      "b",
    ],
    [
      "by its update where it has nothing else",
      [operation("a", "failed", old), operation("b", "failed", { updatedAt: late.startedAt })],
      "b",
    ],
    [
      "the worst where an end does not tell which is newer",
      [
        operation("a", "failed", { startedAt: "2026-01-01T02:00:00Z", finishedAt: "2026-01-01T05:00:00Z" }),
        operation("b", "succeeded", { finishedAt: "2026-01-01T04:00:00Z" }),
      ],
      "a",
    ],
    [
      "the newest where an end is before its start",
      [operation("a", "failed", { finishedAt: old.startedAt }), operation("b", "succeeded", late)],
      "b",
    ],
    ["a failure without any time", [operation("a", "succeeded", late), operation("b", "failed")], "b"],
    [
      "the newest failure, whatever succeeded without any time",
      [operation("a", "failed", late), operation("b", "succeeded"), operation("c", "cancelled")],
      "a",
    ],
    [
      "no older failure beside a success without any time",
      [operation("a", "failed", old), operation("b", "succeeded"), operation("c", "cancelled", late)],
      "c",
    ],
    [
      "the worst where none has any time",
      [operation("a", "succeeded"), operation("b", "cancelled"), operation("c", "failed")],
      "c",
    ],
    [
      "the newest by end where none has a start",
      [
        operation("a", "failed", { finishedAt: old.startedAt }),
        operation("b", "succeeded", { finishedAt: late.startedAt }),
      ],
      "b",
    ],
    [
      "the later of two that are equally bad",
      [operation("a", "failed", old), operation("b", "failed", { finishedAt: late.startedAt })],
      "b",
    ],
    [
      "the later of two that are equally bad, in any order",
      [operation("b", "failed", { finishedAt: late.startedAt }), operation("a", "failed", old)],
      "b",
    ],
    ["the worst of the same moment", [operation("a", "succeeded", old), operation("b", "failed", old)], "b"],
  ])("takes %s", (_what, operations, id) => {
    expect(findCurrent(operations)?.id).toBe(id);
  });

  it.each([
    ["failed", "unknown"],
    ["unknown", "paused"],
    ["paused", "running"],
    ["running", "pending"],
    ["pending", "cancelled"],
    ["cancelled", "succeeded"],
  ] as const)("of the same moment %s is worse than %s", (worse, better) => {
    const operations = [operation("worse", worse, old), operation("better", better, old)];
    expect(newestOf(operations)?.id).toBe("worse");
    expect(newestOf(operations.toReversed())?.id).toBe("worse");
  });

  it("knows which phases are under way", () => {
    expect(phases.filter((phase) => isUnderWay({ phase }))).toEqual(["pending", "running", "paused"]);
  });
});

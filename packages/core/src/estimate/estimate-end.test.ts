import type { Operation, Step } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { healthyOperation, now } from "../testing/healthy.ts";
import { estimateEnd } from "./estimate-end.ts";
import { addSighting, type Sighting } from "./sighting.ts";

/** `m` minutes before `now`. */
function ago(m: number): string {
  return new Date(now - m * 60_000).toISOString();
}

function running(changes: Partial<Operation> = {}): Operation {
  return healthyOperation({
    phase: "running",
    rawPhase: "Running",
    progress: null,
    startedAt: ago(60),
    updatedAt: null,
    finishedAt: null,
    ...changes,
  });
}

function step(
  name: string,
  phase: Step["phase"],
  startedAt: string | null,
  finishedAt: string | null = null,
): Step {
  return { name, phase, rawPhase: phase, startedAt, finishedAt, message: null };
}

/** This many nodes, so many of them done and so many in work. */
function nodes(total: number, done: number, current = 1): NonNullable<Operation["nodes"]> {
  const names = Array.from({ length: total }, (_, index) => `n${index}`);
  return { total: names, completed: names.slice(0, done), current: names.slice(done, done + current) };
}

/** Minutes left, from and to, and what tells. */
function left(operation: Operation, earlier: readonly Operation[] = [], seen: readonly Sighting[] = []) {
  const estimate = estimateEnd(operation, [operation, ...earlier], seen, now);
  if (estimate === null) return null;
  const minutes = (text: string) => Math.round((Date.parse(text) - now) / 6000) / 10;
  return [minutes(estimate.earliest), minutes(estimate.latest), estimate.basis];
}

describe("estimateEnd: nodes", () => {
  it("takes the node in work as anything from just begun to just done", () => {
    expect(left(running({ nodes: nodes(12, 6) }))).toEqual([42.9, 60, "nodes"]);
    expect(left(running({ nodes: nodes(12, 6, 3) }))).toEqual([20, 60, "nodes"]);
  });

  it.each([0, 0.3, 0.6, 0.9])(
    "is within 20 %% halfway where steps tell when the node in work began (%d)",
    (part) => {
      const nodeMinutes = 60 / (6 + part);
      const batch = ago(part * nodeMinutes);
      for (const zoneAssumed of [false, true]) {
        const operation = running({
          nodes: nodes(12, 6),
          steps: [step("Drain", "running", batch)],
          zoneAssumed,
        });
        const truth = (6 - part) * nodeMinutes;
        const [earliest, latest] = left(operation) ?? [];
        expect(Math.abs(Number(earliest) / truth - 1)).toBeLessThan(0.201);
        expect(Math.abs(Number(latest) / truth - 1)).toBeLessThan(0.201);
      }
    },
  );

  it("counts from what is sure of a node in work whose times have no zone", () => {
    // Ten minutes a node; the steps of this one tell of four minutes, three hours off the clock.
    const times = { startedAt: ago(240), zoneAssumed: true };
    const steps = [step("Drain", "succeeded", ago(180), ago(176)), step("Replace", "running", ago(176))];
    expect(left(running({ ...times, nodes: nodes(12, 6), steps }))).toEqual([50, 56, "nodes"]);
  });

  it("takes steps of the whole operation for what they are, and adds those to come", () => {
    const steps = [
      step("PreCheck", "succeeded", ago(60), ago(50)),
      step("Nodes", "running", ago(50)),
      step("PostCheck", "pending", null),
    ];
    expect(left(running({ nodes: nodes(12, 6), steps }))).toEqual([35.7, 70, "nodes"]);
  });

  it("takes the median of the times between nodes that were seen done", () => {
    const seen = [0, 1, 2, 3, 4].map((done) => ({
      operationId: "op-1",
      completed: 4 + done,
      at: now - (4 - done) * 5 * 60_000 - (done === 1 ? 120_000 : 0),
    }));
    expect(left(running({ nodes: nodes(12, 8) }), [], seen)).toEqual([15, 20, "nodes"]);
  });

  it.each<[string, Partial<Operation>]>([
    ["no node is done", { nodes: nodes(12, 0) }],
    ["all nodes are done", { nodes: nodes(12, 12) }],
    ["the start is not known", { nodes: nodes(12, 6), startedAt: null }],
    ["it starts in the future", { nodes: nodes(12, 6), startedAt: ago(-60) }],
    ["the times have no zone, and there are no others", { nodes: nodes(12, 6), zoneAssumed: true }],
    ["nothing tells the nodes", { nodes: { total: [], completed: [], current: [] } }],
    ["the times are absurd", { nodes: nodes(3000, 1), startedAt: "1971-01-01T00:00:00Z" }],
  ])("is none where %s", (_what, changes) => {
    expect(left(running(changes))).toBeNull();
  });

  it("counts each node once, and those that the total lacks", () => {
    const told = { total: ["a", "b", "a"], completed: ["a", "a", "x"], current: ["b", "a"] };
    expect(left(running({ nodes: told }))).toEqual([0, 30, "nodes"]);
  });
});

describe("estimateEnd: progress", () => {
  it("goes on in the pace so far", () => {
    expect(left(running({ progress: 0.5 }))).toEqual([51, 69, "progress"]);
  });

  it("tells from 5 % on", () => {
    expect(left(running({ progress: 0.05 }))).toEqual([969, 1311, "progress"]);
  });

  it("serves where nodes are counted but not yet done", () => {
    expect(left(running({ progress: 0.5, nodes: nodes(3, 0) }))).toEqual([51, 69, "progress"]);
  });

  it("holds for the whole operation and for the step that runs, as APIs differ", () => {
    const steps = [step("PreCheck", "succeeded", ago(60), ago(40)), step("Cluster", "running", ago(40))];
    expect(left(running({ progress: 0.5, steps }))).toEqual([34, 69, "progress"]);
  });

  it("takes the steps to come from earlier operations", () => {
    const steps = [step("Cluster", "running", ago(60)), step("PostCheck", "pending", null)];
    const before = healthyOperation({
      id: "op-0",
      steps: [step("PostCheck", "succeeded", ago(999), ago(989))],
    });
    expect(left(running({ progress: 0.5, steps }), [before])).toEqual([61, 79, "progress"]);
  });

  it.each<[string, Partial<Operation>]>([
    ["there is too little of it", { progress: 0.0499 }],
    ["it is at its end", { progress: 1 }],
    ["it is not told", {}],
    ["the start is not known", { progress: 0.5, startedAt: null }],
    ["the times may be hours off", { progress: 0.5, zoneAssumed: true }],
    ["nothing runs", { progress: 0.5, phase: "paused" }],
    ["it has not begun", { progress: 0.5, phase: "pending" }],
  ])("is none where %s", (_what, changes) => {
    expect(left(running(changes))).toBeNull();
  });
});

describe("estimateEnd: earlier operations", () => {
  const before = healthyOperation({
    id: "op-0",
    startedAt: ago(1100),
    finishedAt: ago(1000),
    steps: [
      step("Control plane", "succeeded", ago(1100), ago(1030)),
      step("Add-ons", "succeeded", ago(1030), ago(1000)),
    ],
  });
  const steps = [step("Control plane", "running", ago(50)), step("Add-ons", "pending", null)];

  it("have the lengths of the steps", () => {
    expect(left(running({ steps }), [before])).toEqual([42.5, 57.5, "earlier-operations"]);
  });

  it("have the length of the whole where steps have no names in common", () => {
    const unnamed = [step("stage 1", "running", ago(50))];
    expect(left(running({ steps: unnamed }), [before])).toEqual([34, 46, "earlier-operations"]);
  });

  it("tell of the steps to come where times have no zone", () => {
    expect(left(running({ steps, zoneAssumed: true }), [before])).toEqual([25.5, 115, "earlier-operations"]);
  });

  it.each<[string, Operation]>([
    ["failed", { ...before, phase: "failed" }],
    ["were of another kind", { ...before, kind: "image" }],
    ["were shorter than this one is by now", { ...before, startedAt: ago(1010), steps: [] }],
    ["end before they start", { ...before, startedAt: ago(900), steps: [] }],
  ])("tell nothing where they %s", (_what, other) => {
    expect(left(running({ steps }), [other])).toBeNull();
  });
});

describe("addSighting", () => {
  const operation = running({ nodes: nodes(3, 1) });

  it("keeps the looks at one operation, and begins anew with another or where nodes come back", () => {
    const once = addSighting([], operation, now);
    const twice = addSighting(once, running({ nodes: nodes(3, 2) }), now + 1000);
    expect(twice.map(({ completed, at }) => [completed, at])).toEqual([
      [1, now],
      [2, now + 1000],
    ]);
    expect(addSighting(twice, running({ id: "op-2", nodes: nodes(3, 2) }), now + 2000)).toHaveLength(1);
    expect(addSighting(twice, operation, now + 2000)).toHaveLength(1);
  });

  it("has none of an operation without nodes", () => {
    expect(addSighting(addSighting([], operation, now), running(), now)).toEqual([]);
    expect(addSighting([], null, now)).toEqual([]);
  });
});

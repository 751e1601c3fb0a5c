import { describe, expect, it } from "vitest";
import { copyObservation } from "../plugins/copy-observation.ts";
import { healthyObservation, healthyOperation } from "../testing/healthy.ts";
import { checkObservation } from "./observation-schema.ts";

const step = {
  ...{ name: "PreCheck", phase: "succeeded", rawPhase: null },
  ...{ startedAt: null, finishedAt: null, message: null },
} as const;

describe("an observation", () => {
  it.each<[string, object, string]>([
    ["findngs", { findngs: [] }, "observation.findings"],
    ["finding", { finding: null }, "observation.findings"],
    ["proprties", { proprties: { image: "1" } }, "observation.properties"],
    ["version_is_partial", { version_is_partial: true }, "observation.versionIsPartial"],
    ["unraed", { unraed: { kind: "forbidden", message: "no" } }, "observation.unread"],
    [
      "zoneAsumed",
      { operations: [healthyOperation(), { ...healthyOperation(), zoneAsumed: true }] },
      "observation.operations.1.zoneAssumed",
    ],
    [
      "node",
      { operations: [{ ...healthyOperation(), node: { total: [], completed: [], current: [] } }] },
      "observation.operations.0.nodes",
    ],
    [
      "expiresat",
      { operations: [{ ...healthyOperation(), steps: [{ ...step, expiresat: "2026-03-01T10:00:00Z" }] }] },
      "observation.operations.0.steps.0.expiresAt",
    ],
  ])("with a misspelt optional member is told what was meant: %s", (_, changes, meant) => {
    const observed = copyObservation({ ...healthyObservation(), ...changes });
    expect(() => checkObservation(observed)).toThrow(`is no member; did you mean \`${meant}\`?`);
    expect(() => checkObservation(observed)).toThrow(expect.objectContaining({ kind: "plugin" }));
  });

  it.each<[string, object]>([
    ["a member of its own", { note: 1, region: "north-1", state2: {} }],
    ["a text under a near name", { finding: "none" }],
    ["a node's name", { operations: [{ ...healthyOperation(), node: "n1", detail: "x", notes: {} }] }],
  ])("may have %s", (_, changes) => {
    const observed = copyObservation({ ...healthyObservation(), ...changes });
    expect(checkObservation(observed)).toBe(observed);
  });
});

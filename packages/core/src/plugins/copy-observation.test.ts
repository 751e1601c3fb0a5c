import { hostileText, observationOf, prove } from "@upgradectl/proof";
import type { Observation } from "@upgradectl/provider-sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkObservation } from "../observe/observation-schema.ts";
import { healthyObservation, healthyOperation } from "../testing/healthy.ts";
import { copyObservation, isSoundCopy } from "./copy-observation.ts";
import { copyPlain } from "./copy-plain.ts";

const step = {
  name: "PreCheck",
  phase: "succeeded",
  rawPhase: "Success",
  startedAt: "2026-03-01T10:00:00Z",
  finishedAt: null,
  message: null,
} as const;
const nodes = { total: ["n1", "n2"], completed: ["n1"], current: [] };

describe("what providers usually return", () => {
  it.each([
    ["nothing under way", healthyObservation()],
    ["an operation", healthyObservation({ operations: [healthyOperation({ steps: [step] })] })],
    ["its nodes", healthyObservation({ operations: [healthyOperation({ nodes })] })],
    ["times without a zone", healthyObservation({ operations: [healthyOperation({ zoneAssumed: true })] })],
    ["both", healthyObservation({ operations: [healthyOperation({ nodes, zoneAssumed: false })] })],
    ["properties", healthyObservation({ properties: { a: null, b: ["z"], c: { pool: "1.32" } } })],
  ])("is copied and checked at once: %s", (_, observation) => {
    const copy = copyObservation(observation);
    expect(isSoundCopy(copy)).toBe(true);
    expect(copy).not.toBe(observation);
    expect(copy).toStrictEqual(observation);
    expect(JSON.stringify(copy)).toBe(JSON.stringify(observation));
  });
});

describe("anything else", () => {
  const operation = healthyOperation();
  const { id, ...others } = operation;
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["members in another order", healthyObservation({ operations: [{ ...others, id }] })],
    ["a class's object", Object.assign(new (class Seen {})(), healthyObservation())],
    ["a member that no contract has", { ...healthyObservation(), version: "1", note: 1 }],
    ["details", healthyObservation({ operations: [{ ...operation, details: { retries: 2 } }] })],
    ["a wrong phase", healthyObservation({ operations: [{ ...operation, phase: "done" as "failed" }] })],
    ["a time that is none", healthyObservation({ operations: [{ ...operation, startedAt: "yesterday" }] })],
    ["more than all of it", healthyObservation({ operations: [{ ...operation, progress: 1.5 }] })],
    ["a wrong condition", healthyObservation({ state: { condition: "fine" as "ready", raw: "" } })],
    ["a list with a hole", { ...healthyObservation(), operations: new Array(1) }],
    ["a property that is a number", { ...healthyObservation(), properties: { size: 3 } }],
    ["an option that is undefined", { ...healthyObservation(), properties: undefined }],
    ["a dangerous name", { ...healthyObservation(), properties: JSON.parse('{"__proto__":"x"}') }],
  ])("is left to the general copy: %s", (_, observation) => {
    const copy = copyObservation(observation);
    expect(isSoundCopy(copy)).toBe(false);
    expect(copy).toStrictEqual(copyPlain(observation));
  });
});

it("gives what the general copy gives, and calls nothing sound that the schema refuses", () => {
  let sound = 0;
  const changes = fc.array(fc.nat(200));
  prove(
    "copied observations",
    fc.property(
      observationOf(hostileText).map(thinOut),
      changes,
      fc.jsonValue(),
      (observation, path, value) => {
        const given = path.length === 0 ? observation : replaceIn(observation, path, value);
        const copy = copyObservation(given);
        expect(JSON.stringify(copy)).toBe(JSON.stringify(copyPlain(given)));
        if (!isSoundCopy(copy)) return;
        sound += 1;
        expect(checkObservation(copy)).toBe(copy);
      },
    ),
    2000,
  );
  expect(sound).toBeGreaterThan(100);
});

/** Without what is rarely told, in literals. */
function thinOut({ version, state, operations }: Observation): Observation {
  return {
    version,
    state: { ...state },
    operations: operations.map(({ details: _details, nodes: _nodes, zoneAssumed, steps, ...others }) => ({
      ...others,
      steps: steps.map(({ expiresAt: _expiresAt, ...step }) => step),
      ...(zoneAssumed === undefined ? {} : { zoneAssumed }),
    })),
  };
}

/** A copy in which another value stands at the end of the path, whose numbers choose among what there is. */
function replaceIn(whole: unknown, [turn, ...rest]: readonly number[], value: unknown): unknown {
  if (turn === undefined || typeof whole !== "object" || whole === null) return value;
  const keys = Object.keys(whole);
  const key = keys[turn % Math.max(keys.length, 1)];
  if (key === undefined) return value;
  const inner = replaceIn(Reflect.get(whole, key), rest, value);
  if (Array.isArray(whole)) return whole.with(Number(key), inner);
  return { ...whole, [key]: inner };
}

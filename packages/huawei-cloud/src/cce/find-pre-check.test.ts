import type { Operation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { type Body, failedWorkflow, ids } from "../testing/bodies.ts";
import { preCheckBody } from "../testing/pre-check-bodies.ts";
import { findPreCheck, findPreCheckId, wantsPreCheck } from "./find-pre-check.ts";
import { preCheck } from "./pre-check-responses.ts";
import { workflow } from "./responses.ts";
import { operationOfWorkflow } from "./workflow-operation.ts";

/** The failed workflow as an operation: v1.17.17-r0 to v1.19.16-r80, 2023-11-25 07:20 to 07:58. */
function operation(changes: Partial<Operation> = {}): Operation {
  return { ...operationOfWorkflow(workflow.parse(failedWorkflow()), []), ...changes };
}

/** The uid of the check that is found among these. */
function found(of: Operation, ...changes: Body[]): string | null | undefined {
  const checks = changes.map(({ metadata, ...spec }, index) => {
    const body = preCheckBody();
    return preCheck.parse({
      ...body,
      metadata: { ...body.metadata, uid: `c${index}`, ...metadata },
      spec: { ...body.spec, ...spec },
    });
  });
  return findPreCheck(of, checks)?.metadata.uid;
}

const at = (time: string | null) => ({ metadata: { creationTimestamp: time } });

describe("the check of an operation, in a list", () => {
  it.each<[string, Body[], string | undefined]>([
    ["none", [], undefined],
    ["the one", [{}], "c0"],
    ["the newest", [at("2023-11-25 07:00:00 +0000 UTC"), at("2023-11-25 07:30:00 +0000 UTC"), {}], "c1"],
    ["one just after the end", [at("2023-11-25 08:05:00 +0000 UTC")], "c0"],
    ["not one long after the end", [at("2023-11-25 08:30:00 +0000 UTC")], undefined],
    ["the newest that is not too new", [{}, at("2023-11-26 08:30:00 +0000 UTC")], "c0"],
    ["one of the hours before", [at("2023-11-24 20:00:00 +0000 UTC")], "c0"],
    ["not one of the week before", [at("2023-11-18 07:20:00 +0000 UTC")], undefined],
    ["one without a time", [at(null)], "c0"],
    ["one with a time before one without", [at(null), {}], "c1"],
    ["not one for another target", [{ targetVersion: "v1.21.7-r0" }], undefined],
    ["not one for another patch", [{ targetVersion: "v1.19.16-r8" }], undefined],
    ["one for the minor line of the target", [{ targetVersion: "v1.19" }], "c0"],
    ["one without the v", [{ targetVersion: "1.19.16-r80" }], "c0"],
    ["one that names no target", [{ targetVersion: "" }], "c0"],
    [
      "the right one among several",
      [{ targetVersion: "v1.21.7-r0" }, {}, at("2024-01-01 00:00:00 +0000 UTC")],
      "c1",
    ],
  ])("%s", (_, checks, expected) => {
    expect(found(operation(), ...checks)).toBe(expected);
  });

  it.each<[string, Partial<Operation>, Body, boolean]>([
    ["without versions takes any target", { fromVersion: null, toVersion: null }, {}, true],
    [
      "that is a rollback goes by where it came from",
      { kind: "rollback", fromVersion: "v1.19.16-r80", toVersion: "v1.17.17-r0" },
      {},
      true,
    ],
    [
      "that is another rollback does not",
      { kind: "rollback", fromVersion: "v1.21.7-r0", toVersion: "v1.19.16-r80" },
      {},
      false,
    ],
    ["with an end alone goes by it", { startedAt: null, updatedAt: null }, {}, true],
    [
      "with an end alone, long after",
      { startedAt: null, updatedAt: null, finishedAt: "2024-01-01T00:00:00Z" },
      {},
      false,
    ],
    [
      "without times takes any time",
      { startedAt: null, updatedAt: null, finishedAt: null },
      at("2020-01-01 00:00:00 +0000 UTC"),
      true,
    ],
  ])("of one %s", (_, changes, check, isFound) => {
    expect(found(operation(changes), check)).toBe(isFound ? "c0" : undefined);
  });
});

describe("the check that a workflow names", () => {
  const id = (change: (body: Body) => void, changes: Partial<Operation> = {}) => {
    const body = failedWorkflow();
    change(body);
    return findPreCheckId(operation(changes), [workflow.parse(body)]);
  };

  it.each<[string, (points: Body[]) => void, string | undefined]>([
    ["the one", () => {}, ids.precheck],
    ["in lower case", (points) => Object.assign(points[0], { taskType: "precheck" }), ids.precheck],
    [
      "the last",
      (points) => points.push({ taskType: "PreCheck", taskID: "again", status: "Success" }),
      "again",
    ],
    [
      "the failed one",
      (points) => points.unshift({ taskType: "PreCheck", taskID: "bad", status: "Failed" }),
      "bad",
    ],
    ["none without an id", (points) => Object.assign(points[0], { taskID: "" }), undefined],
    ["none whose id is no id", (points) => Object.assign(points[0], { taskID: "../x" }), undefined],
    ["none of the other parts", (points) => points.shift(), undefined],
  ])("is %s", (_, change, expected) => {
    expect(id((body) => void change(body.status.pointStatuses))).toBe(expected);
  });

  it("is not another workflow's", () => {
    expect(id(() => {}, { id: "other" })).toBeUndefined();
    expect(id((body) => Object.assign(body.metadata, { uid: "" }), { id: null })).toBeUndefined();
    expect(findPreCheckId(operation(), [])).toBeUndefined();
  });
});

describe("what went wrong may stand in a check", () => {
  const steps = (name: string, phase: Operation["phase"]) => [
    { name, phase, rawPhase: null, startedAt: null, finishedAt: null, message: null },
  ];
  it.each<[string, Partial<Operation>, boolean]>([
    ["of a failed upgrade", {}, true],
    ["of one without steps", { steps: [] }, true],
    [
      "of one that runs although its check failed",
      { phase: "running", steps: steps("PreCheck", "failed") },
      true,
    ],
    ["not of one that runs", { phase: "running", steps: steps("PreCheck", "running") }, false],
    [
      "not of one whose other part failed, and that runs",
      { phase: "running", steps: steps("Snapshot", "failed") },
      false,
    ],
    ["not of one that waits", { phase: "paused", steps: [] }, false],
    [
      "of one in an unknown state whose check failed",
      { phase: "unknown", steps: steps("PreCheck", "failed") },
      true,
    ],
    ["not of a cancelled one", { phase: "cancelled", steps: steps("PreCheck", "failed") }, false],
    [
      "not of one that went well all the same",
      { phase: "succeeded", steps: steps("precheck", "failed") },
      false,
    ],
    ["not of one that went well", { phase: "succeeded", steps: [] }, false],
    ["not of one in an unknown state", { phase: "unknown", steps: [] }, false],
  ])("%s", (_, changes, expected) => {
    expect(wantsPreCheck(operation(changes))).toBe(expected);
  });
});

import type { Operation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import type { Body } from "./testing/css-bodies.ts";
import { upgrade } from "./testing/listed-operations.ts";

describe("nodes", () => {
  it.each<[string, Body, Operation["nodes"], number | null]>([
    ["none at all", { totalNodes: "", completedNodes: "", currentNodeName: "" }, undefined, null],
    [
      "missing fields",
      { totalNodes: null, completedNodes: undefined, currentNodeName: null },
      undefined,
      null,
    ],
    [
      "spaces and gaps",
      { totalNodes: " a , b,,c ", completedNodes: "a, ", currentNodeName: " b" },
      { total: ["a", "b", "c"], completed: ["a"], current: ["b"] },
      1 / 3,
    ],
    [
      "a batch",
      { totalNodes: "a,b,c,d", completedNodes: "a", currentNodeName: "b", currentBatchNodes: "b,c" },
      { total: ["a", "b", "c", "d"], completed: ["a"], current: ["b", "c"] },
      0.25,
    ],
    [
      "an empty batch",
      { totalNodes: "a,b", completedNodes: "a,b", currentNodeName: "b", currentBatchNodes: "" },
      { total: ["a", "b"], completed: ["a", "b"], current: ["b"] },
      1,
    ],
    [
      "lists",
      { totalNodes: ["a", "b"], completedNodes: ["a"], currentNodeName: [] },
      { total: ["a", "b"], completed: ["a"], current: [] },
      0.5,
    ],
    [
      "more done than there are",
      { totalNodes: "a", completedNodes: "a,b", currentNodeName: "" },
      { total: ["a"], completed: ["a", "b"], current: [] },
      1,
    ],
    [
      "one done that is none of them",
      { totalNodes: "a,b", completedNodes: "a,z", currentNodeName: "" },
      { total: ["a", "b"], completed: ["a", "z"], current: [] },
      0.5,
    ],
    [
      "one done that stands there more often than there are nodes",
      { totalNodes: ["a", "b"], completedNodes: ["a", "a", "a"], currentNodeName: "" },
      { total: ["a", "b"], completed: ["a"], current: [] },
      0.5,
    ],
  ])("%s", (_, fields, nodes, progress) => {
    const found = upgrade((body) => Object.assign(body, fields));
    expect(found.nodes).toEqual(nodes);
    expect(found.progress).toBe(progress);
  });
});

describe("steps", () => {
  const step = (fields: Body) => ({ name: "s", status: "RUNNING", beginTime: "", endTime: "", ...fields });

  it("come in the order of their numbers, the others last", () => {
    const { steps } = upgrade((body) => {
      body.currentNodeDetail = [
        step({ name: "none" }),
        step({ name: "b", order: 12 }),
        step({ name: "c", order: "20" }),
        step({ name: "a", order: 0 }),
        step({ name: "odd", order: "x" }),
      ];
    });
    expect(steps.map(({ name, order }) => [name, order])).toEqual([
      ["a", 0],
      ["b", 12],
      ["c", 20],
      ["none", undefined],
      ["odd", undefined],
    ]);
  });

  it.each<[Body, string]>([
    [{ status: "RUNNING" }, "running"],
    [{ status: "SUCCESS" }, "succeeded"],
    [{ status: "failed" }, "failed"],
    [{ status: "WAITING" }, "pending"],
    [{ status: "" }, "pending"],
    [{ status: null, beginTime: "2023-01-05T02:23:42" }, "unknown"],
    [{ status: "SKIPPED" }, "unknown"],
  ])("%j is %s", (fields, phase) => {
    const { steps } = upgrade((body) => Object.assign(body, { currentNodeDetail: [step(fields)] }));
    expect(steps).toMatchObject([{ phase }]);
  });

  it.each<[string, unknown, string[]]>([
    ["one object", step({ name: "only" }), ["only"]],
    ["null", null, []],
    ["nothing", [], []],
    ["no names", [step({ name: "", order: 3 }), step({ name: null })], ["step 3", "step 1"]],
  ])("may be %s", (_, currentNodeDetail, expected) => {
    expect(
      upgrade((body) => Object.assign(body, { currentNodeDetail })).steps.map(({ name }) => name),
    ).toEqual(expected);
  });
});

describe("times", () => {
  it.each<[unknown, unknown, string | null, string | null, boolean | undefined]>([
    ["2023-01-05T02:23:39", "2023-01-05T03:00:00", "2023-01-05T02:23:39Z", "2023-01-05T03:00:00Z", true],
    ["2023-01-05T10:23:39+08:00", "", "2023-01-05T02:23:39Z", null, undefined],
    ["", null, null, null, undefined],
    ["soon", {}, null, null, undefined],
  ])("%j to %j", (startTime, endTime, startedAt, finishedAt, zoneAssumed) => {
    const found = upgrade((body) => Object.assign(body, { startTime, endTime, currentNodeDetail: [] }));
    expect(found).toMatchObject({ startedAt, finishedAt });
    expect(found.zoneAssumed).toBe(zoneAssumed);
  });
});

it("the vendor's explanation is the message", () => {
  expect(upgrade((body) => Object.assign(body, { failMessage: "node lost" })).message).toBe("node lost");
});

it("a task may have no id", () => {
  expect(upgrade((body) => Object.assign(body, { id: null })).id).toBeNull();
});

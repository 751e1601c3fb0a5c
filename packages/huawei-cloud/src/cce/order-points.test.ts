import { describe, expect, it } from "vitest";
import { failedWorkflow } from "../testing/bodies.ts";
import { observe, only } from "../testing/upgrades.ts";

describe("a workflow", () => {
  it.each<[string, [string, string][], string[], string[]]>([
    ["as sent without lines", [], ["B", "A", "C"], ["B", "A", "C"]],
    [
      "along a chain",
      [
        ["A", "B"],
        ["B", "C"],
      ],
      ["C", "B", "A"],
      ["A", "B", "C"],
    ],
    [
      "around a branch",
      [
        ["A", "C"],
        ["B", "C"],
        ["C", "D"],
      ],
      ["D", "C", "B", "A"],
      ["B", "A", "C", "D"],
    ],
    [
      "out of a cycle",
      [
        ["A", "B"],
        ["B", "A"],
      ],
      ["B", "A", "C"],
      ["C", "B", "A"],
    ],
    ["out of a loop", [["A", "A"]], ["A", "B"], ["A", "B"]],
    [
      "past points that do not exist",
      [
        ["X", "A"],
        ["B", "Y"],
      ],
      ["A", "B"],
      ["A", "B"],
    ],
    ["with two of a kind", [["A", "B"]], ["B", "A", "A"], ["A", "A", "B"]],
  ])("lists its points %s", (_, lines, sent, expected) => {
    const body = failedWorkflow();
    body.status.pointStatuses = sent.map((taskType) => ({ taskType }));
    body.status.lineStatuses = lines.map(([from, to]) => ({
      startPoint: { taskType: from },
      endPoint: { taskType: to },
    }));
    const observed = observe((bodies) => {
      bodies.workflows = [body];
    });
    expect(only(observed).steps.map((step) => step.name)).toEqual(expected);
  });

  it("takes lines without ends, and a graph of any size", () => {
    const body = failedWorkflow();
    body.status.lineStatuses.push({ startPoint: null }, { endPoint: { taskType: "Cluster" } }, {});
    body.status.pointStatuses.push(...Array.from({ length: 5000 }, (_, n) => ({ taskType: `p${n}` })));
    const observed = observe((bodies) => {
      bodies.workflows = [body];
    });
    expect(only(observed).steps).toHaveLength(5004);
  });
});

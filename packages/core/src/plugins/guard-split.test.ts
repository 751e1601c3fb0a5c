import { describe, expect, it } from "vitest";
import { guardSplit } from "./guard-split.ts";

describe("a plugin's version order", () => {
  it("is asked for each text once, and a second time to see that it means it", () => {
    const asked: string[] = [];
    const split = guardSplit((version) => {
      asked.push(version);
      return version.split(".");
    });
    expect([split("1.2"), split("1.3"), split("1.2")]).toEqual([
      ["1", "2"],
      ["1", "3"],
      ["1", "2"],
    ]);
    expect(asked).toEqual(["1.2", "1.2", "1.3", "1.3"]);
  });

  it("is not what the plugin makes of its lists later", () => {
    const components = ["1"];
    const split = guardSplit(() => components);
    split("1");
    components.push("2");
    expect(split("1")).toEqual(["1"]);
  });

  const asked: string[] = [];
  it.each<[string, (version: string) => unknown, string]>([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
      "Error: broken",
    ],
    [
      "gives no list",
      () => ({ 0: "1", length: 1 }),
      "splitVersion returned an object; expected a list of texts",
    ],
    ["gives a promise", async () => ["1"], "splitVersion returned a promise"],
    ["gives numbers", () => ["1", 2], "splitVersion returned a list with 2 in it"],
    ["has holes", () => new Array(3), "splitVersion returned a list with missing in it"],
    ["has no end", () => new Array(2 ** 32 - 1), "splitVersion returned more than 1000 texts"],
    [
      "says another thing each time",
      (version) => [String(asked.push(version))],
      'splitVersion gave "1", and then "2"',
    ],
  ])("that %s is a fault of the plugin, each time the same", (_, split, reason) => {
    const guarded = guardSplit(split);
    const fault = expect.objectContaining({
      kind: "plugin",
      message: expect.stringMatching(/^the plugin failed to compare versions, at "1\.0": /),
    });
    expect(() => guarded("1.0")).toThrow(fault);
    expect(() => guarded("1.0")).toThrow(reason);
  });

  it("that fails for one text still orders the others", () => {
    const split = guardSplit((version) => (version === "odd" ? null : [version]));
    expect(() => split("odd")).toThrow();
    expect(split("1")).toEqual(["1"]);
  });
});

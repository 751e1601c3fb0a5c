import type { Finding } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { toFindings } from "./check-findings.ts";
import { checkBody } from "./responses.ts";

/** A failed check with these items, and without a message of its own. */
function findingsOf(check_items: unknown, more: object = {}): readonly Finding[] {
  return toFindings(
    checkBody.parse({ check_id: "k", type: "ClusterUpgrade", status: "Failed", check_items, ...more }),
  );
}

const finding = (
  level: Finding["level"],
  item: string,
  message: string | null,
  resource: string | null = null,
) => ({
  level,
  item,
  message,
  resource,
});
/** Stands for the check where no item is as bad as it. */
const itself = finding("error", "ClusterUpgrade", null);

describe("toFindings", () => {
  it("reads the vendor's form: what each level was met by", () => {
    const targets = (...names: readonly string[]) => names.map((Target) => ({ Target }));
    const item = {
      Name: "DeprecatedAPI",
      Group: "ClusterResource",
      Level: {
        normal: { Message: "", Targets: targets("v1beta1.metrics.k8s.io") },
        warning: { Message: "will go away", Targets: targets("flowschemas", "ingresses") },
        error: { Message: "is gone", Targets: targets("cronjobs") },
      },
    };
    expect(findingsOf({ ClusterResource: [item] })).toEqual([
      finding("warning", "DeprecatedAPI", "will go away", "flowschemas"),
      finding("warning", "DeprecatedAPI", "will go away", "ingresses"),
      finding("error", "DeprecatedAPI", "is gone", "cronjobs"),
    ]);
  });

  it("takes a level without targets for not met, and one without a list by its text", () => {
    const item = (error: object) => ({ Name: "x", Level: { error } });
    expect(findingsOf({ g: [item({ Message: "text of the check", Targets: [] })] })).toEqual([itself]);
    expect(findingsOf({ g: [item({ Message: "met" })] })).toEqual([finding("error", "x", "met")]);
    expect(findingsOf({ g: [item({})] })).toEqual([itself]);
  });

  it("gives a target its own message", () => {
    const error = { Message: "all", Targets: [{ Target: "a", Message: "own" }, "b", { name: "c" }, 4] };
    expect(findingsOf({ g: [{ Name: "x", Level: { error } }] })).toEqual([
      finding("error", "x", "own", "a"),
      finding("error", "x", "all", "b"),
      finding("error", "x", "all", "c"),
      finding("error", "x", "all", "4"),
    ]);
  });

  it.each<[string, object, object]>([
    [
      "a word for the level",
      { name: "n", level: "error", message: "m", resource: "r" },
      finding("error", "n", "m", "r"),
    ],
    ["another case", { NAME: "n", Level: "ERROR", Message: "m" }, finding("error", "n", "m")],
    ["a critical level", { name: "n", level: "critical", desc: "m" }, finding("error", "n", "m")],
    [
      "a status that failed",
      { check_item: "n", status: "Failed", reason: "m", node: "i-1" },
      finding("error", "n", "m", "i-1"),
    ],
    ["a flag", { name: "n", passed: false, message: "m" }, finding("error", "n", "m")],
    ["a flag as text", { name: "n", is_passed: "false", message: "m" }, finding("error", "n", "m")],
    [
      "a status that says more than the level",
      { name: "n", status: "failed", level: "normal" },
      finding("error", "n", null),
    ],
    ["numbers", { name: 5, level: "error", message: 7 }, finding("error", "5", "7")],
  ])("reads %s", (_, item, expected) => {
    expect(findingsOf({ g: [item] })).toEqual([expected]);
  });

  it.each<[string, object, object]>([
    ["a warning", { name: "n", level: "warning", message: "m" }, finding("warning", "n", "m")],
    [
      "a failed status of a warning",
      { name: "n", status: "failed", level: "warn" },
      finding("warning", "n", null),
    ],
    ["advice", { display: "n", level: "advice", message: "m" }, finding("info", "n", "m")],
    ["a level that nobody knows", { name: "n", level: "purple", message: "m" }, finding("warning", "n", "m")],
    ["no level at all, with a text", { name: "n", message: "m" }, finding("warning", "n", "m")],
    ["no name", { level: "warning", message: "m" }, finding("warning", "g", "m")],
  ])("reads %s, beside the failed check itself", (_, item, expected) => {
    expect(findingsOf({ g: [item] }, { message: "task failed" })).toEqual([
      { ...itself, message: "task failed" },
      expected,
    ]);
  });

  it.each<[string, unknown]>([
    ["normal", { name: "n", level: "normal", message: "fine" }],
    ["passed", { name: "n", status: "Passed", level: "error", message: "what it would say" }],
    ["passed, as a flag", { name: "n", passed: true, message: "fine" }],
    ["normal as a key", { name: "n", Level: { normal: { Message: "fine" } } }],
    ["without a word or a text", { name: "n", value: 1 }],
    ["empty", {}],
    ["of a level that is no object", { name: "n", Level: { error: "x" } }],
    ["null", null],
    ["a text", "x"],
    ["a list", [[]]],
  ])("leaves out what is %s", (_, item) => {
    expect(findingsOf({ g: [item] })).toEqual([itself]);
  });

  it.each<[string, unknown]>([
    ["missing", undefined],
    ["null", null],
    ["empty", {}],
    ["a text", "x"],
    ["a number", 5],
    ["groups of nothing", { a: null, b: [], c: "x" }],
  ])("has the check itself where its items are %s", (_, items) => {
    expect(findingsOf(items, { message: "no quota" })).toEqual([{ ...itself, message: "no quota" }]);
    expect(findingsOf(items, { type: null })).toEqual([finding("error", "check", null)]);
  });

  it("takes a list for groups, one object for a list, and names of an object's prototype for names", () => {
    const item = { name: "n", level: "error", message: "m" };
    expect(findingsOf([item])).toEqual([finding("error", "n", "m")]);
    expect(findingsOf({ g: item })).toEqual([finding("error", "n", "m")]);
    expect(findingsOf(JSON.parse('{"__proto__": [{"level": "error", "__proto__": {"name": "x"}}]}'))).toEqual(
      [finding("error", "__proto__", null)],
    );
  });

  it("says nothing of the check itself where an item is as bad", () => {
    const item = { name: "n", level: "error", message: "m" };
    expect(findingsOf({ g: [item] }, { message: "task failed" })).toEqual([finding("error", "n", "m")]);
  });
});

import { describe, expect, it } from "vitest";
import { findMisspelt, findNear, findSlips } from "./misspelt.ts";

describe("a misspelt member", () => {
  it.each([
    [{ conect: 1 }, "connect"],
    [{ Connect: 1 }, "connect"],
    [{ splitversion: 1 }, "splitVersion"],
    [{ split_version: 1 }, "splitVersion"],
    [{ lsit: 1 }, "list"],
    [{ List: 1 }, "list"],
    [{ lst: 1 }, "list"],
    [{ llist: 1 }, "list"],
  ])("%j is told what was meant", (part, meant) => {
    const [name] = Object.keys(part);
    expect(findMisspelt(part, ["connect", "splitVersion", "list"], "it.")).toEqual([
      `\`it.${name}\` is no member; did you mean \`it.${meant}\`?`,
    ]);
  });

  it("of a class is seen as well", () => {
    class Connection {
      obserbe(): void {}
    }
    expect(findMisspelt(new Connection(), ["observe"])).toHaveLength(1);
  });

  it.each([
    ["the right one beside it", { connect: 1, conect: 1 }],
    ["another word", { title: 1, version: 1 }],
    ["a short word that is a word of its own", { last: 1, lint: 1 }],
  ])("is not %s", (_, part) => {
    expect(findMisspelt(part, ["connect", "list"])).toEqual([]);
  });
});

describe("a slip", () => {
  const known = ["observe", "list", "postCheck", "programs"];

  it.each([
    ["Observe", "observe"],
    ["postcheck", "postCheck"],
    ["lsit", "list"],
    ["obsreve", "observe"],
    ["porgrams", "programs"],
    ["lits", "list"],
    ["lst", "list"],
    ["obsrve", "observe"],
    ["postChck", "postCheck"],
    ["obbserve", "observe"],
    ["listt", "list"],
  ])("%s is told what was meant", (name, meant) => {
    expect(findSlips({ [name]: 1 }, known)).toEqual([`\`${name}\` is no member; did you mean \`${meant}\`?`]);
  });

  it.each([
    "program",
    "preCheck",
    "observer",
    "observes",
    "lists",
    "lis",
    "ist",
    "last",
    "tsil",
    "silt",
    "checkPost",
  ])("is not %s", (name) => {
    expect(findSlips({ [name]: 1 }, known)).toEqual([]);
  });

  it("is none beside the right one", () => {
    expect(findSlips({ list: 1, List: 1 }, known)).toEqual([]);
  });
});

describe("in a literal", () => {
  const known = ["observe", "list", "postCheck", "programs"];
  const isCode = (value: unknown) => typeof value === "function";
  const kinds = { observe: isCode, list: isCode, postCheck: isCode, programs: Array.isArray };
  const near = (name: string, value: unknown) =>
    findNear({ observe: run, [name]: value }, known, kinds, "it.");
  function run(): void {}

  it.each([
    ["lists", run, "list"],
    ["lis", run, "list"],
    ["lst", run, "list"],
    ["post_check", run, "postCheck"],
    ["postChecks", run, "postCheck"],
    ["postCheek", run, "postCheck"],
    ["program", [], "programs"],
  ])("`%s` is told what was meant", (name, value, meant) => {
    expect(near(name, value)).toEqual([`\`it.${name}\` is no member; did you mean \`it.${meant}\`?`]);
  });

  it.each([
    ["another word", "last", run],
    ["a word of its own", "preCheck", run],
    ["something that could not be meant", "lists", new Map()],
    ["a program", "program", "acme"],
  ])("%s is none: `%s`", (_, name, value) => {
    expect(near(name, value)).toEqual([]);
  });

  it("a name of any length is looked at in no time", () => {
    expect(near(`li${"s".repeat(1_000_000)}t`, run)).toEqual([]);
  });

  it("nothing is told beside the right one", () => {
    expect(findNear({ list: run, lists: run }, known, kinds)).toEqual([]);
  });
});

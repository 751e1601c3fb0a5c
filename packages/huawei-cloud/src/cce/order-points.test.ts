import { describe, expect, it } from "vitest";
import { failedWorkflow } from "../testing/bodies.ts";
import { observe, only } from "../testing/upgrades.ts";

/** The names of the steps of a workflow with these points and lines. */
function order(sent: readonly (string | null)[], lines: readonly unknown[]): readonly string[] {
  const body = failedWorkflow();
  body.status.pointStatuses = sent.map((taskType) => ({ taskType }));
  body.status.lineStatuses = lines;
  const observed = observe((bodies) => {
    bodies.workflows = [body];
  });
  return only(observed).steps.map((step) => step.name);
}

function line(from: string, to: string) {
  return { startPoint: { taskType: from }, endPoint: { taskType: to } };
}

/** `"AB BC"` is a line from A to B and one from B to C. */
function linesOf(text: string): readonly unknown[] {
  return text.split(" ").flatMap(([from, to]) => (from && to ? [line(from, to)] : []));
}

describe("the points of a workflow", () => {
  it.each([
    ["as sent without lines", "", "BAC", "BAC"],
    ["along a chain", "AB BC", "CBA", "ABC"],
    ["around a branch", "AC BC CD", "DCBA", "BACD"],
    ["out of a fork and together again", "AB AC BD CD", "DCBA", "ACBD"],
    ["as sent where the lines leave it open", "AD", "DCBA", "CBAD"],
    ["with a line that is drawn twice", "AB AB", "BA", "AB"],
    ["with a short cut", "AC AB BC", "CBA", "ABC"],
    ["out of a loop", "AA", "AB", "AB"],
    ["out of a loop with a line", "AA BA", "AB", "BA"],
    ["past points that do not exist", "XA BY", "AB", "AB"],
    ["through a point that does not exist", "AX XB", "BA", "AB"],
    ["through several points that do not exist", "AX XY YZ ZB", "BCA", "CAB"],
    ["with lines between names that have no points", "XY YZ", "BA", "BA"],
    ["with two of a kind", "AB", "BAA", "AAB"],
    ["with two of a kind at both ends", "AB", "BBAA", "AABB"],
    ["with two of a kind that nothing leads to", "", "ACA", "ACA"],
    ["with two of a kind in a chain", "AB BC", "CBABA", "AABBC"],
    ["as sent in a cycle", "AB BA", "BAC", "BAC"],
    ["around a cycle", "AB BC CA", "CAB", "CAB"],
    ["as sent around a longer cycle", "AB BC CA", "BAC", "BAC"],
    ["before what a cycle leads to", "AB BA BD", "DAB", "ABD"],
    ["behind what leads to a cycle", "CA AB BA", "ABC", "CAB"],
    ["through a chain of two cycles", "AB BA BC CD DC", "DCBA", "BADC"],
    ["as sent behind a cycle of names without points", "XY YX YA", "AB", "AB"],
    ["through a cycle that a missing point closes", "AB BX XA", "BA", "BA"],
    ["of one", "AB", "A", "A"],
    ["of none", "AB", "", ""],
  ])("are listed %s", (_, lines, sent, expected) => {
    expect(order([...sent], linesOf(lines)).join("")).toBe(expected);
  });

  it("of the vendor's kinds, all five of them, in any order sent", () => {
    const kinds = ["PreCheck", "Snapshot", "Cluster", "Rollback", "PostCheck"];
    const lines = [
      line("Cluster", "PostCheck"),
      line("PreCheck", "Snapshot"),
      line("Snapshot", "Cluster"),
      line("Cluster", "Rollback"),
      line("Rollback", "PostCheck"),
    ];
    for (const first of kinds)
      expect(order([first, ...kinds.toReversed().filter((kind) => kind !== first)], lines)).toEqual(kinds);
  });

  it.each<[string, readonly unknown[]]>([
    ["an end that is null", [{ startPoint: null, endPoint: { taskType: "B" } }]],
    ["no ends", [{}]],
    ["one end", [{ startPoint: { taskType: "B" } }]],
    ["an end without a name", [{ startPoint: {}, endPoint: { taskType: "" } }]],
    [
      "names of the language",
      [line("__proto__", "A"), line("constructor", "B"), line("toString", "__proto__")],
    ],
  ])("take lines with %s", (_, lines) => {
    expect(order(["B", "A"], lines)).toEqual(["B", "A"]);
  });

  it("may have no name, or one of the language", () => {
    expect(order([null, "__proto__", "A", null], [line("A", "__proto__")])).toEqual([
      "unnamed task",
      "A",
      "__proto__",
      "unnamed task",
    ]);
  });

  it("may be one line where a list is documented", () => {
    const body = failedWorkflow();
    body.status.pointStatuses = [{ taskType: "B" }, { taskType: "A" }];
    body.status.lineStatuses = line("A", "B");
    const observed = observe((bodies) => {
      bodies.workflows = [body];
    });
    expect(only(observed).steps.map((step) => step.name)).toEqual(["A", "B"]);
  });

  const names = Array.from({ length: 200 }, (_, index) => `p${index}`);
  const chain = names.slice(1).map((name, index) => line(`p${index}`, name));

  it("are all there, in order, where there are hundreds", () => {
    expect(order(names.toReversed(), chain)).toEqual(names);
    expect(order(names, [...chain, line("p199", "p0")])).toEqual(names);
    expect(order(names.toReversed(), [])).toEqual(names.toReversed());
  });

  it("stay as sent where there are more kinds than any upgrade has", () => {
    const sent = [...names, "one more"].toReversed();
    expect(order(sent, [...chain, line("p199", "one more"), line("one more", "p200")])).toEqual(sent);
  });

  it("are quickly ordered, however many of a kind and lines there are", () => {
    const many = Array.from({ length: 5000 }, (_, index) => (index % 2 === 0 ? "B" : "A"));
    const started = performance.now();
    const ordered = order(
      many,
      Array.from({ length: 5000 }, () => line("A", "B")),
    );
    expect(performance.now() - started).toBeLessThan(5000);
    expect(ordered).toEqual(many.toSorted());
  });

  it("keep every line of any graph without cycles, and lose no point of any other", () => {
    let state = 7;
    const next = (size: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor(state / 65_536) % size;
    };
    for (let round = 0; round < 100; round += 1) {
      const letters = [..."ABCDEFGHIJ"].toSorted(() => next(3) - 1);
      const pairs = Array.from({ length: next(20) }, () => [next(10), next(10)].toSorted((a, b) => a - b));
      const forward = pairs.map(([from = 0, to = 0]) => [`${letters[from]}`, `${letters[to]}`] as const);
      const ordered = order(
        "ABCDEFGHIJ".split(""),
        forward.map(([from, to]) => line(from, to)),
      );
      for (const [from, to] of forward)
        expect(ordered.indexOf(from), `${round}: ${from} to ${to}`).toBeLessThanOrEqual(ordered.indexOf(to));
      const tangled = [...forward, ...forward.map(([from, to]) => [to, from] as const)];
      const all = order(
        letters,
        tangled.map(([from, to]) => line(from, to)),
      );
      expect(all.toSorted()).toEqual([..."ABCDEFGHIJ"]);
    }
  });
});

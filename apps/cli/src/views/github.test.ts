import type { VerdictName } from "@upgradectl/core";
import { describe, expect, it } from "vitest";
import {
  clusterOf,
  failureOf,
  hostile,
  hostileCluster,
  hostileDiagnostic,
  reportOf,
} from "../../test/reports.ts";
import { renderAnnotations, renderStepOutputs, stepOutputs } from "./github.ts";

const asNamed = (file: string) => file;

/** As the runner reads a line: the command, its properties and its data, with the escapes undone. */
function readCommands(text: string) {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, kind, properties = "", data = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
      if (kind === undefined) throw new Error(`not a command: ${line}`);
      const pairs = properties.split(",").map((pair) => pair.split("="));
      const values = pairs.map(([name = "", ...value]) => [name, unescaped(value.join("="))]);
      return { kind, ...Object.fromEntries(values), message: unescaped(data) };
    });
}

function unescaped(text: string): string {
  const once = text.replaceAll("%3A", ":").replaceAll("%2C", ",");
  return once.replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%25", "%");
}

describe("annotations", () => {
  it("stand at the manifest's lines, by what counts", () => {
    const clusters = [
      clusterOf("payments", "behind"),
      clusterOf("orders", "converged"),
      clusterOf("search", "upgrading"),
      clusterOf("ledger", "ahead", { allowed: true }),
      clusterOf("retired", "unknown"),
    ];
    const found = readCommands(renderAnnotations(reportOf(clusters), asNamed));
    expect(found.map(({ kind, title }) => [kind, title])).toEqual([
      ["error", "payments is behind"],
      ["error", "retired is unknown"],
      ["warning", "search is upgrading"],
      ["notice", "ledger is ahead"],
    ]);
    expect(found[0]).toMatchObject({ file: "fleet.yaml", line: "17", col: "5" });
    expect(found[0]?.message).toContain("payments gives the reason. Upgrade it to v1.29.8-r4");
  });

  it.each([
    [10, 10, undefined],
    [11, 10, "2 more errors"],
    [5000, 10, "4991 more errors"],
  ])("of %i errors are %i, the last one counts the rest", (given, shown, last) => {
    const clusters = Array.from({ length: given }, (_, index) => clusterOf(`c${index}`, "failed"));
    const found = readCommands(renderAnnotations(reportOf(clusters), asNamed));
    expect(found).toHaveLength(shown);
    if (last === undefined) expect(found[9]?.title).toBe("c9 is failed");
    else expect(found[9]?.message).toContain(last);
  });

  it("limits each kind by itself", () => {
    const verdicts: readonly VerdictName[] = ["failed", "upgrading"];
    const clusters = verdicts.flatMap((verdict) =>
      Array.from({ length: 12 }, (_, index) => clusterOf(`${verdict}${index}`, verdict)),
    );
    const found = readCommands(renderAnnotations(reportOf(clusters), asNamed));
    expect(found.filter(({ kind }) => kind === "error")).toHaveLength(10);
    expect(found.filter(({ kind }) => kind === "warning")).toHaveLength(10);
  });

  it.each([
    ["x", 3998, "😀"],
    ["x", 3999, ""],
    ["x", 4000, ""],
  ])("cut no character in two: %s %i times, then another", (before, times, rest) => {
    const reason = `${before.repeat(times)}😀${before.repeat(10)}`;
    const text = renderAnnotations(reportOf([clusterOf("a", "behind", { reason })]), asNamed);
    const [found] = readCommands(text);
    expect(found?.message).toBe(before.repeat(times) + rest);
  });

  it("give hostile texts no line and no property of their own", () => {
    const text = renderAnnotations(
      reportOf([hostileCluster()], { diagnostics: [hostileDiagnostic] }),
      asNamed,
    );
    const found = readCommands(text);
    expect(found).toHaveLength(2);
    expect(found[0]).not.toHaveProperty("file"); // <stdin> is no file of the repository
    expect(found[1]).toMatchObject({ file: "a b:c,d%<é>.yaml", line: "3" });
    expect(found[1]?.message).toContain("%0A @octocat");
    expect(text).not.toContain("\r");
  });
});

describe("step outputs", () => {
  it("tell outcome, code, gate and counts", () => {
    const gate = { open: false, closedBy: ['a,"b"', hostile] };
    const outputs = stepOutputs(reportOf([clusterOf("a", "behind")], { gate }));
    expect(outputs).toMatchObject({
      outcome: "action",
      "exit-code": "2",
      "gate-open": "false",
      action: "1",
      ok: "0",
    });
    expect(JSON.parse(outputs["closed-by"] ?? "")).toEqual(gate.closedBy);
    expect(outputs["closed-by"]).not.toMatch(/[\n\r]/);
  });

  it("never call a gate open that nobody asked about", () => {
    expect(stepOutputs(failureOf([]))).toMatchObject({
      "exit-code": "5",
      "gate-open": "false",
      complete: "false",
    });
  });

  it("are written between delimiters", () => {
    expect(renderStepOutputs({ a: "1", b: "x" }, "END")).toBe("a<<END\n1\nEND\nb<<END\nx\nEND\n");
  });
});

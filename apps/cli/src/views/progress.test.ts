import widthOf from "fast-string-width";
import { describe, expect, it } from "vitest";
import type { ProgressFacts, RunningOperation } from "../run-progress.ts";
import type { Paint } from "./colors.ts";
import { renderHeartbeat, renderProgress } from "./progress.ts";

const now = Date.parse("2026-11-21T08:00:00Z");
const paint: Paint = (_style, text) => text;
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

function operation(changes: Partial<RunningOperation> = {}): RunningOperation {
  const estimate = { earliest: at(20), latest: at(25), basis: "nodes" } as const;
  return { name: "payments", done: 0.5, doing: "Upgrade (3/4), 6 of 12 nodes, n7", estimate, ...changes };
}

function progress(
  running: readonly RunningOperation[],
  {
    read = 5,
    wait = null,
    isStopping = false,
  }: { read?: number; wait?: number | null; isStopping?: boolean } = {},
): ProgressFacts {
  return {
    counts: () => ({ clusters: 10, read, ok: read - 1, action: 1, pending: 0, incomplete: 0 }),
    running: () => running,
    untilNextLook: () => wait,
    isStopping,
  };
}

const draw = (facts: ProgressFacts, columns = 100, rows = 24) =>
  renderProgress(facts, now, { columns, rows, paint });

describe("live lines", () => {
  it("have a bar of the run, and one of each operation", () => {
    expect(draw(progress([operation(), operation({ name: "web", done: null, estimate: null })]))).toEqual([
      "██████████░░░░░░░░░░ 5 of 10 clusters read",
      "██████████░░░░░░░░░░ payments  50 %, about 20m to 25m left, Upgrade (3/4), 6 of 12 nodes, n7",
      "░░░░░░░░░░░░░░░░░░░░ web       Upgrade (3/4), 6 of 12 nodes, n7",
    ]);
  });

  it.each<[string, ProgressFacts, string]>([
    ["a pause of a wait", progress([], { wait: 19_400 }), "5 of 10 clusters read, next look in 20s"],
    ["a signal", progress([], { isStopping: true, wait: 5000 }), "stopping; once more Ctrl-C leaves at once"],
    ["nothing that is known", progress([operation({ done: null, doing: "", estimate: null })]), "under way"],
    ["a share beyond the whole", progress([operation({ done: 7 })]), "████ payments  100 %"],
    ["a share below nothing", progress([operation({ done: -1 })]), "░░░░ payments  0 %"],
  ])("tell of %s", (_what, facts, text) => {
    expect(draw(facts).join("\n")).toContain(text);
  });

  it.each([1, 5, 20, 40, 80, 140])("are never as wide as a screen of %d columns", (columns) => {
    const wide = operation({ name: "集群".repeat(50), doing: "步骤".repeat(100) });
    for (const line of draw(progress([wide, operation()]), columns))
      expect(widthOf(line)).toBeLessThanOrEqual(Math.max(1, columns - 1));
  });

  it.each([1, 2, 3, 5, 10])("fit a screen of %d lines, and say what is left out", (rows) => {
    const lines = draw(progress(Array.from({ length: 50 }, () => operation())), 80, rows);
    expect(lines.length).toBeLessThan(Math.max(2, rows));
    if (rows > 2) expect(lines.at(-1)).toBe(`and ${50 - (rows - 3)} more under way`);
  });

  it("let no text steer the terminal", () => {
    const hostile = operation({ name: "a\u001b[2J\n\u202eb", doing: "x\u001b]0;y\u0007\r\nz" });
    const text = [...draw(progress([hostile])), renderHeartbeat(progress([hostile]), now).trimEnd()].join(
      "|",
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });
});

describe("a heartbeat", () => {
  it.each<[string, ProgressFacts, string]>([
    ["the counts", progress([]), "5 of 10 clusters read (4 ok, 1 action)\n"],
    [
      "the next look",
      progress([], { wait: 60_000 }),
      "5 of 10 clusters read (4 ok, 1 action), next look in 1m\n",
    ],
    [
      "the first operation",
      progress([operation({ doing: "" }), operation(), operation()]),
      "5 of 10 clusters read (4 ok, 1 action); payments: 50 %, about 20m to 25m left; and 2 more under way\n",
    ],
  ])("is one line with %s", (_what, facts, line) => {
    expect(renderHeartbeat(facts, now)).toBe(line);
  });
});

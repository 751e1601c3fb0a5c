import { parseReport } from "@upgradectl/core";
import { mutate, mutations, patience, prove } from "@upgradectl/proof";
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderStepOutputs, stepOutputs } from "./github.ts";
import { requireHarmless, views } from "./testing/every-view.ts";
import { anyReport } from "./testing/generated-reports.ts";
import { renderText } from "./text.ts";

test("values of a step's outputs end where they should", { timeout: patience }, () => {
  prove(
    "step outputs",
    fc.property(anyReport, (report) => {
      const outputs = stepOutputs(report);
      const lines = renderStepOutputs(outputs, "ghadelimiter_1").trimEnd().split("\n");
      const read = lines.flatMap((line, index) =>
        index % 3 === 0 && lines[index + 2] === "ghadelimiter_1"
          ? [[line.split("<<")[0], lines[index + 1]]]
          : [],
      );
      expect(Object.fromEntries(read)).toEqual(outputs);
      expect(lines).toHaveLength(3 * Object.keys(outputs).length);
    }),
    50,
  );
});

test("no line of a terminal of any width commands a runner", { timeout: patience }, () => {
  prove(
    "text of any width",
    fc.property(anyReport, fc.integer({ min: 1, max: 200 }), (report, columns) => {
      requireHarmless("text", renderText(report, { paint: (_, text) => text, symbols: true, columns }));
    }),
    100,
  );
});

test("a report that somebody changed is refused, or shown like any other", { timeout: patience }, () => {
  let accepted = 0;
  prove(
    "changed reports",
    fc.property(anyReport, mutations, (report, changes) => {
      const read = parseReport(JSON.stringify(mutate(report, changes)));
      if (read.problem !== undefined) return;
      accepted += 1;
      for (const [name, { render }] of Object.entries(views)) requireHarmless(name, render(read.report));
    }),
    200,
  );
  expect(accepted, "not every change does harm").toBeGreaterThan(0);
});

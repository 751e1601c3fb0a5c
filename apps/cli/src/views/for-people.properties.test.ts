import { Redactor } from "@upgradectl/core";
import { hostileText, observedAt, patience, prove } from "@upgradectl/proof";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RunProgress } from "../run-progress.ts";
import { maskDelicateLines } from "./delicate-lines.ts";
import { renderDiagnostics } from "./diagnostics.ts";
import { renderHeartbeat, renderProgress } from "./progress.ts";
import { diagnostic, judgedCluster } from "./testing/generated-reports.ts";
import { HarmlessTwin } from "./testing/harmless-twin.ts";
import { commandsIn, steering } from "./testing/outlines.ts";

const paint = (_: unknown, text: string) => text;

function requireHarmless(text: string): void {
  expect(steering.exec(text)).toBeNull();
  expect(commandsIn(text)).toEqual([]);
}

test("diagnostics, with the lines of the file that they are about", { timeout: patience }, () => {
  prove(
    "diagnostics for people",
    fc.property(
      fc.array(diagnostic, { maxLength: 4 }),
      fc.array(hostileText, { maxLength: 9 }),
      (found, lines) => {
        const sources = new Map(found.map(({ file = "" }) => [file, lines.join("\n")]));
        const text = renderDiagnostics(found, sources, paint);
        requireHarmless(text);
        // Details keep their lines.
        const withoutDetails = found.map(({ detail: _, ...rest }) => rest);
        const twins = new HarmlessTwin().of(withoutDetails);
        const count = (list: typeof twins) => renderDiagnostics(list, new Map(), paint).split("\n").length;
        expect(count(withoutDetails)).toBe(count(twins));
      },
    ),
    500,
  );
});

test("progress keeps to its lines and to its screen", { timeout: patience }, () => {
  const screen = fc.record({
    columns: fc.integer({ min: 1, max: 200 }),
    rows: fc.integer({ min: 1, max: 12 }),
  });
  prove(
    "progress",
    fc.property(fc.array(judgedCluster, { maxLength: 5 }), screen, (judged, size) => {
      const progress = new RunProgress(judged.length, new Redactor());
      for (const each of judged) progress.take(each);
      const lines = renderProgress(progress, observedAt, { ...size, paint });
      requireHarmless(lines.join("\n"));
      expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
      const beat = renderHeartbeat(progress, observedAt);
      requireHarmless(beat);
      expect(beat.split("\n")).toHaveLength(2);
    }),
    150,
  );
});

test("a line stays a line when what looks like a secret is masked", { timeout: patience }, () => {
  prove(
    "masked lines of a manifest",
    fc.property(
      fc.array(hostileText, { maxLength: 9 }),
      fc.string({ minLength: 9, unit: fc.constantFrom("x", "Y", "7") }),
      (lines, secret) => {
        const masked = maskDelicateLines([
          ...lines,
          `  secretAccessKey: ${secret}`,
          `  "apiKey" : "${secret}"`,
        ]);
        expect(masked).toHaveLength(lines.length + 2);
        expect(masked.slice(-2).join("")).not.toContain(secret);
      },
    ),
    300,
  );
});

test.each(["x", "token", "token ", "- ", " ", "token: ", "${A}", "\u2028x", "_-", "\"'"])(
  "lines of any length are masked in a moment: %j",
  (piece) => {
    const line = piece.repeat(Math.ceil(200_000 / piece.length));
    const started = performance.now();
    expect(maskDelicateLines(["  secretAccessKey:", `    ${line}`, `token:${line}!`])).toHaveLength(3);
    // A quarter of the length squared would be minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  },
);

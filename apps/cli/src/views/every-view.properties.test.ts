import { note, patience, prove } from "@upgradectl/proof";
import fc from "fast-check";
import { expect, test } from "vitest";
import { requireHarmless, views } from "./testing/every-view.ts";
import { anyReport } from "./testing/generated-reports.ts";
import { HarmlessTwin } from "./testing/harmless-twin.ts";

test("whatever was observed, every view says it without doing anything else", { timeout: patience }, () => {
  let observations = 0;
  let texts = 0;
  prove(
    "judging and every view",
    fc.property(anyReport, (report) => {
      const twin = new HarmlessTwin();
      const harmless = twin.of(report);
      for (const [name, { render, outline }] of Object.entries(views)) {
        const [text, expected] = [render(report), render(harmless)];
        requireHarmless(name, text);
        const [found, wanted] = [outline(text, report), outline(expected, harmless)];
        if (found !== "cut" && wanted !== "cut") expect(found, name).toEqual(wanted);
      }
      observations += report.clusters.length;
      texts += twin.texts;
    }),
    150,
  );
  note("judging and every view", { observations, texts });
});

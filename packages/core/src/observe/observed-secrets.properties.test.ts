import { hostileText, observationOf, patience, proveAsync } from "@upgradectl/proof";
import type { Observation } from "@upgradectl/provider-sdk";
import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeReading } from "../judge/judge-reading.ts";
import { Redactor } from "../redact.ts";
import { buildReport } from "../report.ts";
import { clustersOf, connect, optionsFor } from "../testing/accounts.ts";
import { observeFleet } from "./observe-fleet.ts";

const secret = "Zq7/8xKm+2Rt5Wv9LpEc4Hs6";
/** So little of it says nothing. */
const telling = 6;
const pieces = Array.from({ length: secret.length - telling + 1 }, (_, at) => secret.slice(at, at + telling));

/** A server's text with the secret in it, on any side of where somebody may cut it. */
const echo = fc
  .tuple(
    fc.oneof(fc.nat(20), fc.integer({ min: 180, max: 210 }), fc.integer({ min: 470, max: 500 })),
    fc.nat(40),
  )
  .map(([before, after]) => `${"x".repeat(before)} ${secret} ${"y".repeat(after)}`);
const text = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom("a", "", "Available") },
  { weight: 2, arbitrary: echo },
);

async function reportOf(observe: () => Promise<Observation>) {
  const instance = connect({ observe });
  const redactor = new Redactor();
  redactor.add(secret);
  const options = { ...optionsFor(instance), redactor };
  const readings = await observeFleet(clustersOf(instance, 1), options);
  const run = {
    command: "check",
    toolVersion: "0",
    startedAt: 0,
    finishedAt: 0,
    diagnostics: [],
    exitZero: false,
  } as const;
  return redactor.value(buildReport(readings.map(judgeReading), run));
}

test("no piece of a secret that a server echoes is in the report, wherever it was cut", {
  timeout: patience,
}, async () => {
  await proveAsync(
    "pieces of echoed secrets",
    fc.asyncProperty(observationOf(text), async (observation) => {
      const report = JSON.stringify(await reportOf(async () => observation));
      expect(pieces.filter((piece) => report.includes(piece))).toEqual([]);
    }),
    500,
  );
});

test("no piece of a secret that a plugin throws is in the report", { timeout: patience }, async () => {
  const lengths = fc.oneof(fc.integer({ min: 270, max: 300 }), fc.nat(2100));
  await proveAsync(
    "pieces of thrown secrets",
    fc.asyncProperty(
      lengths,
      fc.constantFrom("", " "),
      hostileText,
      fc.boolean(),
      async (before, gap, more, isError) => {
        const message = `${"x".repeat(before)}${gap}${secret}${more}`;
        const thrown = isError ? new Error(message) : { message };
        const report = JSON.stringify(await reportOf(() => Promise.reject(thrown)));
        expect(pieces.filter((piece) => report.includes(piece))).toEqual([]);
      },
    ),
    300,
  );
});

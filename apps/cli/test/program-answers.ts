import { errorOf, hostileText, observationOf } from "@upgradectl/proof";
import fc from "fast-check";
import { type Ending, labSecret, labValues } from "./scripted-program.ts";

/** What a program may print for one cluster, whose every free text is hostile. */
export const observationAnswer: fc.Arbitrary<{ readonly observation: object }> = fc
  .record({
    observation: observationOf(hostileText.filter((text) => text !== "")),
    values: fc.constantFrom<unknown>(labValues, { channel: "beta" }, null, "stable", ["stable"]),
    details: fc.option(
      fc.dictionary(fc.constantFrom("job", "constructor", "phase"), fc.jsonValue({ maxDepth: 2 })),
    ),
  })
  .map(({ observation, values, details }) => {
    const { operations, unread, properties: _, version, ...rest } = observation;
    return {
      observation: {
        ...rest,
        version: version === "" ? null : version,
        ...(unread === undefined || unread.kind === "cancelled" ? {} : { unread }),
        operations: operations.map(({ zoneAssumed: _assumed, steps, details: _details, ...operation }) => ({
          ...operation,
          ...(details === null ? {} : { details }),
          steps: steps.map(({ expiresAt: _expires, ...step }) => step),
        })),
        properties: { values },
      },
    };
  });

/** An `error` that a program may print. */
export function printedError(text: fc.Arbitrary<string>) {
  const said = text.filter((one) => one !== "");
  return errorOf(said).map(({ kind, ...facts }) => ({
    ...facts,
    kind: kind === "cancelled" ? ("plugin" as const) : kind,
  }));
}

const stderr = fc.oneof(
  hostileText,
  fc.constantFrom(
    `cannot sign in with ${labSecret}\n`,
    `sh: 1: ${labSecret}: not found\n`,
    `${"x ".repeat(148)}${labSecret} and more\n`,
    `${": ".repeat(30_000)}not found`,
    " ".repeat(60_000),
    "Traceback (most recent call last):\n  File x\nKeyError: 'a'\n",
  ),
);

/** How a program ends, whatever it printed. */
export const programEnding: fc.Arbitrary<{
  readonly isError: boolean;
  readonly ending: Omit<Ending, "stdout">;
}> = fc.record({
  isError: fc.boolean(),
  ending: fc
    .record({
      stderr,
      exitCode: fc.constantFrom(0, 0, 1, 2, 126, 127, 130, 255, -1, 4_294_967_295),
      reason: fc.option(fc.constantFrom("signal", "timeout", "too-much-output"), { freq: 4 }),
    })
    .map(({ reason, ...rest }) => ({
      ...rest,
      ...(reason === null ? {} : { failure: { reason, message: "it was ended" } }),
    })),
});

const pick = (...texts: readonly string[]) => fc.constantFrom(...texts);

/** Times, and what people and libraries write for times. */
export const timeText: fc.Arbitrary<string> = fc
  .tuple(
    pick(
      "2025-01-31",
      "2025-02-29",
      "2025-13-01",
      "2024-02-29",
      "0001-01-01",
      "1970-01-01",
      "9999-12-31",
      "20250131",
    ),
    pick("T", "T", "t", " ", ""),
    pick("12:00:00", "00:00:00", "23:59:60", "24:00:00", "12:00", "12"),
    pick("", "", ".5", ".123456789", ".1234567890123", ","),
    pick(
      "Z",
      "Z",
      "z",
      "",
      "+01:00",
      "-23:59",
      "+0100",
      "+25:00",
      " +0800 CST",
      "+08:00 CST",
      " UTC",
      " m=+0.5",
    ),
  )
  .map((parts) => parts.join(""));

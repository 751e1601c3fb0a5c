import { describe, expect, it } from "vitest";
import { isOwnKey, isOwnText } from "./own-words.ts";
import { Redactor } from "./redact.ts";
import { reportSchema } from "./report-schema.ts";

/** Names of all members that a schema gives. */
function namesIn(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "properties" in schema ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}

/** All words of its enums and constants. */
function wordsIn(schema: unknown): readonly unknown[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "enum" in schema && Array.isArray(schema.enum) ? schema.enum : [];
  const constant = "const" in schema ? [schema.const] : [];
  return [...own, ...constant, ...Object.values(schema).flatMap(wordsIn)];
}

describe("a secret that is a word of the report", () => {
  it.each([...new Set(namesIn(reportSchema))])("does not take its member: %s", (name) => {
    const redactor = new Redactor();
    redactor.add(name);
    expect(redactor.value({ [name]: [1] })).toEqual({ [name]: [1] });
  });

  it.each([...new Set(wordsIn(reportSchema))].filter((word) => typeof word === "string"))(
    "does not take the word: %s",
    (word) => {
      const redactor = new Redactor();
      redactor.add(word);
      expect(redactor.value({ verdict: word, name: `a ${word}` })).toMatchObject({ verdict: word });
    },
  );

  it("does not take a time", () => {
    const redactor = new Redactor();
    redactor.add("2026");
    redactor.add("11");
    expect(redactor.value({ at: "2026-11-20T11:00:00.000Z", name: "2026-11" })).toEqual({
      at: "2026-11-20T11:00:00.000Z",
      name: "****-****",
    });
  });
});

it("knows nothing of what others chose", () => {
  expect([isOwnText("prod-1"), isOwnText("converged "), isOwnKey("labels-of-mine")]).toEqual([
    false,
    false,
    false,
  ]);
});

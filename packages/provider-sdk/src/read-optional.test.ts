import { expect, it } from "vitest";
import { errorKinds, ProviderError } from "./errors.ts";
import { readOptional } from "./read-optional.ts";

const { signal } = new AbortController();
const thrownOn = ["cancelled", "plugin"];

it.each([["text"], [0], [false], [undefined]])("gives the result: %j", async (result) => {
  expect(await readOptional(Promise.resolve(result), signal)).toBe(result);
});

it.each(errorKinds.filter((kind) => !thrownOn.includes(kind)))("gives null for %s", async (kind) => {
  const reading = Promise.reject(new ProviderError({ kind, message: kind }));
  expect(await readOptional(reading, signal)).toBeNull();
});

it.each([
  ...errorKinds
    .filter((kind) => thrownOn.includes(kind))
    .map((kind) => new ProviderError({ kind, message: kind })),
  new TypeError("a bug"),
])("throws on %s", async (error) => {
  await expect(readOptional(Promise.reject(error), signal)).rejects.toBe(error);
});

it("throws on whatever a stopped run ends with", async () => {
  const error = new ProviderError({ kind: "timeout", message: "deadline" });
  await expect(readOptional(Promise.reject(error), AbortSignal.abort())).rejects.toBe(error);
});

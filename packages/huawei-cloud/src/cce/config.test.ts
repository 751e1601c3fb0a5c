import { expect, it } from "vitest";
import { cceIdSchema, cceWithSchema } from "./config.ts";

// The manifest is refused with these schemas, so no such id ever comes as far as a path.
const schemas = [cceIdSchema, cceWithSchema.properties.taskId, cceWithSchema.properties.workflowId];

it.each(["", ".", "..", "a/b", "a%2fb", "a b", "ä", "a\n", "a?x"])("%j is no id", (id) => {
  expect(schemas.map(({ pattern }) => new RegExp(pattern).test(id))).toEqual([false, false, false]);
});

it.each([...cceIdSchema.examples, "a", "...", "c_1.x"])("%j is an id", (id) => {
  expect(schemas.map(({ pattern }) => new RegExp(pattern).test(id))).toEqual([true, true, true]);
});

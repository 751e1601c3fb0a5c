import { expect, it } from "vitest";
import { idSchema, withSchema } from "./config.ts";

// The manifest is refused with these schemas, so no such id ever comes as far as a path.
const schemas = [idSchema, withSchema.properties.taskId, withSchema.properties.workflowId];

it.each(["", ".", "..", "a/b", "a%2fb", "a b", "ä", "a\n", "a?x"])("%j is no id", (id) => {
  expect(schemas.map(({ pattern }) => new RegExp(pattern).test(id))).toEqual([false, false, false]);
});

it.each([...idSchema.examples, "a", "...", "c_1.x"])("%j is an id", (id) => {
  expect(schemas.map(({ pattern }) => new RegExp(pattern).test(id))).toEqual([true, true, true]);
});

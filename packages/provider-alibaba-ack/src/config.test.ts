import { expect, it } from "vitest";
import { idSchema, isId, withSchema } from "./config.ts";

// The manifest is refused with these schemas, so no such id ever comes as far as a path.
const { taskId } = withSchema.properties;
const judge = (id: string) => [
  new RegExp(idSchema.pattern).test(id),
  new RegExp(taskId.pattern).test(id),
  isId(id),
];

it.each(["..", ".", "", "a/b", "a%2fb", "a b", "a?x=1", "a\n", "ü"])("%j is no id", (id) => {
  expect(judge(id)).toEqual([false, false, false]);
});

it.each([...idSchema.examples, ...taskId.examples, "...", "c_1.x"])("%j is an id", (id) => {
  expect(judge(id)).toEqual([true, true, true]);
});

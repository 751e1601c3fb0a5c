import { expect, it } from "vitest";
import { expectProperties, idSchema, withSchema } from "./config.ts";

// The manifest is refused with this schema, so no such id ever comes as far as a path.
it.each(["", ".", "..", "a/b", "a%2fb", "a b", "ä", "a\n", "a?x"])("%j is no id", (id) => {
  expect(new RegExp(idSchema.pattern).test(id)).toBe(false);
});

it.each([...idSchema.examples, "a", "...", "c_1.x"])("%j is an id", (id) => {
  expect(new RegExp(idSchema.pattern).test(id)).toBe(true);
});

it("knows both kinds of operations, and asks for at least one", () => {
  const { operations } = withSchema.properties;
  expect(operations).toMatchObject({
    items: { enum: ["UPGRADING", "AZ_MIGRATION"] },
    default: ["UPGRADING", "AZ_MIGRATION"],
    minItems: 1,
    uniqueItems: true,
  });
});

it("orders images like versions, and zones not at all", () => {
  expect(expectProperties.image?.order).toBe("version");
  expect(expectProperties.availabilityZones?.order).toBeUndefined();
});

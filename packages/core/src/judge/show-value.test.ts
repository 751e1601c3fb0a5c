import { expect, it } from "vitest";
import { show } from "./show-value.ts";

it.each<[unknown, string]>([
  ["1.29.8", "1.29.8"],
  [null, "(absent)"],
  [12, "12"],
  [["cn-4a", "cn-4b"], "cn-4a, cn-4b"],
  [{ "pool-a": "1.28.3", "pool-b": null }, "pool-a 1.28.3, pool-b (absent)"],
  [{ zones: ["a", "b"] }, "zones a, b"],
])("%j reads %j", (value, text) => {
  expect(show(value)).toBe(text);
});

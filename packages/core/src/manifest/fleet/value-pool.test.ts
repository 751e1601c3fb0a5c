import { expect, it } from "vitest";
import { ValuePool } from "./value-pool.ts";

const known = { env: "prod", list: ["a", { b: 1 }], none: null };

it("gives an equal value as the one that came first", () => {
  const pool = new ValuePool();
  expect(pool.share(known)).toBe(known);
  expect(pool.share(structuredClone(known))).toBe(known);
});

it.each<[string, object]>([
  ["another text", { ...known, env: "dorp" }],
  ["another type", { ...known, none: "null" }],
  ["another order of keys", { none: null, list: ["a", { b: 1 }], env: "prod" }],
  ["another item", { ...known, list: ["a", { b: 2 }] }],
  ["an item less", { ...known, list: ["a"] }],
  ["a key less", { env: "prod", list: ["a", { b: 1 }] }],
  ["a key more", { ...known, more: null }],
  ["a mapping for a list", { ...known, list: { 0: "a", 1: { b: 1 } } }],
])("keeps %s apart", (_, other) => {
  const pool = new ValuePool();
  pool.share(known);
  expect(pool.share(other)).toBe(other);
});

it("keeps an empty list and an empty mapping apart", () => {
  const pool = new ValuePool();
  expect(pool.share({})).toEqual({});
  expect(pool.share([])).toEqual([]);
});

import { expect, it } from "vitest";
import { checkConnection } from "./check-connection.ts";

const observe = async () => ({});

it("a connection that keeps the contract has no faults", () => {
  const connection = { observe, list: () => [], postCheck: observe, program: 1, lastRow: 2 };
  expect(checkConnection(connection)).toEqual([]);
});

it.each([
  ["lst", "list"],
  ["postChek", "postCheck"],
  ["lsit", "list"],
])("%s is told what was meant", (name, meant) => {
  expect(checkConnection({ observe, [name]: () => [] })).toEqual([
    `\`${name}\` is no member; did you mean \`${meant}\`?`,
  ]);
});

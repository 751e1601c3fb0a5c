import { expect, it } from "vitest";
import { NumberQueue } from "./number-queue.ts";

it.each<[string, number[]]>([
  ["none", []],
  ["one", [7]],
  ["in order", [1, 2, 3, 4, 5]],
  ["in reverse", [5, 4, 3, 2, 1]],
  ["mixed, with equal ones and negative ones", [3, -1, 3, 0, 9, -7, 4, 4, 2]],
  ["many", Array.from({ length: 1000 }, (_, index) => (index * 7919) % 1009)],
])("gives out the smallest first: %s", (_, numbers) => {
  const queue = new NumberQueue();
  for (const number of numbers) queue.add(number);
  const taken: (number | undefined)[] = numbers.map(() => queue.take());
  expect(taken).toEqual(numbers.toSorted((a, b) => a - b));
  expect(queue.take()).toBeUndefined();
});

it("takes more after it was empty", () => {
  const queue = new NumberQueue();
  queue.add(2);
  expect(queue.take()).toBe(2);
  expect(queue.take()).toBeUndefined();
  queue.add(4);
  queue.add(1);
  expect([queue.take(), queue.take(), queue.take()]).toEqual([1, 4, undefined]);
});

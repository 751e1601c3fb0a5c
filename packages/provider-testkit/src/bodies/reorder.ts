import { isRecord } from "@upgradectl/core";

/** The same lists, the other way round. */
export function reverseLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseLists).reverse();
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, reverseLists(item)]));
}

/** The same objects, their keys the other way round. */
export function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, reverseKeys(item)] as const);
  return Object.fromEntries(entries.reverse());
}

/** The same for two values that differ in the order of lists alone. */
export function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(withoutOrder(item))).sort();
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, withoutOrder(item)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

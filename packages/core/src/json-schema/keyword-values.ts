import { isRecord } from "../is-record.ts";
import { isText, type Judge, type Schema } from "./judges.ts";

/** What a keyword says is of a form that is not known here. */
export class NotMine extends Error {}

export const types: Readonly<Record<string, Judge>> = {
  string: (value) => typeof value === "string",
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  object: (value) => isRecord(value),
  array: (value) => Array.isArray(value),
};

export function bound<Value>(
  keyword: string,
  wanted: unknown,
  sizeOf: (value: Value) => number,
): (value: Value) => boolean {
  const limit = countOf(wanted);
  return keyword.startsWith("min") ? (value) => sizeOf(value) >= limit : (value) => sizeOf(value) <= limit;
}

export function typeJudge(name: unknown): Judge {
  return (typeof name === "string" && Object.hasOwn(types, name) ? types[name] : undefined) ?? notMine();
}

export function oneOfThese(values: readonly unknown[]): Judge {
  const isPlain = values.every(
    (value) => value === null || isText(value) || typeof value === "boolean" || Number.isFinite(value),
  );
  if (values.length === 0 || !isPlain) throw new NotMine();
  const allowed = new Set(values);
  return (value) => allowed.has(value);
}

export function patternOf(source: string): RegExp {
  try {
    return new RegExp(source, "u");
  } catch {
    throw new NotMine();
  }
}

export function recordOf(value: unknown): Schema {
  return isRecord(value) ? value : notMine();
}

/** What a schema says of keys by name. An object's inherited members are none, though they are there for everyone. */
export function entriesOf(value: unknown): readonly (readonly [name: string, said: unknown])[] {
  const entries = Object.entries(recordOf(value));
  return entries.some(([name]) => name in Object.prototype) ? notMine() : entries;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : notMine();
}

export function textsOf(value: unknown): readonly string[] {
  const texts = listOf(value);
  const names = texts
    .filter((text) => typeof text === "string")
    .filter((text) => !(text in Object.prototype));
  return new Set(names).size === texts.length ? names : notMine();
}

export function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : notMine();
}

export function countOf(value: unknown): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : notMine();
}

export function notMine(): never {
  throw new NotMine();
}

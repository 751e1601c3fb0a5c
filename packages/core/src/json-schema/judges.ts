import { isRecord } from "../is-record.ts";

/** Whether a value satisfies a schema. Says nothing of why it does not. */
export type Judge = (value: unknown) => boolean;

export type Schema = Readonly<Record<string, unknown>>;

export function isText(value: unknown): boolean {
  return typeof value === "string";
}

export function all(judges: readonly Judge[]): Judge {
  const [first, second] = judges;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return (value) => {
    for (const judge of judges) if (!judge(value)) return false;
    return true;
  };
}

export function any(judges: readonly Judge[]): Judge {
  const [first] = judges;
  if (first !== undefined && judges.length === 1) return first;
  return (value) => judges.some((judge) => judge(value));
}

export function exactlyOne(judges: readonly Judge[]): Judge {
  return (value) => judges.filter((judge) => judge(value)).length === 1;
}

export function ofTexts(judge: (text: string) => boolean): Judge {
  return (value) => typeof value !== "string" || judge(value);
}

export function ofNumbers(keyword: "minimum" | "maximum", limit: number): Judge {
  if (keyword === "minimum")
    return (value) => typeof value !== "number" || !Number.isFinite(value) || value >= limit;
  return (value) => typeof value !== "number" || !Number.isFinite(value) || value <= limit;
}

export function ofLists(judge: (list: readonly unknown[]) => boolean): Judge {
  return (value) => !Array.isArray(value) || judge(value);
}

export function ofRecords(judge: (record: Schema) => boolean): Judge {
  return (value) => !isRecord(value) || judge(value);
}

/** Lengths count characters, of which each has at most two units. */
export function isLongEnough(limit: number): (text: string) => boolean {
  return (text) => text.length >= limit && (text.length >= 2 * limit || charactersOf(text) >= limit);
}

export function isShortEnough(limit: number): (text: string) => boolean {
  return (text) => text.length <= limit || (text.length <= 2 * limit && charactersOf(text) <= limit);
}

export function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function hasAll(record: Schema, names: readonly string[]): boolean {
  for (const name of names) if (record[name] === undefined) return false;
  return true;
}

/** Also the inherited ones, as ajv has it. */
export function keysOf(record: Schema): readonly string[] {
  const keys: string[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

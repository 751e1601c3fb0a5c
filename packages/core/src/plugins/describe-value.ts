import { inspect } from "node:util";
import { isNativeError } from "node:util/types";
import { oneLine } from "./plugin-problem.ts";

/** One fault of a plugin: which part, what is there, what should be. */
export function expected(part: string, found: unknown, wanted: string): string {
  return `${part} is ${describeValue(found)}; expected ${wanted}`;
}

/** A value of a stranger in a few words. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "string") return oneLine(JSON.stringify(value), 80);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Promise) return "a promise";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** What a stranger threw, in one line. */
export function describeThrown(thrown: unknown): string {
  try {
    if (isNativeError(thrown)) return oneLine(`${thrown.name}: ${thrown.message}`);
    return oneLine(
      `${inspect(thrown, { depth: 1, breakLength: Number.POSITIVE_INFINITY, customInspect: false })} was thrown`,
    );
  } catch {
    return "something was thrown that cannot be shown";
  }
}

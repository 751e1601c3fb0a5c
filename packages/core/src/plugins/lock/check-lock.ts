import type { JsonSchema } from "@upgradectl/provider-sdk";
import { isRecord } from "../../is-record.ts";
import { expected } from "../describe-value.ts";
import type { Lock } from "./lock.ts";
import { lockSchema } from "./lock-schema.ts";

/** What is wrong with a value that should be a lock, in one sentence; undefined where nothing is. */
export function faultOfLock(value: unknown): string | undefined {
  return faultOf(value, lockSchema, "");
}

export function isLock(value: unknown): value is Lock {
  return faultOfLock(value) === undefined;
}

/**
 * The first fault by the schema, of which it knows the keywords that a lock's has. A compiled schema costs ten times as long
 * as all else that is done with a lock.
 */
function faultOf(value: unknown, schema: JsonSchema, place: string): string | undefined {
  if (!fits(value, schema)) return expected(`\`${place || "the lock"}\``, value, wantedBy(schema));
  if (Array.isArray(value))
    return firstFault(value, (item: unknown, index) =>
      faultOf(item, schema.items ?? {}, `${place}[${index}]`),
    );
  if (!isRecord(value)) return undefined;
  const { properties = {}, required = [], additionalProperties } = schema;
  const asked = Object.entries(properties).filter(
    ([name]) => value[name] !== undefined || required.includes(name),
  );
  const own = firstFault(asked, ([name, member]) =>
    faultOf(value[name], member, place === "" ? name : `${place}.${name}`),
  );
  if (own !== undefined || typeof additionalProperties !== "object") return own;
  return Object.values(value).every((item) => fits(item, additionalProperties))
    ? undefined
    : expected(`\`${place}\``, value, wantedBy(schema));
}

/** By the value itself, without what is in it. */
function fits(value: unknown, schema: JsonSchema): boolean {
  const { type, pattern, minLength = 0 } = schema;
  if ("const" in schema) return value === schema.const;
  if (schema.enum !== undefined) return schema.enum.includes(value);
  const isText = (text: unknown) =>
    typeof text === "string" &&
    text.length >= minLength &&
    (pattern === undefined || new RegExp(pattern, "u").test(text));
  return [type ?? []].flat().some((name) => (name === "string" ? isText(value) : typeOf(value) === name));
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

const words: Readonly<Record<string, string>> = {
  string: "a text",
  null: "null",
  integer: "a whole number",
  object: "an object",
  array: "a list",
};

/** A title says it in words. */
function wantedBy({ title, type, enum: choices }: JsonSchema): string {
  if (title !== undefined) return title;
  if (choices !== undefined) return choices.join(" or ");
  return [type ?? []]
    .flat()
    .map((name) => words[name] ?? name)
    .join(" or ");
}

function firstFault<T>(
  items: readonly T[],
  check: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const fault = check(item, index);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

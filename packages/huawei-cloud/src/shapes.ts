import { describeMismatch, parseTimestamp } from "@upgradectl/provider-sdk";
import * as z from "zod/mini";
import { parsePercent } from "./percent.ts";

// A field is one step and no chain of them: all of a fleet's answers go through here.

type Issues = z.core.ParsePayload["issues"];
type Fault = Pick<z.core.$ZodRawIssue, "input">;
type Fields = Readonly<Record<string, unknown>>;

/** Go services leave empty fields out, others send null, "" or []; all of them mean "nothing". */
function isBlank(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Notes that the value is not of the expected kind. */
export function reject(expected: string, value: unknown, issues: Issues): null {
  issues.push({ code: "custom", message: describeMismatch(expected, value), input: value });
  return null;
}

/** The text, null where there is none; what is neither is an issue. */
export function readText(value: unknown, issues: Issues): string | null {
  if (isBlank(value)) return null;
  return typeof value === "string" ? value : reject("string", value, issues);
}

/** A text, null where there is none. */
export const text = z.transform((value: unknown, { issues }) => readText(value, issues));

/** An instant, null where there is none or it cannot be read as one; see `parseTimestamp`. */
export const instant = z.transform(parseTimestamp);

/** A percentage as 0 to 1, null where there is none; see `parsePercent`. */
export const percent = z.transform(parsePercent);

/** Anything, for fields whose shape no document tells. */
export const anything = z.transform((value: unknown) => value ?? null);

export function object<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.object(shape, { error: ({ input }: Fault) => describeMismatch("object", input) });
}

export function array<Row extends z.core.SomeType>(row: Row) {
  return z.array(row, { error: ({ input }: Fault) => describeMismatch("array", input) });
}

/** An object whose fields may all be missing, as may the object itself. */
export function section<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.pipe(
    z.transform((value: unknown) => (isBlank(value) ? {} : value)),
    object(shape),
  );
}

/** A list; one object in its place is a list of one, which is how some documents type it. */
export function rows<Row extends z.core.SomeType>(row: Row) {
  return z.pipe(z.transform(listOf), array(row));
}

/** A list that nothing is judged by: what is not as expected is left out. */
export function looseRows<Row extends z.core.$ZodType>(row: Row) {
  return z.transform((value: unknown) => {
    const list = listOf(value);
    if (!Array.isArray(list)) return [];
    return list.flatMap((each): readonly z.output<Row>[] => {
      const read = z.safeParse(row, each);
      return read.success ? [read.data] : [];
    });
  });
}

function listOf(value: unknown): unknown {
  if (isBlank(value)) return [];
  return typeof value === "object" && !Array.isArray(value) ? [value] : value;
}

const marks = ["kind", "apiVersion", "metadata", "spec", "status"];
const resultInPlace = "the result of a request (a Status) is there in place of what was asked for";

function hasMark(body: Fields): boolean {
  return marks.some((mark) => !isBlank(body[mark]));
}

/** What Kubernetes answers in place of a body; without its fields it would pass for an empty list. */
function isStatus({ kind }: Fields): boolean {
  return kind === "Status";
}

/** True of a list that Kubernetes would go on with; no document of the services tells how to ask for the rest. */
function goesOn({ metadata }: Fields): boolean {
  if (!isFields(metadata)) return false;
  const { continue: next, remainingItemCount: rest } = metadata;
  return !isBlank(next) || !(isBlank(rest) || Number(rest) <= 0);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface FoundFault {
  readonly message: string;
  readonly path?: PropertyKey[];
}

/** The JSON object, if `findFault` has nothing to say of it. */
export function bodyWithout(findFault: (body: Fields) => FoundFault | null) {
  return z.transform((value: unknown, { issues }): Fields => {
    if (!isFields(value)) {
      issues.push({ code: "custom", message: "not a JSON object", input: value });
      return {};
    }
    const fault = findFault(value);
    if (fault !== null) issues.push({ code: "custom", input: value, ...fault });
    return value;
  });
}

/**
 * A resource in the Kubernetes style. An object with none of its parts is some other service's answer; read as a
 * resource whose fields are all missing, it would pass for a healthy cluster.
 */
export function resource<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.pipe(bodyWithout(findFaultOfResource), object(shape));
}

function findFaultOfResource(body: Fields): FoundFault | null {
  if (!hasMark(body)) return { message: `none of ${marks.join(", ")} is there` };
  if (isStatus(body)) return { message: resultInPlace };
  const isList = Array.isArray(body.items) && isBlank(body.spec) && isBlank(body.status);
  return isList ? { message: "a list is there in place of one resource" } : null;
}

/** A list of resources, all in one answer; one resource in its place is a list of one. */
export function resourceList<Row extends z.core.SomeType>(row: Row) {
  const fields = z.pipe(bodyWithout(findFaultOfList), z.transform(withItems));
  return z.pipe(fields, object({ items: rows(row) }));
}

function findFaultOfList(body: Fields): FoundFault | null {
  if (!("items" in body) && !hasMark(body)) return { message: `none of ${marks.join(", ")}, items is there` };
  if (isStatus(body)) return { message: resultInPlace };
  const message = "the list has more rows than this answer, and no document tells how to read on";
  return goesOn(body) ? { message, path: ["metadata"] } : null;
}

function withItems(body: Fields): Fields {
  const isOne = !("items" in body) && (!isBlank(body.spec) || !isBlank(body.status));
  return isOne ? { items: [body] } : body;
}

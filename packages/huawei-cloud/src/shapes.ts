import { parseTimestamp, type Timestamp } from "@upgradectl/provider-sdk";
import * as z from "zod";
import { parsePercent } from "./percent.ts";

/** Go services leave empty fields out, others send null, "" or []; all of them mean "nothing". */
function isBlank(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** A text, null where there is none. */
export const text = z.preprocess((value) => (isBlank(value) ? null : value), z.string().nullable());

/** An instant, null where there is none or it cannot be read as one; see `parseTimestamp`. */
export const instant = z.preprocess(parseTimestamp, z.custom<Timestamp | null>());

/** A percentage as 0 to 1, null where there is none; see `parsePercent`. */
export const percent = z.preprocess(parsePercent, z.custom<number | null>());

/** Anything, for fields whose shape no document tells. */
export const anything = z.preprocess((value) => value ?? null, z.unknown());

/** An object whose fields may all be missing, as may the object itself. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => (isBlank(value) ? {} : value), z.object(shape));
}

/** A list; one object in its place is a list of one, which is how some documents type it. */
export function rows<Row extends z.ZodType>(row: Row) {
  return z.preprocess(listOf, z.array(row));
}

/** A list that nothing is judged by: what is not as expected is left out. */
export function looseRows<Row extends z.ZodType>(row: Row) {
  return z.preprocess((value) => {
    const list = listOf(value);
    return Array.isArray(list) ? list.filter((each) => row.safeParse(each).success) : [];
  }, z.array(row));
}

function listOf(value: unknown): unknown {
  if (isBlank(value)) return [];
  return typeof value === "object" && !Array.isArray(value) ? [value] : value;
}

const marks = ["kind", "apiVersion", "metadata", "spec", "status"];
const resultInPlace = "the result of a request (a Status) is there in place of what was asked for";

/** What Kubernetes answers in place of a body; without its fields it would pass for an empty list. */
function isStatus({ kind }: Readonly<Record<string, unknown>>): boolean {
  return kind === "Status";
}

const metadataOfList = z.object({ continue: anything, remainingItemCount: anything }).catch({
  continue: null,
  remainingItemCount: null,
});

/** True of a list that Kubernetes would go on with; no document of the services tells how to ask for the rest. */
function goesOn({ metadata }: Readonly<Record<string, unknown>>): boolean {
  if (isBlank(metadata)) return false;
  const { continue: next, remainingItemCount: rest } = metadataOfList.parse(metadata);
  return !isBlank(next) || !(isBlank(rest) || Number(rest) <= 0);
}

/**
 * A resource in the Kubernetes style. An object with none of its parts is some other service's answer; read as a
 * resource whose fields are all missing, it would pass for a healthy cluster.
 */
export function resource<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .record(z.string(), z.unknown(), "not a JSON object")
    .refine((body) => marks.some((mark) => !isBlank(body[mark])), {
      message: `none of ${marks.join(", ")} is there`,
    })
    .refine((body) => !isStatus(body), { message: resultInPlace })
    .refine((body) => !Array.isArray(body.items) || !isBlank(body.spec) || !isBlank(body.status), {
      message: "a list is there in place of one resource",
    })
    .pipe(z.object(shape));
}

/** A list of resources, all in one answer; one resource in its place is a list of one. */
export function resourceList<Row extends z.ZodType>(row: Row) {
  return z
    .record(z.string(), z.unknown(), "not a JSON object")
    .refine((body) => "items" in body || marks.some((mark) => !isBlank(body[mark])), {
      message: `none of ${marks.join(", ")}, items is there`,
    })
    .refine((body) => !isStatus(body), { message: resultInPlace })
    .refine((body) => !goesOn(body), {
      message: "the list has more rows than this answer, and no document tells how to read on",
      path: ["metadata"],
    })
    .transform((body) => {
      const isOne = !("items" in body) && (!isBlank(body.spec) || !isBlank(body.status));
      return isOne ? { items: [body] } : body;
    })
    .pipe(z.object({ items: rows(row) }));
}

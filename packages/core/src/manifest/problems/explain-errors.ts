import type { JsonSchema } from "@upgradectl/provider-sdk";
import type { ErrorObject } from "ajv/dist/2020.js";
import type { Problem } from "../../diagnostics.ts";
import { didYouMean } from "../../did-you-mean.ts";
import { quote } from "../../quote-text.ts";
import { formats } from "../schema/formats.ts";
import { asSchema, isDelicate } from "../schema/schema-walk.ts";
import {
  describeSchema,
  describeTypes,
  describeValue,
  either,
  exampleOf,
  quoteData,
} from "./describe-schema.ts";
import { explainUnknownKey, suggestionFor } from "./explain-unknown-key.ts";
import type { Path } from "./path-words.ts";
import { pathOf, pointerOf } from "./pointer.ts";
import type { ProblemList } from "./problem-list.ts";
import type { View } from "./view.ts";

/** Puts a validator's errors into the words of the user's file. Returns what misspelt keys were probably meant to be. */
export function explainErrors(
  errors: readonly ErrorObject[],
  schema: JsonSchema,
  view: View,
  problems: ProblemList,
): ReadonlySet<string> {
  const meant = new Set<string>();
  for (const error of errors) {
    const suggestion = suggestionFor(error);
    if (suggestion !== undefined) meant.add(pointerOf([...pathOf(error.instancePath), suggestion]));
  }
  for (const error of errors) {
    const path = pathOf(error.instancePath);
    // A misspelt key that is required is one mistake, not an unknown and a missing key.
    if (asks.has(error.keyword) && meant.has(pointerOf([...path, String(error.params.missingProperty)])))
      continue;
    explain({ error, path, schema, view, problems });
  }
  return meant;
}

/** Keywords that miss a key. */
const asks: ReadonlySet<string> = new Set(["required", "dependentRequired"]);

interface Context {
  readonly error: ErrorObject;
  readonly path: Path;
  readonly schema: JsonSchema;
  readonly view: View;
  readonly problems: ProblemList;
}

function explain(context: Context): void {
  const { error, path, schema, view, problems } = context;
  const { keyword, params, propertyName } = error;
  if (keyword === "additionalProperties" || keyword === "unevaluatedProperties") {
    const key = String(params.additionalProperty ?? params.unevaluatedProperty);
    problems.add(
      explainUnknownKey(error, key, view.words(path), schema, view),
      view.keyOffset([...path, key]),
      key,
    );
  } else if (asks.has(keyword)) {
    const key = String(params.missingProperty);
    problems.add(explainMissing(context, key), view.valueOffset(path), key);
  } else if (propertyName !== undefined) {
    problems.add(explainName(context, propertyName), view.keyOffset([...path, propertyName]), propertyName);
  } else problems.add(explainValue(context), view.valueOffset(path), path.join("/"));
}

function explainMissing({ error, path, view }: Context, key: string): Problem {
  const parent = asSchema(error.parentSchema);
  const property = parent.properties?.[key];
  const reason =
    error.keyword === "dependentRequired" ? `, which ${quote(String(error.params.property))} needs` : "";
  return {
    severity: "error",
    code: "missing-key",
    summary: `${view.words(path)} has no ${quote(key)}${reason}`,
    ...(property?.description === undefined ? {} : { detail: property.description }),
    hint:
      property?.type === "array"
        ? `Add \`${key}:\` with a list.`
        : `Add \`${key}: ${exampleOf(property) ?? "…"}\`.`,
  };
}

function explainName({ error, path, view }: Context, name: string): Problem {
  const fault = faultOf(error, name);
  return {
    severity: "error",
    code: fault?.code ?? "invalid-name",
    summary: `${view.words(path)} has the key ${quote(name)}, which ${fault?.fault ?? "is not accepted there"}`,
    detail: `Expected ${expectation(error)}.`,
    hint: fault?.hint ?? "Rename the key.",
  };
}

/** Kinds of values whose set is small enough to have a code of its own. */
const codes: Readonly<Record<string, string>> = {
  apiVersion: "unsupported-api-version",
  kind: "unsupported-kind",
  failOn: "unknown-policy-term",
  closeOn: "unknown-policy-term",
};

function explainValue(context: Context): Problem {
  const { error, path, schema, view } = context;
  const delicate = isDelicate(schema, path.map(String));
  const place = view.words(path);
  const fault = typeof error.data === "string" ? faultOf(error, error.data) : undefined;
  if (fault !== undefined) {
    return {
      severity: "error",
      code: fault.code,
      summary: `${place} ${fault.fault}`,
      ...(fault.isDelicate ? {} : { detail: `Found ${describeValue(error.data, delicate)}.` }),
      hint: fault.hint,
    };
  }
  const expected = expectation(error);
  const isTyped = error.keyword === "type";
  const word = String(path.findLast((part) => !/^\d+$/.test(String(part))));
  return {
    severity: "error",
    code: isTyped ? "wrong-type" : (codes[isCore(schema) ? word : ""] ?? "invalid-value"),
    summary: `${place} must be ${expected}`,
    detail: `Found ${describeValue(error.data, delicate)}.`,
    hint: mend(context, delicate),
  };
}

/** Only the manifest's own schema has a title; a plugin's `kind` is not the manifest's. */
function isCore(schema: JsonSchema): boolean {
  return schema.properties?.apiVersion !== undefined;
}

function faultOf(
  { keyword, params }: ErrorObject,
  text: string,
): ReturnType<(typeof formats)[string]["check"]> {
  const format = keyword === "format" ? String(params.format) : "";
  return Object.hasOwn(formats, format) ? formats[format]?.check(text) : undefined;
}

function mend({ error, view, path }: Context, delicate: boolean): string {
  const schema = asSchema(error.parentSchema);
  const choices =
    error.keyword === "enum" ? allowedOf(error).filter((value) => typeof value === "string") : [];
  const meant = typeof error.data === "string" && !delicate ? didYouMean(error.data, choices) : undefined;
  if (meant !== undefined) return `Did you mean ${quote(meant)}?`;
  if (error.keyword === "const") return `Write ${quoteData(error.params.allowedValue)}.`;
  if (error.keyword === "anyOf" || error.keyword === "oneOf")
    return "Use one of these forms, whole and alone.";
  if (error.data === null && schema.type === "object") return "Write `{}`, or remove the key.";
  if (error.data === null) return `Give ${view.words(path)} a value, or remove the key.`;
  if (schema.type === "array" && error.keyword === "type" && typeof error.data !== "object")
    return "Write a list, also for one value: `[value]`.";
  const example = exampleOf(schema);
  if (example !== undefined && !delicate) return `For example: \`${example}\`.`;
  return schema.description ?? "Change the value to what is expected.";
}

function allowedOf({ params }: ErrorObject): readonly unknown[] {
  return Array.isArray(params.allowedValues) ? params.allowedValues : [];
}

/** What would have been right. Completes "must be ...". */
function expectation(error: ErrorObject): string {
  const { keyword, params } = error;
  const schema = asSchema(error.parentSchema);
  const simple: Readonly<Record<string, () => string>> = {
    type: () =>
      schema.properties === undefined ? describeTypes([params.type].flat()) : describeSchema(schema),
    enum: () => `one of ${either(allowedOf(error).map(quoteData))}`,
    const: () => quoteData(params.allowedValue),
    anyOf: () => describeSchema({ anyOf: formsOf(error) }),
    oneOf: () => describeSchema({ oneOf: formsOf(error) }),
    not: () => "something else",
    pattern: () => `text of the form ${quote(String(params.pattern))}`,
    format: () => `text of the format ${quote(String(params.format))}`,
    minLength: () =>
      params.limit === 1 ? "a text that is not empty" : `at least ${params.limit} characters long`,
    maxLength: () => `at most ${params.limit} characters long`,
    minimum: () => `${params.limit} or more`,
    maximum: () => `${params.limit} or less`,
    exclusiveMinimum: () => `more than ${params.limit}`,
    exclusiveMaximum: () => `less than ${params.limit}`,
    multipleOf: () => `a multiple of ${params.multipleOf}`,
    minItems: () => `a list of ${params.limit} or more`,
    maxItems: () => `a list of ${params.limit} or fewer`,
    uniqueItems: () => "a list without repetitions",
    minProperties: () => `a mapping of ${params.limit} or more keys`,
    maxProperties: () => `a mapping of ${params.limit} or fewer keys`,
  };
  return (Object.hasOwn(simple, keyword) ? simple[keyword]?.() : undefined) ?? describeSchema(schema);
}

function formsOf({ schema }: ErrorObject): readonly JsonSchema[] {
  return Array.isArray(schema) ? schema : [];
}

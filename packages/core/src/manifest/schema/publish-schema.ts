import type { JsonSchema } from "@upgradectl/provider-sdk";
import { type Format, formats } from "./formats.ts";

const expansion: JsonSchema = { type: "string", pattern: "\\$\\{[A-Za-z_]" };

/**
 * A schema as editors need it: it judges the text before `${}` is expanded and before a plain `1.30` is taken as text,
 * so both are accepted wherever they may be right. Our own keyword and formats become patterns or go.
 */
export function publishSchema(schema: JsonSchema): JsonSchema {
  const { secret: _, format, oneOf: __, ...rest } = schema;
  const known = format !== undefined && Object.hasOwn(formats, format) ? formats[format] : undefined;
  const plain: JsonSchema = {
    ...rest,
    ...(format === undefined || known !== undefined ? {} : { format }),
    ...(known?.pattern === undefined ? {} : { pattern: known.pattern }),
    ...publishInside(schema),
  };
  return allowExpansion(allowPlainScalar(plain, known?.plain));
}

function publishInside(schema: JsonSchema): JsonSchema {
  const { properties, items, additionalProperties, propertyNames, allOf, anyOf, oneOf, not } = schema;
  return {
    ...(properties === undefined ? {} : { properties: publishEach(properties) }),
    ...(items === undefined ? {} : { items: publishSchema(items) }),
    ...(typeof additionalProperties === "object"
      ? { additionalProperties: publishSchema(additionalProperties) }
      : {}),
    // A key is never expanded, and always text.
    ...(propertyNames === undefined ? {} : { propertyNames: publishName(propertyNames) }),
    ...(allOf === undefined ? {} : { allOf: allOf.map(publishSchema) }),
    ...publishForms(anyOf, oneOf),
    ...(not === undefined ? {} : { not }),
  };
}

/** Widened forms may overlap where the narrow ones did not, so that "exactly one" becomes "any". */
function publishForms(anyOf: JsonSchema["anyOf"], oneOf: JsonSchema["oneOf"]): JsonSchema {
  const forms = [anyOf, oneOf].filter((branches) => branches !== undefined);
  const [first, second] = forms.map((branches) => branches.map(publishSchema));
  if (first === undefined) return {};
  return second === undefined
    ? { anyOf: first }
    : { anyOf: [{ allOf: [{ anyOf: first }, { anyOf: second }] }] };
}

function publishEach(schemas: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, publishSchema(schema)]));
}

function publishName(schema: JsonSchema): JsonSchema {
  const { format, ...rest } = schema;
  const pattern = format === undefined ? undefined : formats[format]?.pattern;
  return { ...rest, ...(pattern === undefined ? {} : { pattern }) };
}

function allowPlainScalar(schema: JsonSchema, also: Format["plain"] = ["number", "boolean"]): JsonSchema {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (!types.includes("string") || schema.enum !== undefined || schema.const !== undefined) return schema;
  return also.length === 0 ? schema : { ...schema, type: [...new Set([...types, ...also])] };
}

/** Wraps what a `${}` would violate, with the words for editors kept outside. */
function allowExpansion(schema: JsonSchema): JsonSchema {
  const { title, description, default: initial, examples, ...rest } = schema;
  const isWords = rest.enum?.every((value) => typeof value === "string") === true;
  const types = rest.type === undefined ? (isWords ? ["string"] : []) : [rest.type].flat();
  const isScalar =
    types.length > 0 && types.every((type) => type !== "object" && type !== "array" && type !== "null");
  const isNarrow =
    rest.enum !== undefined ||
    rest.pattern !== undefined ||
    (rest.maxLength ?? rest.format) !== undefined ||
    !types.includes("string");
  if (!isScalar || !isNarrow || rest.const !== undefined) return schema;
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(initial === undefined ? {} : { default: initial }),
    ...(examples === undefined ? {} : { examples }),
    anyOf: [rest, expansion],
  };
}

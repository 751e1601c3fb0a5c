import { isRecord } from "../is-record.ts";
import { findMisspelt } from "./misspelt.ts";

/** Words whose value is a schema, a list of schemas, or schemas by a name of the author's. */
const schemas = [
  ...["additionalProperties", "contains", "contentSchema", "else", "if", "items", "not", "propertyNames"],
  ...["then", "unevaluatedItems", "unevaluatedProperties", "allOf", "anyOf", "oneOf", "prefixItems"],
] as const;
const named = ["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"] as const;
const words: readonly string[] = [
  ...schemas,
  ...named,
  ...["$comment", "$schema", "$vocabulary", "const", "contentEncoding", "contentMediaType", "default"],
  ...["dependencies", "dependentRequired", "deprecated", "description", "enum", "examples"],
  ...["exclusiveMaximum", "exclusiveMinimum", "format", "maxContains", "maxItems", "maxLength"],
  ...["maxProperties", "maximum", "minContains", "minItems", "minLength", "minProperties", "minimum"],
  ...["multipleOf", "pattern", "readOnly", "required", "title", "type", "uniqueItems", "writeOnly"],
  // Ours, and a harmless one of OpenAPI.
  ...["secret", "example"],
];

/** Words that are most likely meant to be another one. JSON Schema passes over what it does not know: `secert: true` hides nothing. */
export function findMisspeltWords(schema: unknown, place: string): readonly string[] {
  if (!isRecord(schema)) return [];
  const below = schemas.flatMap((word) => {
    const value = schema[word];
    return Array.isArray(value)
      ? value.flatMap((item, index) => findMisspeltWords(item, `${place}.${word}[${index}]`))
      : findMisspeltWords(value, `${place}.${word}`);
  });
  const ofNames = named.flatMap((word) => {
    const value = schema[word];
    if (!isRecord(value)) return [];
    return Object.entries(value).flatMap(([name, item]) =>
      findMisspeltWords(item, `${place}.${word}.${name}`),
    );
  });
  return [...findMisspelt(schema, words, `${place}.`), ...below, ...ofNames];
}

import type { JsonSchema, JsonType } from "@upgradectl/provider-sdk";
import { cut, printable, quote } from "../../quote-text.ts";

const typeWords: Readonly<Record<JsonType, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
  object: "a mapping",
  array: "a list",
  null: "nothing",
};

/** What a schema accepts, in a few words. */
export function describeSchema(schema: JsonSchema): string {
  if (schema.const !== undefined) return quoteData(schema.const);
  if (schema.enum !== undefined) return either(schema.enum.map(quoteData));
  const branches = schema.oneOf ?? schema.anyOf;
  const isObject = schema.type === "object" || (schema.type === undefined && schema.properties !== undefined);
  if (isObject && schema.properties !== undefined) return describeKeys(schema);
  if (branches !== undefined) return either([...new Set(branches.map(describeSchema))]);
  if (schema.type === undefined) return schema.required === undefined ? "a value" : describeKeys(schema);
  return describeTypes([schema.type].flat());
}

export function describeTypes(types: readonly string[]): string {
  return either(types.map((type) => (type in typeWords ? typeWords[type as JsonType] : type)));
}

/** `{ accessKeyId, secretAccessKey, securityToken? }` */
function describeKeys({ properties = {}, required = [] }: JsonSchema): string {
  const names = [...new Set([...required, ...Object.keys(properties)])];
  const keys = names.map((name) => (required.includes(name) ? name : `${name}?`));
  return keys.length === 0 ? "a mapping" : `\`{ ${keys.join(", ")} }\``;
}

/** What was found: a scalar with its text, unless it is delicate, and other values by their kind. */
export function describeValue(value: unknown, isDelicate: boolean): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  const kind =
    typeof value === "string" ? "text" : typeof value === "number" ? "a number" : "`true` or `false`";
  if (isDelicate) return kind;
  if (value === "") return "an empty text";
  return typeof value === "string" ? `the text ${quote(value)}` : quote(String(value));
}

export function quoteData(value: unknown): string {
  return typeof value === "string" ? quote(value) : `\`${printable(cut(JSON.stringify(value) ?? "null"))}\``;
}

/** `a, b or c` */
export function either(words: readonly string[]): string {
  const last = words.at(-1) ?? "nothing";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

/** A value that would be right, from the schema's examples, default or fixed value. */
export function exampleOf(schema: JsonSchema | undefined): string | undefined {
  const [example] = [
    schema?.const,
    ...(schema?.examples ?? []),
    schema?.default,
    ...(schema?.enum ?? []),
  ].filter((value) => value !== undefined);
  if (example === undefined) return undefined;
  return typeof example === "string"
    ? example
    : JSON.stringify(example).replaceAll('"', "").replaceAll(/[:,]/g, "$& ");
}

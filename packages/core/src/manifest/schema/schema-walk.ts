import type { JsonSchema } from "@upgradectl/provider-sdk";
import { isRecord } from "../../is-record.ts";

/** The validator's view of a schema, which has no type, as ours. */
export function asSchema(value: unknown): JsonSchema {
  return isRecord(value) ? (value as JsonSchema) : {};
}

/** The schemas that judge the same value beside this one. */
export function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
}

/** The keys that a schema or one of its branches names. */
export function knownKeys(schema: JsonSchema): Set<string> {
  const keys = new Set(Object.keys(schema.properties ?? {}));
  for (const key of schema.required ?? []) keys.add(key);
  for (const branch of branchesOf(schema)) for (const key of knownKeys(branch)) keys.add(key);
  return keys;
}

/** The schemas of one key or item of a value, from the schema and its branches. */
export function schemasInside(schema: JsonSchema, part: string): JsonSchema[] {
  const { properties, additionalProperties, items } = schema;
  const found: JsonSchema[] = branchesOf(schema).flatMap((branch) => schemasInside(branch, part));
  if (properties !== undefined && Object.hasOwn(properties, part)) {
    const own = properties[part];
    if (own !== undefined) found.push(own);
  } else if (typeof additionalProperties === "object") found.push(additionalProperties);
  if (items !== undefined && /^\d+$/.test(part)) found.push(items);
  return found;
}

/** True where the schema, or anything inside of it, marks a secret. */
export function containsSecret(schema: JsonSchema): boolean {
  if (schema.secret !== undefined) return true;
  const inside = [...Object.values(schema.properties ?? {}), ...branchesOf(schema)];
  if (schema.items !== undefined) inside.push(schema.items);
  if (typeof schema.additionalProperties === "object") inside.push(schema.additionalProperties);
  return inside.some(containsSecret);
}

/** True where one of the schema's own keys, or of its branches', is a secret text. */
export function hasSecretKey(schema: JsonSchema): boolean {
  const isSecret = (property: JsonSchema): boolean =>
    (property.secret !== undefined && property.type !== "object") || branchesOf(property).some(isSecret);
  return Object.values(schema.properties ?? {}).some(isSecret) || branchesOf(schema).some(hasSecretKey);
}

/** Must a value at this path, and what stands beside it, stay out of messages? */
export function isDelicate(schema: JsonSchema, path: readonly string[]): boolean {
  let here: readonly JsonSchema[] = [schema];
  let above: readonly JsonSchema[] = [];
  for (const part of path) {
    above = here;
    here = here.flatMap((candidate) => schemasInside(candidate, part));
  }
  return here.some(containsSecret) || above.some(hasSecretKey) || above.some((it) => it.secret !== undefined);
}

/** How a schema says that a value is secret. */
export type Secrecy = NonNullable<JsonSchema["secret"]>;

/**
 * Calls `found` for every text at a position that the schema, in whatever branch, marks secret. A name that a schema does not
 * allow is likely a misspelt one: beside names of secrets its value is likely a secret too.
 */
export function visitSecrets(
  schema: JsonSchema,
  value: unknown,
  found: (path: readonly string[], show: Secrecy) => void,
  path: readonly string[] = [],
  inherited?: Secrecy,
  known: ReadonlySet<string> = knownKeys(schema),
): void {
  const show = schema.secret ?? inherited;
  for (const branch of branchesOf(schema)) visitSecrets(branch, value, found, path, show, known);
  if (typeof value !== "object" || value === null) {
    if (show !== undefined && value !== null) found(path, show);
    return;
  }
  for (const [key, part] of Object.entries(value)) {
    const inside = schemasInside({ ...schema, allOf: [], anyOf: [], oneOf: [] }, key);
    const isMisspelt = schema.additionalProperties === false && !known.has(key) && hasSecretKey(schema);
    const secrecy = show ?? (isMisspelt ? "likely" : undefined);
    if (secrecy !== undefined && inside.length === 0) inside.push({});
    for (const candidate of inside) visitSecrets(candidate, part, found, [...path, key], secrecy);
  }
}

import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { checkScenario } from "./check-scenario.ts";
import { findNearest } from "./nearest.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioSchema } from "./schema.ts";

/** Something wrong in a scenario, at a place given by keys and indexes from the top. */
export interface Finding {
  readonly path: readonly (string | number)[];
  /** True where the key itself is wrong, not its value. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly hint?: string;
}

let compiled: ValidateFunction | undefined;

/** Every mistake of a scenario that was read from a file or built by a program. */
export function validateScenario(value: unknown): readonly Finding[] {
  compiled ??= new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(scenarioSchema);
  if (compiled(value)) return checkScenario(value as Scenario); // the schema has just said so
  return (compiled.errors ?? []).filter((error) => error.keyword !== "if").map(findingOf);
}

function findingOf(error: ErrorObject): Finding {
  const path = pathOf(error.instancePath);
  const schema = isRecord(error.parentSchema) ? error.parentSchema : {};
  const name = path.length === 0 ? "the scenario" : describePath(path);
  const found = show(error.data);
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(path, String(error.params.additionalProperty), schema);
    case "required":
      return missingKey(path, String(error.params.missingProperty), name);
    case "type":
      return {
        path,
        message: `${name} must be ${article(error.params.type)}, found ${found}`,
        ...example(schema),
      };
    case "const":
    case "enum":
      return unknownWord(path, name, found, error);
    case "pattern":
      return { path, message: `${name} is not written as expected: ${found}`, ...example(schema) };
    default:
      return { path, message: `${name} ${describeBound(error)}`, ...example(schema) };
  }
}

function describeBound(error: ErrorObject): string {
  const limit = String(error.params.limit);
  switch (error.keyword) {
    case "minItems":
      return `needs at least ${limit} entry`;
    case "minLength":
      return "must not be empty";
    case "maxLength":
      return `must not be longer than ${limit} characters`;
    case "minimum":
      return `must be at least ${limit}, found ${show(error.data)}`;
    case "maximum":
      return `must be at most ${limit}, found ${show(error.data)}`;
    case "exclusiveMinimum":
      return `must be more than ${limit}, found ${show(error.data)}`;
    default:
      return `${error.message ?? "is not valid"}, found ${show(error.data)}`;
  }
}

function unknownKey(path: Finding["path"], key: string, schema: Readonly<Record<string, unknown>>): Finding {
  const known = isRecord(schema.properties) ? Object.keys(schema.properties) : [];
  const near = findNearest(key, known);
  const where = path.length === 0 ? "" : ` in ${describePath(path)}`;
  return {
    path: [...path, key],
    atKey: true,
    message: `unknown key \`${key}\`${where}`,
    hint: near === undefined ? `known keys: ${known.join(", ")}` : `did you mean \`${near}\`?`,
  };
}

function missingKey(path: Finding["path"], key: string, name: string): Finding {
  const hint = key === "cloud" ? "write `cloud: huawei` or `cloud: alibaba`" : `add \`${key}:\` here`;
  return { path, message: `${name} lacks \`${key}\``, hint };
}

function unknownWord(path: Finding["path"], name: string, found: string, error: ErrorObject): Finding {
  const allowed: readonly unknown[] =
    error.keyword === "const" ? [error.params.allowedValue] : error.params.allowedValues;
  const near = findNearest(String(error.data), allowed.map(String));
  return {
    path,
    message: `${name} must be one of ${allowed.join(", ")}, found ${found}`,
    ...(near !== undefined && { hint: `did you mean \`${near}\`?` }),
  };
}

function example(schema: Readonly<Record<string, unknown>>): { readonly hint?: string } {
  const examples = Array.isArray(schema.examples) ? schema.examples : [];
  if (examples.length > 0) return { hint: `write it like \`${examples.join("`, `")}\`` };
  return typeof schema.description === "string" ? { hint: schema.description } : {};
}

/** `accounts[0].clusters[2].name`, with the array's own words. */
export function describePath(path: Finding["path"]): string {
  return `\`${path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("")}\``;
}

function pathOf(pointer: string): readonly (string | number)[] {
  const keys = pointer.split("/").slice(1);
  return keys.map((key) =>
    /^\d+$/.test(key) ? Number(key) : key.replaceAll("~1", "/").replaceAll("~0", "~"),
  );
}

function article(type: unknown): string {
  const words: Readonly<Record<string, string>> = {
    string: "text",
    array: "a list",
    object: "a block of keys",
    integer: "a whole number",
    "integer,array": "a whole number or a list",
    number: "a number",
    boolean: "true or false",
  };
  return words[String(type)] ?? String(type);
}

function show(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a block of keys";
  const text = String(value);
  return typeof value === "string" ? `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"` : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { ErrorObject } from "ajv/dist/2020.js";
import type { Check } from "../schema/compile-check.ts";
import type { ScalarText } from "../value-tree.ts";
import { pathOf } from "./pointer.ts";
import { relevantErrors } from "./relevant-errors.ts";
import type { View } from "./view.ts";

/** Branches can ask for a conversion only after another one was made; more rounds than this no schema needs. */
const mostRounds = 5;

/**
 * Checks a value and returns what is wrong with it. In place, it turns scalars into what the schema wants them to be:
 * a plain number or boolean into its source text (`1.30` is not 1.3), an expanded text into a number or boolean.
 */
export function validate(check: Check, value: unknown, view: View): ErrorObject[] {
  const found = check.run(value);
  if (found.length === 0) return [];
  let errors = relevantErrors(found);
  for (let round = 0; round < mostRounds && errors.length > 0; round++) {
    const conversions = errors.filter((error) => convert(error, value, view));
    if (conversions.length === 0) break;
    errors = relevantErrors(check.run(value));
  }
  return errors;
}

function convert(error: ErrorObject, root: unknown, view: View): boolean {
  if (error.propertyName !== undefined) return false;
  const path = pathOf(error.instancePath);
  const find = () => view.scalar(path);
  const converted = error.keyword === "type" ? convertScalar(error, find) : chooseText(error, find);
  return converted !== undefined && replace(root, path, converted);
}

/** A list of words needs no type beside it. */
function chooseText(
  { data, keyword, params }: ErrorObject,
  find: () => ScalarText | undefined,
): string | undefined {
  if ((keyword !== "enum" && keyword !== "const") || (typeof data !== "number" && typeof data !== "boolean"))
    return undefined;
  const text = find()?.source;
  const allowed: readonly unknown[] = params.allowedValues ?? [params.allowedValue];
  return text !== undefined && allowed.includes(text) ? text : undefined;
}

function convertScalar(
  { data: found, params }: ErrorObject,
  find: () => ScalarText | undefined,
): string | number | boolean | undefined {
  const wanted: readonly unknown[] = [params.type].flat();
  if (typeof found === "number" || typeof found === "boolean")
    return wanted.includes("string") ? find()?.source : undefined;
  const scalar = typeof found === "string" ? find() : undefined;
  if (typeof scalar?.value !== "string" || !scalar.value.includes("${")) return undefined;
  if (wanted.includes("boolean") && /^(?:true|false)$/.test(String(found))) return found === "true";
  const isNumeric = wanted.includes("number") || wanted.includes("integer");
  if (!isNumeric || !/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(String(found))) return undefined;
  return Number(found);
}

function replace(root: unknown, path: readonly string[], value: unknown): boolean {
  let parent: unknown = root;
  for (const part of path.slice(0, -1))
    parent = parent instanceof Object ? Reflect.get(parent, part) : undefined;
  const last = path.at(-1);
  return parent instanceof Object && last !== undefined && Reflect.set(parent, last, value);
}

import type { JsonSchema } from "@upgradectl/provider-sdk";
import type { ErrorObject } from "ajv/dist/2020.js";
import { isRecord } from "../../is-record.ts";
import { asSchema, knownKeys } from "../schema/schema-walk.ts";

/**
 * The errors that a person should see. Of a value that may take several forms, the validator reports what is wrong
 * with it in each form; here those of the form that was meant are kept, or one error that stands for all forms.
 */
export function relevantErrors(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = [];
  const formless = new Set<string>();
  for (const error of errors) {
    if (error.keyword === "anyOf" || error.keyword === "oneOf") {
      formless.add(error.instancePath);
      kept.push(...chooseForm(error, takeInside(error, kept)));
    } else if (error.keyword !== "propertyNames" && error.keyword !== "if") kept.push(error);
  }
  return dropEchoes(kept, formless);
}

/** The validator puts a combinator's error right behind those of its branches. */
function takeInside(error: ErrorObject, kept: ErrorObject[]): ErrorObject[] {
  let first = kept.length;
  while (first > 0 && isInside(kept[first - 1], error)) first -= 1;
  return kept.splice(first);
}

function isInside(inner: ErrorObject | undefined, outer: ErrorObject): boolean {
  return (
    inner?.schemaPath.startsWith(`${outer.schemaPath}/`) === true &&
    `${inner.instancePath}/`.startsWith(`${outer.instancePath}/`)
  );
}

interface Form {
  readonly schema: JsonSchema;
  readonly errors: readonly ErrorObject[];
}

function chooseForm(error: ErrorObject, inside: readonly ErrorObject[]): readonly ErrorObject[] {
  const branches: readonly JsonSchema[] = Array.isArray(error.schema) ? error.schema : [];
  const forms = branches.map((schema, index): Form => {
    const prefix = `${error.schemaPath}/${index}/`;
    return { schema, errors: inside.filter(({ schemaPath }) => schemaPath.startsWith(prefix)) };
  });
  if (forms.some(({ errors }) => errors.length === 0)) return [error];
  const ofKind = forms.filter(({ errors }) => !errors.some((inner) => isAboutKind(inner, error)));
  if (ofKind.length === 0) return chooseText(forms, error);
  const named = ofKind.filter(({ errors }) => !errors.some((inner) => isAboutDiscriminator(inner, error)));
  if (named.length === 0) return chooseDiscriminator(ofKind, error);
  const [best, next] = rank(named, error.data);
  if (best === undefined) return [error];
  return next === undefined || best.matches > next.matches ? best.form.errors : [error];
}

/** A number or a word such as `true` may be meant as text, where text is a form. */
function chooseText(forms: readonly Form[], error: ErrorObject): readonly ErrorObject[] {
  const isScalar = typeof error.data === "number" || typeof error.data === "boolean";
  const text = forms.filter(({ errors }) => errors.every((inner) => wantsText(inner)));
  const [only] = text;
  return isScalar && only !== undefined ? only.errors : [error];
}

function wantsText({ keyword, params }: ErrorObject): boolean {
  return (
    keyword === "type" &&
    (params.type === "string" || (Array.isArray(params.type) && params.type.includes("string")))
  );
}

function isAboutKind(inner: ErrorObject, outer: ErrorObject): boolean {
  return inner.keyword === "type" && inner.instancePath === outer.instancePath;
}

/** `kind: a` against a form with `kind: b`: another form was meant. */
function isAboutDiscriminator(inner: ErrorObject, outer: ErrorObject): boolean {
  const isFixed = inner.keyword === "const" || inner.keyword === "enum";
  return isFixed && inner.instancePath.startsWith(`${outer.instancePath}/`);
}

/** All forms fix a key to other values: the values of all of them are what is accepted there. */
function chooseDiscriminator(forms: readonly Form[], outer: ErrorObject): readonly ErrorObject[] {
  const fixed = forms.flatMap(({ errors }) => errors.filter((inner) => isAboutDiscriminator(inner, outer)));
  const [first] = fixed;
  if (first === undefined || fixed.some(({ instancePath }) => instancePath !== first.instancePath))
    return [outer];
  const allowedValues = [
    ...new Set(fixed.flatMap(({ params }) => params.allowedValues ?? [params.allowedValue])),
  ];
  return [{ ...first, keyword: "enum", params: { allowedValues } }];
}

function rank(forms: readonly Form[], value: unknown): { readonly form: Form; readonly matches: number }[] {
  const keys = isRecord(value) ? Object.keys(value) : [];
  return forms
    .map((form) => {
      const known = knownKeys(form.schema);
      return { form, matches: keys.filter((key) => known.has(key)).length };
    })
    .sort((a, b) => b.matches - a.matches || a.form.errors.length - b.form.errors.length);
}

/**
 * Drops what another error has said already: of a value of the wrong type all else, and of a value that took no form
 * the keys that would belong to one.
 */
function dropEchoes(errors: readonly ErrorObject[], formless: ReadonlySet<string>): ErrorObject[] {
  const typed = new Set(
    errors.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath),
  );
  return errors.filter((error) => {
    const { keyword, instancePath, params, parentSchema, propertyName } = error;
    if (keyword === "type") return true;
    if (propertyName === undefined && typed.has(instancePath)) return false;
    if (keyword !== "unevaluatedProperties" || !formless.has(instancePath)) return true;
    return !knownKeys(asSchema(parentSchema)).has(String(params.unevaluatedProperty));
  });
}

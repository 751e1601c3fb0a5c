import type { JsonSchema } from "@upgradectl/provider-sdk";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { formats } from "./formats.ts";

/** A compiled schema. Returns all that is wrong, in the schema's terms. */
export interface Check {
  readonly schema: JsonSchema;
  readonly run: (value: unknown) => readonly ErrorObject[];
}

let shared: Ajv2020 | undefined;

/** @throws where the schema is none, which is its author's fault. */
export function compileCheck(schema: JsonSchema): Check {
  shared ??= createAjv();
  const validate = shared.compile(schema);
  return {
    schema,
    run: (value) => {
      validate(value);
      return validate.errors ?? [];
    },
  };
}

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    logger: false,
    formats: Object.fromEntries(
      Object.entries(formats).map(([name, { check }]) => [name, (text: string) => check(text) === undefined]),
    ),
  });
  ajv.addKeyword("secret");
  return ajv;
}

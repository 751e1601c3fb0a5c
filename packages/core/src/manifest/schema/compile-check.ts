import type { JsonSchema } from "@upgradectl/provider-sdk";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { formats } from "./formats.ts";

/** A compiled schema. Returns all that is wrong, in the schema's terms. */
export interface Check {
  readonly schema: JsonSchema;
  readonly run: (value: unknown) => readonly ErrorObject[];
}

let shared: Ajv2020 | undefined;

/** The schema is known to be one: our own, or a plugin's that was looked at when the plugin was loaded. */
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
    // Checking schemas against their meta-schema would cost every start 50 ms, and change nothing.
    validateSchema: false,
    logger: false,
    formats: Object.fromEntries(
      Object.entries(formats).map(([name, { check }]) => [name, (text: string) => check(text) === undefined]),
    ),
  });
  ajv.addKeyword("secret");
  return ajv;
}

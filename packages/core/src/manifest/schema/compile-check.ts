import type { JsonSchema } from "@upgradectl/provider-sdk";
import type { Ajv2020, ErrorObject } from "ajv/dist/2020.js";
import { compileJudge } from "../../json-schema/compile-judge.ts";
import { loadAjv } from "../../lazy-modules.ts";
import { formats } from "./formats.ts";

/** A compiled schema. Returns all that is wrong, in the schema's terms. */
export interface Check {
  readonly schema: JsonSchema;
  readonly run: (value: unknown) => readonly ErrorObject[];
}

/** The schema is known to be one: our own, or a plugin's that was looked at when the plugin was loaded. */
export function compileCheck(schema: JsonSchema): Check {
  const judge = compileJudge(schema, formatJudges);
  let explain: Check["run"] | undefined;
  return {
    schema,
    run: (value) => {
      if (judge?.(value) === true) return nothing;
      explain ??= compileExplanation(schema);
      return explain(value);
    },
  };
}

const nothing: readonly ErrorObject[] = [];

const formatJudges: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  Object.entries(formats).map(([name, { check }]) => [name, (text) => check(text) === undefined]),
);

let shared: Ajv2020 | undefined;

function compileExplanation(schema: JsonSchema): Check["run"] {
  shared ??= createAjv();
  const validate = shared.compile(schema);
  return (value) => {
    validate(value);
    return validate.errors ?? [];
  };
}

function createAjv(): Ajv2020 {
  const { Ajv2020 } = loadAjv();
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    // Checking schemas against their meta-schema would cost every start 50 ms, and change nothing.
    validateSchema: false,
    logger: false,
    formats: formatJudges,
  });
  ajv.addKeyword("secret");
  return ajv;
}

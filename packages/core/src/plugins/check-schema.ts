import type { Ajv2020 } from "ajv/dist/2020.js";
import { isRecord } from "../is-record.ts";
import { compileJudge } from "../json-schema/compile-judge.ts";
import { loadAjv } from "../lazy-modules.ts";
import { expected } from "./describe-value.ts";
import { oneLine } from "./plugin-problem.ts";
import { findMisspeltWords } from "./schema-words.ts";

let ajv: Ajv2020 | undefined;

/** Only asked whether a schema is one; values are judged with the composed schema of the whole manifest. */
function ask(schema: object): void {
  ajv ??= new (loadAjv().Ajv2020)({ strict: false, validateFormats: false, logger: false });
  ajv.compile(schema);
}

/** A schema whose values are objects, as `config` and `with` are. */
export function checkObjectSchema(path: string, schema: unknown): readonly string[] {
  const faults = checkSchema(path, schema);
  if (faults.length > 0 || !isRecord(schema) || schema.type === "object") return faults;
  return [`${path} does not describe an object; expected a JSON Schema with \`type: "object"\``];
}

/** A JSON Schema (draft 2020-12) as plain data that can be put into the schema of a manifest. */
export function checkSchema(path: string, schema: unknown): readonly string[] {
  if (!isRecord(schema)) return [expected(path, schema, "a JSON Schema, written as an object")];
  if ("~standard" in schema)
    return [
      `${path} is a validator of a library; expected JSON Schema as plain data (of zod: \`z.toJSONSchema(…)\`)`,
    ];
  try {
    const reference = /"(\$(?:ref|dynamicRef|id|anchor))":/.exec(JSON.stringify(schema))?.[1];
    if (reference !== undefined)
      return [
        `${path} uses \`${reference}\`; expected a schema without references, because it is put into another one`,
      ];
    const misspelt = findMisspeltWords(schema, path.replaceAll("`", ""));
    if (misspelt.length > 0) return misspelt;
    // What a judge can be made of is a schema; ajv takes 80 ms to say the same.
    if (compileJudge(schema, null) === null) ask(schema);
    return [];
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^schema is invalid: /, "").split(", ")[0] : "";
    return [`${path} is not a valid JSON Schema: ${oneLine(reason ?? "")}`];
  }
}

import { conditions, errorKinds, type JsonSchema, type Observation } from "@upgradectl/provider-sdk";
import { brokenContract, compileShape } from "../json-schema/compile-shape.ts";
import { findingsSchema, operationSchema, text, textOrNull, texts, utcTime } from "../operation-schema.ts";
import { findMisspeltFacts } from "./misspelt-facts.ts";

const timeOrNull: JsonSchema = { type: ["string", "null"], pattern: utcTime };

/** The shape that `observe` promises, checked because plugins are also written without types. */
const observationSchema: JsonSchema = {
  type: "object",
  required: ["version", "state", "operations"],
  properties: {
    version: textOrNull,
    versionIsPartial: { type: "boolean" },
    unread: {
      type: "object",
      required: ["kind", "message"],
      properties: { kind: { enum: errorKinds }, message: { type: "string" } },
    },
    state: {
      type: "object",
      required: ["condition", "raw"],
      properties: {
        condition: { enum: conditions },
        raw: text,
      },
    },
    operations: { type: "array", items: operationSchema(timeOrNull) },
    findings: findingsSchema,
    properties: {
      type: "object",
      additionalProperties: {
        anyOf: [textOrNull, texts, { type: "object", additionalProperties: textOrNull }],
      },
    },
  },
};

const what = "an observation";

const checkShape = compileShape<Observation>(observationSchema, what, "observation");

/** Returns the observation if it keeps the contract, else throws an error of kind `plugin` that says what is wrong. */
export function checkObservation(value: unknown): Observation {
  const observation = checkShape(value);
  const [misspelt] = findMisspeltFacts(observation, observationSchema);
  if (misspelt !== undefined) throw brokenContract(what, misspelt);
  return observation;
}

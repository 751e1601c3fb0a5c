import { type JsonSchema, type Observation, ProviderError } from "@upgradectl/provider-sdk";
import { Ajv2020 } from "ajv/dist/2020.js";

const text: JsonSchema = { type: "string" };
const textOrNull: JsonSchema = { type: ["string", "null"] };
/** RFC 3339 in UTC; checked by shape here because a wrong time would otherwise decide which operation is the newest. */
const timeOrNull: JsonSchema = {
  type: ["string", "null"],
  pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$",
};
const phase: JsonSchema = {
  enum: ["pending", "running", "paused", "succeeded", "failed", "cancelled", "unknown"],
};
const names: JsonSchema = { type: "array", items: text };

const step: JsonSchema = {
  type: "object",
  required: ["name", "phase", "rawPhase", "startedAt", "finishedAt", "message"],
  properties: {
    name: text,
    phase,
    rawPhase: textOrNull,
    startedAt: timeOrNull,
    finishedAt: timeOrNull,
    message: textOrNull,
    expiresAt: timeOrNull,
  },
};

const operation: JsonSchema = {
  type: "object",
  required: [
    "id",
    "kind",
    "phase",
    "rawPhase",
    "fromVersion",
    "toVersion",
    "progress",
    "message",
    "startedAt",
    "updatedAt",
    "finishedAt",
    "steps",
  ],
  properties: {
    id: textOrNull,
    kind: text,
    phase,
    rawPhase: textOrNull,
    fromVersion: textOrNull,
    toVersion: textOrNull,
    progress: { type: ["number", "null"], minimum: 0, maximum: 1 },
    message: textOrNull,
    startedAt: timeOrNull,
    updatedAt: timeOrNull,
    finishedAt: timeOrNull,
    steps: { type: "array", items: step },
    nodes: {
      type: "object",
      required: ["total", "completed", "current"],
      properties: { total: names, completed: names, current: names },
    },
    zoneAssumed: { type: "boolean" },
  },
};

/** The shape that `observe` promises, checked because plugins are also written without types. */
export const observationSchema: JsonSchema = {
  type: "object",
  required: ["version", "state", "operations"],
  properties: {
    version: textOrNull,
    versionIsPartial: { type: "boolean" },
    state: {
      type: "object",
      required: ["condition", "raw"],
      properties: {
        condition: { enum: ["ready", "upgrading", "rolling-back", "busy", "failed", "unknown"] },
        raw: text,
      },
    },
    operations: { type: "array", items: operation },
    properties: {
      type: "object",
      additionalProperties: {
        anyOf: [textOrNull, names, { type: "object", additionalProperties: textOrNull }],
      },
    },
  },
};

// The schema above is ours: checking it against its meta-schema would only cost 50 ms at every start.
const options = { allowUnionTypes: true, validateFormats: false, validateSchema: false };
const isObservation = new Ajv2020(options).compile<Observation>(observationSchema);

/** Returns the observation if it keeps the contract, else throws an error of kind `plugin` that says what is wrong. */
export function checkObservation(value: unknown): Observation {
  if (isObservation(value)) return value;
  const [error] = isObservation.errors ?? [];
  const where = `observation${(error?.instancePath ?? "").replaceAll("/", ".")}`;
  throw new ProviderError({
    kind: "plugin",
    message: `the plugin returned an observation that the contract does not allow: ${where} ${error?.message ?? "is wrong"}`,
    hint: "This is a bug of the plugin; report it to its authors.",
  });
}

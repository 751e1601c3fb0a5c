import { findingLevels, type JsonSchema, phases, postCheckPhases } from "@upgradectl/provider-sdk";

export const text: JsonSchema = { type: "string" };
export const textOrNull: JsonSchema = { type: ["string", "null"] };
export const texts: JsonSchema = { type: "array", items: text };

const phase: JsonSchema = {
  enum: phases,
  description: "Where it stands, in one vocabulary for every cloud; the API's own word is rawPhase.",
};

/**
 * RFC 3339 in UTC. A time that does not exist is no number to compare: the operation that has it would be lost among the
 * others, and with it a failure. So are leap seconds, which JavaScript's clock does not have.
 */
export const utcTime: string =
  "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?Z$";

/** An object that has all of its properties but the optional ones, and perhaps others. */
export function object(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", required, properties };
}

/** An operation, with `time` as the schema of its times; each of them may be null. */
export function operationSchema(time: JsonSchema): JsonSchema {
  const step = object(
    {
      name: text,
      phase,
      rawPhase: textOrNull,
      startedAt: time,
      finishedAt: time,
      message: textOrNull,
      expiresAt: { ...time, description: "Until when a success counts (RFC 3339, UTC)." },
      order: { type: "number", description: "The vendor's own number of the step." },
    },
    ["expiresAt", "order"],
  );
  return object(
    {
      id: { ...textOrNull, description: "null where the API shows an operation without naming it." },
      kind: { ...text, examples: ["version", "rollback", "image", "zone-switch", "node-pool"] },
      phase,
      rawPhase: textOrNull,
      fromVersion: textOrNull,
      toVersion: textOrNull,
      progress: { type: ["number", "null"], minimum: 0, maximum: 1 },
      message: textOrNull,
      startedAt: time,
      updatedAt: time,
      finishedAt: time,
      steps: { type: "array", items: step },
      nodes: object({ total: texts, completed: texts, current: texts }),
      zoneAssumed: { type: "boolean", description: "The API's times have no zone and were read as UTC." },
      details: { type: "object", description: "What else the API tells of it, under names of the provider." },
    },
    ["nodes", "zoneAssumed", "details"],
  );
}

/** What the vendor's checks found; null where that could not be read. */
export const findingsSchema: JsonSchema = {
  description: "What the vendor's checks of the cluster found; null where that could not be read.",
  anyOf: [
    { type: "null" },
    {
      type: "array",
      items: object({
        level: { enum: findingLevels },
        item: { ...text, description: "The vendor's name of what was checked." },
        message: textOrNull,
        resource: { ...textOrNull, description: "What it is about; null for the cluster as a whole." },
      }),
    },
  ],
};

/** What a plugin's `postCheck` gives. */
export const postCheckSchema: JsonSchema = object({
  phase: { enum: postCheckPhases },
  rawPhase: textOrNull,
  id: textOrNull,
  fromVersion: textOrNull,
  toVersion: textOrNull,
});

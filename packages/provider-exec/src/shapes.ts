import { conditions, errorKinds, findingLevels, parseTimestamp, phases } from "@upgradectl/provider-sdk";
import * as z from "zod";

/** What a program may answer. An `error` completes "expected ..."; a misspelt member must not read as an absent one. */

const text = z.string({ error: "a text" });
const status = { error: "a whole number from 100 to 599" };
const name = text.min(1, { error: "a text that is not empty" });
const textOrNull = z.string({ error: "a text or null" }).nullable();
const texts = z.array(text, { error: "a list of texts" });
const unlessGiven = textOrNull.default(null);

const time = z
  .string({ error: 'a time, such as "2025-01-31T12:00:00Z", or null' })
  .transform((value, context) => {
    // The forms of shells and libraries that say an instant too (`+0100`, a space for the T) are nobody's mistake.
    const parsed = /^\d{4}-/.test(value) ? parseTimestamp(value) : null;
    if (parsed !== null && !parsed.zoneAssumed) return parsed.at;
    const wanted = 'a time with its zone, such as "2025-01-31T12:00:00Z" or "2025-01-31T12:00:00+01:00"';
    context.addIssue({ code: "custom", message: wanted });
    return z.NEVER;
  })
  .meta({ format: "date-time" })
  .nullable()
  .default(null);

function oneOf<const Words extends readonly string[]>(words: Words): z.ZodEnum<{ [W in Words[number]]: W }> {
  return z.enum(words, { error: `one of ${words.map((word) => JSON.stringify(word)).join(", ")}` });
}

function object<Members extends z.ZodRawShape>(members: Members): z.ZodObject<Members, z.core.$strict> {
  return z.strictObject(members, { error: "an object" });
}

const phase = oneOf(phases).meta({
  description: "Where it stands; rawPhase is your system's own word for it.",
});

const step = object({
  name,
  phase,
  rawPhase: unlessGiven,
  startedAt: time,
  finishedAt: time,
  message: unlessGiven,
  order: z.number({ error: "a number" }).exactOptional(),
});

const operation = object({
  id: unlessGiven,
  kind: name.default("version").meta({
    description: "What it changes; toVersion of a version or a rollback is held against targetVersion.",
    examples: ["version", "rollback", "node-pool"],
  }),
  phase,
  rawPhase: unlessGiven,
  fromVersion: unlessGiven,
  toVersion: unlessGiven,
  progress: z
    .number({ error: "a number from 0 to 1, or null" })
    .min(0, { error: "a number from 0 to 1" })
    .max(1, { error: "a number from 0 to 1" })
    .nullable()
    .default(null),
  message: unlessGiven,
  startedAt: time,
  updatedAt: time,
  finishedAt: time,
  steps: z.array(step, { error: "a list of steps" }).default([]),
  nodes: object({ total: texts, completed: texts, current: texts }).exactOptional(),
  details: z.record(z.string(), z.unknown(), { error: "an object" }).exactOptional(),
}).meta({ id: "operation" });

const condition = oneOf(conditions);

const state = z
  .union([condition, object({ condition, raw: text.exactOptional() })], {
    error: `one of ${conditions.map((word) => JSON.stringify(word)).join(", ")}, or an object with \`condition\` and \`raw\``,
  })
  .default("ready")
  .transform((given) => {
    if (typeof given === "string") return { condition: given, raw: given };
    return { condition: given.condition, raw: given.raw ?? given.condition };
  });

const propertyValue = z.union([textOrNull, texts, z.record(z.string(), textOrNull)], {
  error: "a text, null, a list of texts, or an object of texts",
});

/** Not `cancelled`: that is the user's word, or a deadline's. */
const kinds = errorKinds.filter((kind) => kind !== "cancelled");

export const errorShape = object({
  kind: oneOf(kinds),
  message: name,
  hint: text.exactOptional().meta({ description: "One line that tells the user how to mend it." }),
  code: text.exactOptional().meta({ description: "Your system's own code." }),
  httpStatus: z.int(status).min(100, status).max(599, status).exactOptional(),
  requestId: text.exactOptional(),
  retryable: z.boolean({ error: "true or false" }).exactOptional(),
}).meta({ id: "error" });

const finding = object({
  level: oneOf(findingLevels),
  item: name,
  message: unlessGiven,
  resource: unlessGiven,
});

export const observationShape = object({
  version: z
    .string({ error: 'the version that runs as a text, such as "1.30", or null' })
    .min(1, { error: "a version, or null where it is not known" })
    .nullable()
    .meta({ description: "The version that runs; null where it is not known." }),
  versionIsPartial: z.boolean({ error: "true or false" }).exactOptional(),
  state: state.meta({ description: "What the cluster's own state means, and your system's word for it." }),
  operations: z
    .array(operation, { error: "a list of operations" })
    .default([])
    .meta({ description: "Every upgrade that is known. Leaving it out says that there are none." }),
  unread: errorShape
    .exactOptional()
    .meta({ description: "Why operations could not be read although the version could." }),
  findings: z.array(finding, { error: "a list of findings, or null" }).nullable().exactOptional(),
  properties: z
    .record(z.string(), propertyValue, { error: "an object of values by name" })
    .exactOptional()
    .meta({ description: "A value for every name in the request's cluster.properties." }),
}).meta({ id: "observation" });

const protocol = z.literal(1, { error: "the number 1" }).exactOptional();

export const observeAnswer = object({
  protocol,
  observation: observationShape.exactOptional(),
  error: errorShape.exactOptional(),
}).meta({ oneOf: [{ required: ["observation"] }, { required: ["error"] }] });

const id = name.meta({ description: "As clusters of a manifest name it." });
const rowHead = { id, name: text.exactOptional(), version: textOrNull.exactOptional() };
const rowBody = { observation: observationShape.exactOptional(), error: errorShape.exactOptional() };

export const rowShape = object({ ...rowHead, ...rowBody });

/** What a row says beside its `id`, `name` and `version` is for its own cluster alone, also where it is wrong. */
export const listAnswer = object({
  protocol,
  clusters: z
    .array(z.looseObject(rowHead, { error: "an object" }), { error: "a list of clusters" })
    .exactOptional(),
  error: errorShape.exactOptional(),
});

/** The whole answer to `list`, for people. */
export const publishedListAnswer = object({
  protocol,
  clusters: z.array(rowShape).exactOptional(),
  error: errorShape.exactOptional(),
}).meta({ oneOf: [{ required: ["clusters"] }, { required: ["error"] }] });

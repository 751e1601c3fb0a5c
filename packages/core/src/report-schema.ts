import { errorKinds, type JsonSchema } from "@upgradectl/provider-sdk";
import { estimateBases } from "./estimate/estimate-end.ts";
import { outcomeNames, verdictNames } from "./fleet.ts";
import {
  findingsSchema,
  object,
  operationSchema,
  postCheckSchema,
  text,
  textOrNull,
  texts,
} from "./operation-schema.ts";

const time: JsonSchema = { type: "string", format: "date-time", description: "RFC 3339, UTC." };
const timeOrNull: JsonSchema = {
  type: ["string", "null"],
  format: "date-time",
  description: "RFC 3339, UTC.",
};
const count: JsonSchema = { type: "integer", minimum: 0 };

const estimate: JsonSchema = {
  ...object({ earliest: time, latest: time, basis: { enum: estimateBases } }),
  description:
    "When a running operation will end if it goes on as it did, judged by its nodes, its progress, or earlier operations; absent where that cannot be known.",
};

function withEstimate({ properties, ...operation }: JsonSchema): JsonSchema {
  return { ...operation, properties: { ...properties, estimate } };
}

const upgrade: JsonSchema = {
  description: "The operation under way, else the newest; null where there is none.",
  anyOf: [{ type: "null" }, withEstimate(operationSchema(timeOrNull))],
};

const error: JsonSchema = {
  description: "Why the cluster, or its operations, could not be read; null where all was.",
  anyOf: [
    { type: "null" },
    object({
      kind: { enum: errorKinds },
      message: text,
      hint: textOrNull,
      code: { ...textOrNull, description: "The cloud's own code." },
      httpStatus: { type: ["integer", "null"] },
      requestId: textOrNull,
      retryable: { type: "boolean" },
    }),
  ],
};

const postCheck: JsonSchema = {
  description: "The vendor's post-upgrade check, which --post-check runs; null where none was run.",
  anyOf: [{ type: "null" }, object({ ...postCheckSchema.properties, at: time })],
};

const principal = object(
  {
    kind: { ...text, examples: ["access-key", "temporary-access-key", "token"] },
    id: { ...text, description: "Of access key ids the first four characters." },
    source: { ...text, description: "Where the credentials come from." },
  },
  ["id", "source"],
);

const cluster = object(
  {
    name: text,
    provider: { ...text, description: "The local name in the manifest." },
    source: text,
    id: text,
    labels: { type: "object", additionalProperties: text },
    verdict: { enum: verdictNames },
    outcome: { enum: outcomeNames },
    allowed: {
      type: "boolean",
      description:
        "It neither fails the check nor closes the gate, by the policy in force; absent where no policy was asked.",
    },
    reason: { ...text, description: "One sentence: why." },
    location: object({ file: text, line: count, column: count }),
    expected: { type: "object", required: ["version"], properties: { version: text } },
    observed: {
      description: "null where the cluster could not be observed.",
      anyOf: [
        { type: "null" },
        {
          type: "object",
          required: ["version", "state"],
          properties: { version: textOrNull, state: { ...text, description: "The API's own word." } },
        },
      ],
    },
    drift: {
      type: "array",
      items: object({
        property: text,
        expected: { description: "As the manifest has it." },
        observed: { description: "As the API has it." },
        direction: { enum: ["behind", "ahead", "different"] },
      }),
    },
    upgrade,
    findings: findingsSchema,
    postCheck,
    error,
    evidence: {
      type: "array",
      description: "The requests, and the runs of programs, behind this entry.",
      items: object(
        {
          action: text,
          requestId: textOrNull,
          httpStatus: { type: ["integer", "null"], description: "null where no answer came." },
          exitCode: {
            type: ["integer", "null"],
            description: "Of a program; null where it did not end by itself.",
          },
          at: time,
          identity: { ...principal, description: "Who asked." },
        },
        ["identity", "exitCode"],
      ),
    },
    observedAt: time,
    durationMs: count,
  },
  ["allowed", "findings"],
);

const diagnostic = object(
  {
    severity: { enum: ["error", "warning"] },
    code: text,
    summary: text,
    detail: text,
    hint: text,
    file: text,
    line: { type: "integer", minimum: 1 },
    column: { type: "integer", minimum: 1 },
  },
  ["detail", "hint", "file", "line", "column"],
);

const head: Record<string, JsonSchema> = {
  formatVersion: { const: "1.0" },
  tool: object({ name: { const: "upgradectl" }, version: text }),
  command: text,
  startedAt: time,
  finishedAt: time,
  durationMs: count,
  complete: { type: "boolean", description: "Every selected cluster was read." },
};

const diagnostics: JsonSchema = { type: "array", items: diagnostic };

const shard: JsonSchema = {
  ...object(
    {
      index: { type: "integer", minimum: 1 },
      of: { type: "integer", minimum: 1 },
      manifest: { ...text, description: "SHA-256 of the manifests' texts, in hex." },
      clusters: { ...count, description: "How many clusters all shards have together." },
      selection: { ...text, description: "SHA-256 of these clusters' names, in hex." },
      files: { ...texts, description: "The manifests, in their order, as `location.file` names them." },
    },
    ["selection", "files"],
  ),
  description: "Which of several shards the report is of (--shard); absent where it is of all clusters.",
};

const terms: JsonSchema = { type: "array", items: { enum: [...outcomeNames, ...verdictNames] } };

const policy: JsonSchema = {
  ...object(
    {
      failOn: { ...terms, description: "--fail-on" },
      closeOn: { ...terms, description: "--close-on" },
      exitZero: { type: "boolean", description: "--exit-zero" },
      postCheck: { type: "boolean", description: "--post-check" },
    },
    ["failOn", "closeOn"],
  ),
  description:
    "What flags say, in place of the manifest or beside it, of how clusters count; reports of different policies cannot be merged.",
};

/** A report of a run that read clusters. */
export const readReportSchema: JsonSchema = object(
  {
    ...head,
    outcome: {
      enum: outcomeNames,
      description: "The worst of all selected clusters, whatever the policy.",
    },
    exitCode: { enum: [0, 2, 3, 4, 129, 130, 143] },
    gate: object({ open: { type: "boolean" }, closedBy: texts }),
    summary: object({
      clusters: count,
      ok: count,
      action: count,
      pending: count,
      incomplete: count,
      verdicts: { type: "object", propertyNames: { enum: verdictNames }, additionalProperties: count },
    }),
    policy,
    shard,
    clusters: { type: "array", items: cluster },
    diagnostics,
  },
  ["policy", "shard"],
);

/** JSON Schema (2020-12) of what `check` and `gate` print with `-o json`. */
export const reportSchema: JsonSchema = {
  title: "upgradectl report",
  description:
    "What upgradectl check and gate print. Version 1 only grows: ignore properties that you do not know.",
  anyOf: [
    readReportSchema,
    {
      ...object({ ...head, complete: { const: false }, exitCode: { enum: [0, 1, 5] }, diagnostics }),
      description:
        "No cluster was read: a mistake (5), a bug of upgradectl (1), or validate and --dry-run (0).",
    },
  ],
};

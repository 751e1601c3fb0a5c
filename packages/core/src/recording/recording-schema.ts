import { errorKinds } from "@upgradectl/provider-sdk";

const text = { type: "string" };
const texts = { type: "object", additionalProperties: text };
const time = { type: "string", format: "date-time", pattern: "Z$" };
/** A year: what a replay waits for stays a time. */
const milliseconds = { type: "number", minimum: 0, maximum: 366 * 24 * 60 * 60 * 1000 };
const failure = {
  type: "object",
  required: ["error"],
  properties: {
    error: { ...text, description: "why it failed" },
    code: { ...text, description: "the system's, such as EACCES" },
  },
};

const fileRead = { anyOf: [{ type: ["string", "null"] }, failure] };

const programRun = {
  type: "object",
  required: ["exitCode", "stdout", "stderr"],
  properties: { exitCode: { type: "integer" }, stdout: text, stderr: text },
};

/** JSON Schema (draft 2020-12) of `recording.json`; readers ignore keys that it does not name. */
export const recordingSchema: Readonly<Record<string, unknown>> = {
  title: "upgradectl recording",
  description: "The frame of a recording, written last. The exchanges stand beside it, in exchanges.ndjson.",
  type: "object",
  required: [
    "formatVersion",
    "tool",
    "command",
    "startedAt",
    "manifests",
    "env",
    "files",
    "programs",
    "masks",
    "alarms",
    "random",
    "exchanges",
  ],
  properties: {
    formatVersion: { const: "1.0" },
    tool: {
      type: "object",
      required: ["name", "version"],
      properties: { name: { const: "upgradectl" }, version: text },
    },
    command: { ...text, description: "the command that was recorded: check, gate, show" },
    startedAt: time,
    manifests: {
      description: "the manifests in their order; a replay needs the same",
      type: "array",
      items: {
        type: "object",
        required: ["file", "sha256"],
        properties: { file: text, sha256: { type: "string", pattern: "^[0-9a-f]{64}$" } },
      },
    },
    plugins: {
      description: "the plugins that the manifests name; a replay with other versions may say something else",
      type: "array",
      items: {
        type: "object",
        required: ["source", "package", "version"],
        properties: { source: text, package: text, version: { type: ["string", "null"] } },
      },
    },
    env: {
      description: "the variables that manifests and plugins asked for; null: not set",
      type: "object",
      additionalProperties: { type: ["string", "null"] },
    },
    files: {
      description:
        "the files that plugins asked for; null: there was none; a list: it changed from read to read",
      type: "object",
      additionalProperties: { anyOf: [...fileRead.anyOf, { type: "array", minItems: 1, items: fileRead }] },
    },
    programs: {
      description: "the programs that plugins ran, in the order of their ends",
      type: "array",
      items: {
        type: "object",
        required: ["call", "result", "at", "durationMs"],
        properties: {
          call: { ...text, description: "what was run with what" },
          result: { anyOf: [failure, programRun] },
          at: { ...time, description: "when it was started" },
          durationMs: milliseconds,
          cut: { const: true, description: "the run itself ended it" },
        },
      },
    },
    masks: {
      description: "what stands in place of secrets, each always for the same one",
      type: "array",
      items: {
        type: "object",
        required: ["value"],
        properties: { value: { ...text, minLength: 1 }, show: { const: "prefix" } },
      },
    },
    alarms: {
      description: "the deadlines of the run itself, in the order in which they were set",
      type: "array",
      items: {
        type: "object",
        required: ["ms", "setAt", "rangAt"],
        properties: { ms: { type: "number" }, setAt: time, rangAt: { anyOf: [time, { type: "null" }] } },
      },
    },
    random: {
      description: "the random numbers that the run drew, in order",
      type: "array",
      items: { type: "number", minimum: 0, maximum: 1 },
    },
    interruption: {
      description: "the signal that ended the run",
      type: "object",
      required: ["signal", "at"],
      properties: { signal: { enum: ["SIGHUP", "SIGINT", "SIGTERM"] }, at: time },
    },
    exchanges: { description: "the lines of exchanges.ndjson", type: "integer", minimum: 0 },
  },
};

/** JSON Schema of one line of `exchanges.ndjson`. */
export const recordedExchangeSchema: Readonly<Record<string, unknown>> = {
  title: "upgradectl recorded exchange",
  description: "One try of a request and what came back: one line of a recording's exchanges.ndjson.",
  type: "object",
  required: ["instance", "service", "action", "method", "url", "at", "durationMs"],
  anyOf: [{ required: ["status"] }, { required: ["error"] }],
  properties: {
    instance: { ...text, description: "numbers of manifest and document, and the provider's local name" },
    service: { ...text, description: "the plugin's name of the API" },
    action: text,
    purpose: { enum: ["sign-in", "post-check"] },
    method: text,
    url: { ...text, description: "with secrets hidden; of a sign-in without its query" },
    request: { ...text, description: "the body that was sent; sign-ins keep theirs to themselves" },
    at: { ...time, description: "when it was sent" },
    durationMs: milliseconds,
    status: { type: "integer", minimum: 100, maximum: 999 },
    headers: texts,
    json: { description: "the answer's body, where it was a JSON object or list" },
    text: { ...text, description: "the answer's body, where it was anything else" },
    cut: { const: true, description: "the run itself broke it off" },
    error: {
      description: "why there is no answer, or none that could be read",
      type: "object",
      required: ["kind", "message"],
      properties: {
        kind: { enum: errorKinds },
        message: text,
        hint: text,
        code: text,
        httpStatus: { type: "integer" },
        requestId: text,
        retryable: { type: "boolean" },
        retryAfterMs: { type: "number", minimum: 0 },
      },
    },
  },
};

import { errorKinds } from "@upgradectl/provider-sdk";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Problem } from "../diagnostics.ts";
import { isRecord } from "../is-record.ts";
import { quote } from "../quote-text.ts";
import { exchangesFile, headFile, type RecordedExchange, type RecordingHead } from "./recording.ts";
import type { Recording } from "./replay.ts";

/** A problem in one of the two files, with its line where there is one. */
export interface RecordingProblem extends Problem {
  readonly file: string;
  readonly line?: number;
}

type Parsed =
  | { readonly recording: Recording; readonly problem?: undefined }
  | { readonly recording?: undefined; readonly problem: RecordingProblem };

/** Reads what `--record` wrote, or says why it cannot be replayed. */
export function parseRecording(head: string, exchanges: string): Parsed {
  const ajv = new Ajv2020({ validateSchema: false, strict: false });
  const value = parseJson(head);
  if (value === undefined) return wrong(headFile, "this is not JSON");
  if (!isRecord(value) || !isRecord(value.tool) || value.tool.name !== "upgradectl")
    return wrong(headFile, "this is JSON, but not the beginning of a recording of upgradectl");
  if (value.formatVersion !== "1.0")
    return wrong(
      headFile,
      `this recording has the format version ${quote(String(value.formatVersion))}, and this upgradectl reads 1.0`,
    );
  const isHead: ValidateFunction<RecordingHead> = ajv.compile(headSchema);
  if (!isHead(value)) return damaged(headFile, isHead);
  const lines = exchanges.split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (lines.length !== value.exchanges)
    return wrong(
      exchangesFile,
      `there are ${lines.length} exchanges here, and ${value.exchanges} were recorded`,
    );
  const isExchange: ValidateFunction<RecordedExchange> = ajv.compile(exchangeSchema);
  const read: RecordedExchange[] = [];
  for (const [index, line] of lines.entries()) {
    const exchange = parseJson(line);
    if (exchange === undefined) return wrong(exchangesFile, "this line is not JSON", index + 1);
    if (!isExchange(exchange)) return damaged(exchangesFile, isExchange, index + 1);
    read.push(exchange);
  }
  return { recording: { head: value, exchanges: read } };
}

function damaged(file: string, { errors }: ValidateFunction, line?: number): Parsed {
  const [error] = errors ?? [];
  return wrong(
    file,
    `the recording is damaged: ${error?.instancePath || "it"} ${error?.message ?? "is wrong"}`,
    line,
  );
}

function wrong(file: string, summary: string, line?: number): Parsed {
  const hint = "Record the run again, or take the folder whole as it was recorded.";
  const place = line === undefined ? { file } : { file, line };
  return { problem: { severity: "error", code: "bad-recording", summary, hint, ...place } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const text = { type: "string" };
const texts = { type: "object", additionalProperties: text };
const time = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$" };
const failure = { type: "object", required: ["error"], properties: { error: text } };

const headSchema = {
  type: "object",
  required: ["command", "startedAt", "manifests", "env", "files", "programs", "masks", "exchanges"],
  properties: {
    command: text,
    startedAt: time,
    manifests: {
      type: "array",
      items: { type: "object", required: ["file", "sha256"], properties: { file: text, sha256: text } },
    },
    env: { type: "object", additionalProperties: { type: ["string", "null"] } },
    files: { type: "object", additionalProperties: { anyOf: [{ type: ["string", "null"] }, failure] } },
    programs: {
      type: "array",
      items: {
        type: "object",
        required: ["call", "result"],
        properties: {
          call: text,
          result: {
            anyOf: [
              failure,
              {
                type: "object",
                required: ["exitCode", "stdout", "stderr"],
                properties: { exitCode: { type: "integer" }, stdout: text, stderr: text },
              },
            ],
          },
        },
      },
    },
    masks: {
      type: "array",
      items: { type: "object", required: ["value"], properties: { value: text, show: { const: "prefix" } } },
    },
    exchanges: { type: "integer", minimum: 0 },
  },
};

const exchangeSchema = {
  type: "object",
  required: ["instance", "service", "action", "method", "url", "at", "durationMs"],
  anyOf: [{ required: ["status"] }, { required: ["error"] }],
  properties: {
    instance: text,
    service: text,
    action: text,
    purpose: { enum: ["sign-in", "post-check"] },
    method: text,
    url: text,
    request: text,
    at: time,
    durationMs: { type: "number", minimum: 0 },
    status: { type: "integer" },
    headers: texts,
    text,
    error: {
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
        retryAfterMs: { type: "number" },
      },
    },
  },
};

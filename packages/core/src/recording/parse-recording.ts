import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import type { Problem } from "../diagnostics.ts";
import { isRecord } from "../is-record.ts";
import { loadAjv } from "../lazy-modules.ts";
import { quote } from "../quote-text.ts";
import { exchangesFile, headFile, type RecordedExchange, type RecordingHead } from "./recording.ts";
import { recordedExchangeSchema, recordingSchema } from "./recording-schema.ts";
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
  const formats = { "date-time": isTime };
  const { Ajv2020 } = loadAjv();
  const ajv = new Ajv2020({ validateSchema: false, strict: false, formats });
  const value = parseJson(head);
  if (value === undefined) return wrong(headFile, "this is not JSON");
  if (!isRecord(value) || !isRecord(value.tool) || value.tool.name !== "upgradectl")
    return wrong(headFile, "this is JSON, but not the beginning of a recording of upgradectl");
  const { formatVersion } = value;
  if (formatVersion !== "1.0") {
    const found = typeof formatVersion === "string" ? quote(formatVersion) : "that is no text";
    return wrong(headFile, `this recording has a format version ${found}, and this upgradectl reads 1.0`);
  }
  const isHead = ajv.compile<RecordingHead>(recordingSchema);
  if (!isHead(value)) return damaged(headFile, isHead);
  const lines = exchanges.split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (lines.length !== value.exchanges)
    return wrong(
      exchangesFile,
      `there are ${lines.length} exchanges here, and ${value.exchanges} were recorded`,
    );
  const isExchange = ajv.compile<RecordedExchange>(recordedExchangeSchema);
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
    `the recording is damaged: ${error === undefined ? "it is wrong" : describe(error)}`,
    line,
  );
}

/** The place can have words of whoever wrote the file. */
function describe({ instancePath, message = "is wrong" }: ErrorObject): string {
  return `${instancePath === "" ? "it" : quote(instancePath)} ${message}`;
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

/** As `toISOString` writes it. */
function isTime(text: string): boolean {
  const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);
  return isWritten && !Number.isNaN(Date.parse(text));
}

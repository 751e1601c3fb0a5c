import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isRecord } from "@upgradectl/core";
import { CheckFailure } from "../check.ts";
import type { Exchange } from "../options.ts";
import { prepareExchange, type ScriptedExchange } from "./script.ts";

const exchangesFile = "exchanges.ndjson";

/** The exchanges of a folder that `upgradectl check --record` wrote. Of several tries of one request the last counts. */
export async function readRecording(folder: string | URL): Promise<readonly ScriptedExchange[]> {
  const path = join(folder instanceof URL ? fileURLToPath(folder) : folder, exchangesFile);
  const text = await readFile(path, "utf8").catch((thrown: unknown) => {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw badRecording(path, reason);
  });
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const exchanges = lines.flatMap((line, index) => readLine(line, `${path}:${index + 1}`));
  return keepLast(exchanges.map(prepareExchange));
}

/** Of several exchanges for one request, the last: what a service said once it had recovered. */
export function keepLast(exchanges: readonly ScriptedExchange[]): readonly ScriptedExchange[] {
  return [...new Map(exchanges.map((exchange) => [exchange.label, exchange])).values()];
}

/** A try that got no answer is none to replay. */
function readLine(line: string, place: string): readonly Exchange[] {
  const { method, url, status, headers, json, text } = parseLine(line, place);
  if (typeof method !== "string" || typeof url !== "string" || !URL.canParse(url))
    throw badRecording(place, "a line has no `method` and `url`");
  if (typeof status !== "number") return [];
  const { pathname, search } = new URL(url);
  const body = json === undefined ? text : json;
  return [{ method, path: pathname + search, status, headers: readHeaders(headers), body }];
}

function parseLine(line: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw badRecording(place, "this line is no JSON object");
}

/** Those of framing belong to the connection that was recorded. */
const framing: ReadonlySet<string> = new Set([
  ...["connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"],
]);

export function readHeaders(headers: unknown): Readonly<Record<string, string>> {
  if (!isRecord(headers)) return {};
  const kept = Object.entries(headers).filter(
    (header): header is [string, string] =>
      typeof header[1] === "string" && !framing.has(header[0].toLowerCase()),
  );
  return Object.fromEntries(kept);
}

function badRecording(place: string, reason: string): CheckFailure {
  return new CheckFailure(
    [
      `A recording is a folder with a file ${exchangesFile}, one exchange a line.`,
      `  seen:  ${place}: ${reason}`,
      "  mend:  record it again with `upgradectl check --record <folder>`, and name that folder.",
    ].join("\n"),
  );
}

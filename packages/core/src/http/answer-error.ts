import {
  type Answer,
  type ApiOptions,
  type ErrorFacts,
  errorKinds,
  errorOfStatus,
} from "@upgradectl/provider-sdk";
import type { Redactor } from "../redact.ts";
import { type CompiledRead, pluginError } from "./build-request.ts";

export interface ErrorReader {
  readonly origin: string;
  readonly readError: ApiOptions["readError"];
  readonly redactor: Redactor;
}

const longestExcerpt = 200;
const elsewhere = "Check the endpoint: a proxy or a sign-in page may answer in the API's place.";

/** What is wrong with an answer; undefined where it is the JSON that was asked for. The plugin has the first word. */
export function errorOfAnswer(
  answer: Answer,
  read: CompiledRead,
  reader: ErrorReader,
): ErrorFacts | undefined {
  const named = reader.readError?.(answer);
  if (named !== undefined && named !== null) return checked(named, answer.action);
  const { status } = answer;
  if (status >= 200 && status < 300) {
    if (status === 206) return partError(answer);
    if (answer.isJson || read.method === "HEAD" || read.answer === "text") return undefined;
    return { kind: "unexpected-response", message: describeNoJson(answer, read, reader), hint: elsewhere };
  }
  const target = answer.headers.location;
  if (status >= 300 && status < 400 && target !== undefined)
    return redirectError(answer, target, reader.origin);
  const hint = hintOf(status, read.permission);
  const excerpt = excerptOf(answer, read, reader);
  return {
    ...errorOfStatus(status),
    message: `${answer.action} answered ${status}${excerpt === "" ? "" : `: ${excerpt}`}`,
    ...(hint === undefined ? {} : { hint }),
  };
}

function hintOf(status: number, permission: string | undefined): string | undefined {
  if (status === 401) return "Check the credentials of this provider.";
  if (status === 403 && permission !== undefined) return `The read needs the permission ${permission}.`;
  return status === 407 ? elsewhere : undefined;
}

function checked(facts: ErrorFacts, action: string): ErrorFacts {
  if (!errorKinds.includes(facts.kind) || typeof facts.message !== "string")
    throw pluginError(`read an error in the answer to ${action}, but not its kind and message`);
  return facts;
}

function describeNoJson(answer: Answer, read: CompiledRead, reader: ErrorReader): string {
  const start = `${answer.action} answered ${answer.status}`;
  if (typeof answer.body !== "string" || answer.body.trim() === "") return `${start} with an empty body`;
  const excerpt = excerptOf(answer, read, reader);
  return `${start} with a body that is not JSON${excerpt === "" ? "" : `: ${excerpt}`}`;
}

/** Nobody asked for a part, so it comes of something in between that keeps pieces. */
function partError({ action, status }: Answer): ErrorFacts {
  const message = `${action} answered ${status}: a part of the answer, though all of it was asked for`;
  return { kind: "unexpected-response", message, hint: elsewhere };
}

/** Never followed: the signature is for this host alone. The target's path and query can carry tokens. */
function redirectError(answer: Answer, target: string, base: string): ErrorFacts {
  const origin = URL.canParse(target, base) ? new URL(target, base).origin : "null";
  const where = origin === "null" ? "another address" : origin;
  const message = `${answer.action} was redirected to ${where} (status ${answer.status}), which is not followed`;
  return { kind: "unexpected-response", message, hint: elsewhere };
}

/**
 * The beginning of a body as one line of text. Masked before it is cut: half a secret would not be recognised. Empty for
 * sign-ins, whose answers are secrets that nobody knows yet.
 */
function excerptOf(answer: Answer, read: CompiledRead, { redactor }: ErrorReader): string {
  if (read.purpose === "sign-in" || (answer.isJson && answer.body === null)) return "";
  const whole = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  const text = redactor
    .text(whole)
    .slice(0, 20 * longestExcerpt)
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^<>]*>?/g, " ")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  const masked = redactor.text(text);
  return masked.length > longestExcerpt ? `${masked.slice(0, longestExcerpt)}…` : masked;
}

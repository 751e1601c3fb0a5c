import { type ErrorFacts, factsOf, isProviderError } from "@upgradectl/provider-sdk";
import type { WireAnswer } from "../http/exchange.ts";
import type { Message } from "../http/network.ts";
import { readText } from "../http/parse-answer.ts";
import type { Disguises } from "./disguises.ts";
import type { RecordedExchange } from "./recording.ts";

/** One try of a request, and what came back. */
export interface Exchanged {
  readonly message: Message;
  readonly instance: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly durationMs: number;
  readonly answer?: WireAnswer;
  readonly error?: ErrorFacts;
  /** Broken off by the run itself. */
  readonly isCut?: boolean;
}

/** An exchange as it may be kept. */
export function describeExchange(
  { message, instance, sentAt, durationMs, answer, error, isCut }: Exchanged,
  disguises: Disguises,
): RecordedExchange {
  const { service, purpose, origin, request } = message;
  const { action, method, target, body } = request;
  const isSignIn = purpose === "sign-in";
  return {
    instance,
    service,
    action,
    ...(purpose === undefined ? {} : { purpose }),
    method,
    // Of a sign-in it is not asked for.
    url: isSignIn
      ? disguises.setting(origin + target.replace(/\?.*$/s, ""))
      : disguises.question(origin + target),
    ...(body === "" || isSignIn ? {} : { request: disguises.question(body) }),
    at: new Date(sentAt).toISOString(),
    durationMs,
    ...(answer === undefined ? {} : describeAnswer(action, isSignIn, answer, disguises)),
    ...(error === undefined ? {} : { error: disguises.value(error) }),
    ...(isCut === true ? { cut: true } : {}),
  };
}

/** The body as text; undefined where it cannot be read, and is not kept either. */
export function findText(action: string, answer: WireAnswer): string | undefined {
  try {
    return readText(action, answer);
  } catch (thrown) {
    if (!isProviderError(thrown)) throw thrown;
    return undefined;
  }
}

export function factsWithAdvice(error: ErrorFacts): ErrorFacts {
  const { retryAfterMs } = error;
  return { ...factsOf(error), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function describeAnswer(
  action: string,
  isSignIn: boolean,
  answer: WireAnswer,
  disguises: Disguises,
): Partial<RecordedExchange> {
  const status = { status: answer.status, headers: disguises.value(headersOf(answer)) };
  try {
    const text = readText(action, answer);
    return { ...status, ...(isSignIn ? describeSignIn(text, disguises) : describeBody(text, disguises)) };
  } catch (thrown) {
    if (!isProviderError(thrown)) throw thrown;
    return { ...status, error: disguises.value(factsWithAdvice(thrown)) };
  }
}

type Body = Pick<RecordedExchange, "json" | "text">;

function describeBody(text: string, disguises: Disguises): Body {
  const json = parseObject(text);
  if (json === undefined) return { text: disguises.text(text) };
  try {
    const masked = disguises.answer(json);
    // A number can be a secret too, which a mask cannot stand for.
    return disguises.isClean(JSON.stringify(masked)) ? { json: masked } : { text: disguises.text(text) };
  } catch (thrown) {
    // Nested deeper than any answer is, so that neither can follow.
    if (thrown instanceof RangeError) return { text: disguises.text(text) };
    throw thrown;
  }
}

function describeSignIn(text: string, disguises: Disguises): Body {
  const masked = disguises.credentials(text);
  const json = parseObject(masked);
  return json === undefined ? { text: masked } : { json };
}

/** JSON that is no mere word or number: whoever wanted a text would not find it as it was. */
function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Cookies are for browsers; the lengths and codings are those of the wire, and the body is kept without them. */
const unkept: ReadonlySet<string> = new Set([
  "set-cookie",
  "content-length",
  "content-encoding",
  "transfer-encoding",
]);

function headersOf({ headers }: WireAnswer): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !unkept.has(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === "location" ? originOf(value) : value]),
  );
}

/** A redirection is not followed; its path and query can carry tokens. */
function originOf(location: string): string {
  return URL.canParse(location) ? `${new URL(location).origin}/` : "/";
}

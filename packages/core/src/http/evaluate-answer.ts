import {
  type Answer,
  type ApiOptions,
  type ErrorFacts,
  isProviderError,
  ProviderError,
} from "@upgradectl/provider-sdk";
import type { Redactor } from "../redact.ts";
import { errorOfAnswer } from "./answer-error.ts";
import { type CompiledRead, pluginError } from "./build-request.ts";
import type { WireAnswer } from "./exchange.ts";
import { findRequestId, parseAnswer } from "./parse-answer.ts";
import { readAdvice } from "./retry.ts";

/** What an API's answers are read with. */
export interface AnswerReader {
  readonly origin: string;
  /** Lower case, in order of preference. */
  readonly requestIdHeaders: readonly string[];
  readonly readError: ApiOptions["readError"];
  readonly redactor: Redactor;
}

export type Evaluation =
  | { readonly answer: Answer; readonly error?: undefined }
  | { readonly answer?: undefined; readonly error: ProviderError };

/** The JSON that was asked for, or the error that came in its place, complete with status, request id and advice. */
export function evaluateAnswer(
  read: CompiledRead,
  wire: WireAnswer,
  reader: AnswerReader,
  now: number,
): Evaluation {
  const requestId = findRequestId(wire, reader.requestIdHeaders);
  try {
    const answer = parseAnswer(read, wire, requestId);
    const facts = errorOfAnswer(answer, read, reader);
    return facts === undefined ? { answer } : { error: complete(facts, wire, requestId, now) };
  } catch (thrown) {
    return { error: complete(asProviderError(thrown, read.action), wire, requestId, now) };
  }
}

function complete(facts: ErrorFacts, wire: WireAnswer, answerId: string | null, now: number): ProviderError {
  const advice = facts.retryAfterMs ?? readAdvice(wire.headers, now);
  const requestId = facts.requestId ?? answerId;
  return new ProviderError({
    ...facts,
    message: facts.message,
    httpStatus: facts.httpStatus ?? wire.status,
    ...(requestId === null ? {} : { requestId }),
    ...(advice === undefined ? {} : { retryAfterMs: advice }),
  });
}

function asProviderError(thrown: unknown, action: string): ProviderError {
  if (isProviderError(thrown)) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return pluginError(`failed to read the answer to ${action}: ${reason}`);
}

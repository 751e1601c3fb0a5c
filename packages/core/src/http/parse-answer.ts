import { type Answer, ProviderError } from "@upgradectl/provider-sdk";
import type { CompiledRead } from "./build-request.ts";
import { BodyEncodingError, BodyTooLongError, decodeBody } from "./decode-body.ts";
import { tooLong, type WireAnswer } from "./exchange.ts";

/** A longer one is no request id; cut, it could show half of a secret that is not masked then. */
const longestId = 200;

/**
 * Reads the body as JSON whatever the content type says: gateways label JSON as text, and pages as JSON. A good answer that
 * is declared as text stays text.
 */
export function parseAnswer(
  { action, answer }: Pick<CompiledRead, "action" | "answer">,
  wire: WireAnswer,
  requestId: string | null,
): Answer {
  const { status, headers } = wire;
  const text = readText(action, wire);
  if (answer === "text" && status < 300)
    return { action, status, headers, body: text, isJson: false, requestId };
  try {
    return { action, status, headers, body: JSON.parse(text), isJson: true, requestId };
  } catch {
    return { action, status, headers, body: text, isJson: false, requestId };
  }
}

export function findRequestId(wire: WireAnswer, names: readonly string[]): string | null {
  for (const name of names) {
    const value = wire.headers[name];
    if (value !== undefined && value !== "" && value.length <= longestId) return value;
  }
  return null;
}

/** The body as text. Throws a `ProviderError` where it is none. */
export function readText(action: string, wire: WireAnswer): string {
  if (wire.unreadable !== undefined) throw wire.unreadable;
  try {
    return decodeBody(wire);
  } catch (error) {
    if (error instanceof BodyTooLongError) throw tooLong(action, wire.status);
    if (!(error instanceof BodyEncodingError)) throw error;
    throw new ProviderError({
      kind: "unexpected-response",
      message: `${action} answered ${wire.status} with a body that is ${error.message}`,
      hint: "Check the endpoint; a proxy between here and the API may spoil what it passes on.",
      httpStatus: wire.status,
    });
  }
}

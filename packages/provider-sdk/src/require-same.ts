import { ProviderError } from "./errors.ts";
import type { Answer } from "./http.ts";

/**
 * Throws a `ProviderError` (`unexpected-response`) where an answer is about something else than what was asked for. Ids
 * that differ in case alone are the same; an answer that names none is taken at its word.
 *
 * @param what names it for people: `cluster`, `task`
 * @param found the id in the answer, null where it has none
 */
export function requireSame(what: string, found: string | null, asked: string, answer: Answer): void {
  if (found === null || found.toLowerCase() === asked.toLowerCase()) return;
  throw new ProviderError({
    kind: "unexpected-response",
    message: `${answer.action} was asked for ${what} ${asked} and answered with ${what} ${found}`,
    hint: "A cache or proxy between here and the API may mix answers up.",
    httpStatus: answer.status,
    ...(answer.requestId === null ? {} : { requestId: answer.requestId }),
  });
}

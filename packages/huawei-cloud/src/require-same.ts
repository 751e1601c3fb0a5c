import { type Answer, ProviderError } from "@upgradectl/provider-sdk";

/** An answer about something else must not be taken for the answer. `what` names it for people: `cluster`, `workflow`. */
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

import { ProviderError } from "@upgradectl/provider-sdk";
import type { Evaluation } from "./evaluate-answer.ts";
import type { WireAnswer } from "./exchange.ts";
import type { SignedRequest } from "./sign-request.ts";

/** The one form that servers may send (RFC 9110, 5.6.7); years before 2000 are those of machines without a clock. */
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} 2\d{3} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * A refused signature with a time that the service cannot have taken: no other mend helps before the clock is right, so the hint
 * says by how much it is off. Where the clocks agree, or the signature has no time, the error stays as it is.
 */
export function explainSkew(
  evaluation: Evaluation,
  { headers: { date } }: Pick<WireAnswer, "headers">,
  { readyAt, timeToleranceMs }: Pick<SignedRequest, "readyAt" | "timeToleranceMs">,
): Evaluation {
  const { error } = evaluation;
  if (error?.kind !== "unauthenticated" || timeToleranceMs === undefined) return evaluation;
  if (date === undefined || !httpDate.test(date)) return evaluation;
  const ahead = readyAt - Date.parse(date);
  // Neither holds of what is no number.
  if (!(Math.abs(ahead) > timeToleranceMs)) return evaluation;
  const off = `${describe(Math.abs(ahead))} ${ahead > 0 ? "ahead of" : "behind"}`;
  const allowed = describe(timeToleranceMs);
  const hint = `This machine's clock is ${off} the service's, which takes no signature that is more than ${allowed} off: set the clock (for instance by NTP) and run again.`;
  return { error: new ProviderError({ ...error, message: error.message, hint }) };
}

function describe(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(ms / 3_600_000);
  return hours < 48 ? `${hours} h` : `${Math.round(ms / 86_400_000)} days`;
}

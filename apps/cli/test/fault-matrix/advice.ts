import { answerWithPage, changed } from "./answers.ts";
import { each, type MatrixFault } from "./faults.ts";
import type { CloudAnswer } from "./server.ts";

const advice: readonly (readonly [name: string, headers: () => CloudAnswer["headers"]])[] = [
  ["`Retry-After` in seconds", () => ({ "retry-after": "1" })],
  ["`Retry-After` with a fraction", () => ({ "retry-after": "0.8" })],
  ["`Retry-After` as a date", () => ({ "retry-after": new Date(Date.now() + 2000).toUTCString() })],
  ["`Retry-After` of a day that is past", () => ({ "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" })],
  ["`Retry-After: 0`", () => ({ "retry-after": "0" })],
  ["`x-acs-retry-after` in milliseconds", () => ({ "x-acs-retry-after": "700" })],
  ["both of them", () => ({ "retry-after": "1", "x-acs-retry-after": "300" })],
  ["`Retry-After: soon`", () => ({ "retry-after": "soon" })],
  ["`Retry-After: -5`", () => ({ "retry-after": "-5" })],
  ["`Retry-After` of an hour", () => ({ "retry-after": "3600" })],
  ["`Retry-After` of 400 digits", () => ({ "retry-after": "9".repeat(400) })],
];

/** A service that answers others is asked again for as long as the run has time. */
const throttledKinds = ["rate-limited", "timeout"] as const;
const throttlings: readonly MatrixFault[] = [
  { name: "429, in the cloud's words", places: each, kinds: throttledKinds, status: 429, throttles: true },
  {
    name: "429, with a page of somebody else",
    places: each,
    kinds: throttledKinds,
    throttles: true,
    fault: answerWithPage(429),
  },
];
const advised = advice.map(([name, headers]) => ({
  name: `429, ${name}`,
  places: each,
  kinds: throttledKinds,
  throttles: true,
  status: 429,
  ...(/hour/.test(name) ? { holdsAccount: true, endsAccount: true } : {}),
  fault: changed((answer) => ({ ...answer, headers: { ...answer.headers, ...headers() } })),
})) satisfies readonly MatrixFault[];
export const adviceFaults: readonly MatrixFault[] = [...throttlings, ...advised];

/** With request timeouts that are longer than the run. */
export const deadlineFaults: readonly MatrixFault[] = [
  {
    name: "no answer, and a request timeout beyond `--timeout`",
    places: ["sign-in", "cluster", "upgrades"],
    kinds: ["timeout"],
    fault: () => {},
    stalls: true,
  },
  {
    name: "429, `Retry-After` of a minute, beyond `--timeout`",
    places: ["cluster", "upgrades"],
    kinds: ["rate-limited", "timeout"],
    status: 429,
    holdsAccount: true,
    fault: changed((answer) => ({ ...answer, headers: { ...answer.headers, "retry-after": "60" } })),
  },
];

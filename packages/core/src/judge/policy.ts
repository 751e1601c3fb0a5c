import type { Outcome, PolicyTerm, VerdictName } from "../fleet.ts";

const outcomes: Readonly<Record<VerdictName, Outcome>> = {
  unknown: "incomplete",
  failed: "action",
  paused: "action",
  diverging: "action",
  stalled: "action",
  upgrading: "pending",
  behind: "action",
  ahead: "action",
  different: "action",
  converged: "ok",
};

export function outcomeOf(verdict: VerdictName): Outcome {
  return outcomes[verdict];
}

export const defaultFailOn: readonly PolicyTerm[] = ["action", "pending", "incomplete"];
export const defaultCloseOn: readonly PolicyTerm[] = [
  "pending",
  "paused",
  "stalled",
  "failed",
  "diverging",
  "incomplete",
];

/** A list of verdicts and outcomes names a verdict by itself or by its outcome. */
export function isNamed(verdict: VerdictName, terms: readonly PolicyTerm[]): boolean {
  return terms.includes(verdict) || terms.includes(outcomeOf(verdict));
}

/** Worst first. */
const severity: readonly Outcome[] = ["action", "incomplete", "pending", "ok"];

export function worstOutcome(found: Iterable<Outcome>): Outcome {
  const set = new Set(found);
  return severity.find((outcome) => set.has(outcome)) ?? "ok";
}

/** Of a run that SIGHUP, SIGINT or SIGTERM ended. */
export type SignalExitCode = 129 | 130 | 143;
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | SignalExitCode;

/** The code for clusters that a policy does not allow; a policy may deny even those that are as declared. */
export function exitCodeOf(denied: readonly Outcome[]): ExitCode {
  if (denied.length === 0) return 0;
  const codes = { ok: 2, action: 2, pending: 3, incomplete: 4 } as const;
  return codes[worstOutcome(denied)];
}

import { closesGate, failsCheck, type PolicyFlags, verdictOf } from "../judge/apply-policy.ts";
import type { JudgedCluster } from "../judge/judge-reading.ts";
import { isNamed } from "../judge/policy.ts";

/** What a wait makes of a cluster: as wanted, may still become so, or waiting changes nothing. */
export type Standing = "good" | "moving" | "final";

/** What is waited for: that a check passes, or that a gate is open, by the policy in force. */
export interface WaitGoal extends PolicyFlags {
  readonly command: "check" | "gate";
}

export function standingIn(judged: JudgedCluster, goal: WaitGoal): Standing {
  const denied = goal.command === "check" ? failsCheck(judged, goal) : closesGate(judged, goal);
  if (!denied) return "good";
  return isFinal(judged, goal) ? "final" : "moving";
}

function isFinal(judged: JudgedCluster, goal: WaitGoal): boolean {
  const verdict = verdictOf(judged);
  const { error, cluster } = judged.reading;
  switch (verdict) {
    case "failed":
    case "paused":
    case "ahead":
    case "converged": // a policy may deny even that
      return true;
    case "unknown":
      // Without an error the cloud used a word that nobody knows; it may use another one soon.
      return error !== null && error.retryable !== true;
    default: {
      // A gate may be closed over an error alone.
      const closeOn = goal.closeOn ?? cluster.closeOn;
      const closesByItself = goal.command === "check" || isNamed(verdict, closeOn);
      return !closesByItself && error?.retryable !== true;
    }
  }
}

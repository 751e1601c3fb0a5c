import type { PolicyTerm, VerdictName } from "../fleet.ts";
import type { JudgedCluster } from "./judge-reading.ts";
import { isNamed } from "./policy.ts";

/** What a run's flags set; where given it replaces every cluster's own list. */
export interface PolicyFlags {
  readonly failOn?: readonly PolicyTerm[];
  readonly closeOn?: readonly PolicyTerm[];
}

/** The policy in force: that of a check, or that of a gate. */
export interface RunPolicy extends PolicyFlags {
  readonly command: "check" | "gate";
}

export function verdictOf({ judgement }: JudgedCluster): VerdictName {
  return judgement?.verdict ?? "unknown";
}

export function failsCheck(judged: JudgedCluster, { failOn }: PolicyFlags): boolean {
  return isNamed(verdictOf(judged), failOn ?? judged.reading.cluster.failOn);
}

export function closesGate(judged: JudgedCluster, flags: PolicyFlags): boolean {
  const closeOn = flags.closeOn ?? judged.reading.cluster.closeOn;
  // A gate that closes over unread clusters also closes over one whose operations could not be read.
  return (
    isNamed(verdictOf(judged), closeOn) || (judged.reading.error !== null && isNamed("unknown", closeOn))
  );
}

/** Whether the cluster neither fails the check nor closes the gate, whichever of them runs. */
export function isAllowed(judged: JudgedCluster, policy: RunPolicy): boolean {
  return policy.command === "check" ? !failsCheck(judged, policy) : !closesGate(judged, policy);
}

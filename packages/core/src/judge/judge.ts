import {
  type Finding,
  findingLevels,
  type Observation,
  type Operation,
  type Step,
} from "@upgradectl/provider-sdk";
import { formatAge } from "../duration.ts";
import type { VerdictName } from "../fleet.ts";
import { cut } from "../quote-text.ts";
import { standingOf } from "../version/standing.ts";
import { currentOperation } from "./current-operation.ts";
import { combine, compare, type Differences, type Drift, type Expectation } from "./drift.ts";
import { show } from "./show-value.ts";

export interface Judgement {
  readonly verdict: VerdictName;
  /** One sentence: why. */
  readonly reason: string;
  readonly drift: readonly Drift[];
  /** The operation that decided or would have: the one under way, else the newest. */
  readonly operation: Operation | null;
}

/**
 * What one observation means for its expectation. Pure: the same arguments give the same verdict.
 * The first rule that applies wins.
 *
 * @param now epoch milliseconds
 */
export function judge(expectation: Expectation, observation: Observation, now: number): Judgement {
  const operation = currentOperation(observation);
  const differences = compare(expectation, observation);
  const found =
    unknownState(observation, operation) ??
    failed(observation, operation, now) ??
    (operation === null
      ? null
      : (underWay(expectation, operation, now) ?? settling(observation, operation))) ??
    drifted(differences) ??
    unread(observation) ??
    undecided(differences) ??
    verdict("converged", convergedReason(observation, operation));
  return { ...found, drift: differences.drift, operation };
}

type Ruling = Pick<Judgement, "verdict" | "reason">;

function verdict(name: VerdictName, reason: string): Ruling {
  return { verdict: name, reason };
}

function unknownState(observation: Observation, operation: Operation | null): Ruling | null {
  const { condition, raw } = observation.state;
  if (condition === "unknown")
    return verdict(
      "unknown",
      raw === ""
        ? "the API gave the cluster no state"
        : `the cluster's state "${raw}" is not one that the API documents`,
    );
  if (operation?.phase !== "unknown") return null;
  const word = operation.rawPhase === null ? "no state" : `the state "${operation.rawPhase}"`;
  return verdict("unknown", `${nameOf(operation)} has ${word}, which is not one that the API documents`);
}

function failed(observation: Observation, operation: Operation | null, now: number): Ruling | null {
  if (operation?.phase === "failed") {
    const step = operation.steps.find((candidate) => candidate.phase === "failed");
    const where = step === undefined ? "" : ` at ${step.name}`;
    const why = operation.message ?? step?.message ?? explainByFindings(observation.findings ?? [], step);
    const said = why ? `: ${cut(why, longestReason)}` : "";
    return verdict("failed", `${nameOf(operation)} failed${where}${said}${expiredStep(operation, now)}`);
  }
  if (observation.state.condition !== "failed") return null;
  return verdict("failed", `the cluster's state is ${observation.state.raw}`);
}

/** A vendor's explanation may be pages long; the whole of it is in the operation, or among the findings. */
const longestReason = 500;

/**
 * The worst finding in a few words, and how many there are besides. Where a later step failed than the check, what the check
 * merely warned of is not the reason.
 */
function explainByFindings(findings: readonly Finding[], step: Step | undefined): string | undefined {
  const levels = step === undefined || /check/i.test(step.name) ? findingLevels : (["error"] as const);
  const worst = levels.map((level) => findings.filter((finding) => finding.level === level));
  const [first, ...others] = worst.find((found) => found.length > 0) ?? [];
  if (first === undefined) return undefined;
  const subject = first.resource === null ? first.item : `${first.item} (${first.resource})`;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return `${first.message === null ? subject : `${subject}: ${first.message}`}${more}`;
}

/** A pre-upgrade check counts for a while only: past that, an upgrade that stands still behind it needs a new one. */
function expiredStep({ steps }: Operation, now: number): string {
  const index = steps.findIndex(
    ({ phase, expiresAt }) => phase === "succeeded" && expiresAt !== undefined && Date.parse(expiresAt) < now,
  );
  const expired = steps[index];
  const wentOn = steps.slice(index + 1).some(({ phase }) => phase === "running" || phase === "succeeded");
  if (expired === undefined || wentOn) return "";
  return `; its ${expired.name} expired at ${expired.expiresAt}, so it has to be run again`;
}

function underWay(expectation: Expectation, operation: Operation, now: number): Ruling | null {
  const { phase, toVersion } = operation;
  if (phase === "paused")
    return verdict(
      "paused",
      `${nameOf(operation)} is paused and waits for a person${expiredStep(operation, now)}`,
    );
  if (phase !== "pending" && phase !== "running") return null;
  if (leavesTarget(expectation, operation))
    return verdict(
      "diverging",
      `${nameOfKind(operation)} under way leads to ${toVersion}, not to ${expectation.target.text}`,
    );
  // Without a start the age is not a number, which is never too long.
  const ageMs = now - Date.parse(operation.startedAt ?? "");
  const { stalledAfterMs = Number.POSITIVE_INFINITY } = expectation;
  if (ageMs > stalledAfterMs)
    return verdict(
      "stalled",
      `${nameOf(operation)} is ${phase} for ${formatAge(ageMs)}, longer than ${formatAge(stalledAfterMs)}${expiredStep(operation, now)}`,
    );
  return verdict("upgrading", `${nameOf(operation)} is ${phase}${expiredStep(operation, now)}`);
}

/** Images, zones and node pools lead to something that `targetVersion` does not speak of. */
function leavesTarget(expectation: Expectation, { kind, toVersion }: Operation): boolean {
  if (toVersion === null || (kind !== "version" && kind !== "rollback")) return false;
  const { target, splitVersion } = expectation;
  const standing = standingOf(toVersion, target, { split: splitVersion, partial: true });
  return standing !== "allowed" && standing !== "undecided";
}

function settling(observation: Observation, operation: Operation): Ruling | null {
  const { condition, raw } = observation.state;
  if (condition !== "upgrading" && condition !== "rolling-back") return null;
  return verdict("upgrading", `${nameOf(operation)} has ended, the cluster still settles (${raw})`);
}

function undecided({ undecided }: Differences): Ruling | null {
  return undecided.length === 0 ? null : verdict("unknown", undecided.join("; "));
}

/** The last operation may have failed: nothing else speaks against it, and that is not enough. */
function unread(observation: Observation): Ruling | null {
  if (observation.unread === undefined) return null;
  return verdict("unknown", observation.unread.message || "its operations could not be read");
}

/** Whatever a property is that could not be compared, it would be drift all the same. Without a version nothing is certain. */
function drifted({ drift, undecided, isVersionDecided }: Differences): Ruling | null {
  if (drift.length === 0 || !isVersionDecided) return null;
  const reasons = [...drift.map(describeDrift), ...undecided];
  return verdict(combine(drift.map(({ direction }) => direction)), reasons.join("; "));
}

function describeDrift({ property, expected, observed, direction }: Drift): string {
  const relation = { behind: "is below", ahead: "is above", different: "is not" }[direction];
  const subject = property === "version" ? show(observed) : `${property} ${show(observed)}`;
  return `${subject} ${relation} ${show(expected)}`;
}

function convergedReason(observation: Observation, operation: Operation | null): string {
  const last = operation?.phase === "succeeded" ? ", the last operation succeeded" : "";
  return `runs ${observation.version}${last}`;
}

const names: ReadonlyMap<string, string> = new Map([
  ["version", "the upgrade"],
  ["rollback", "the rollback"],
  ["image", "the image upgrade"],
  ["zone-switch", "the zone switchover"],
  ["node-pool", "the node pool upgrade"],
]);

function nameOf(operation: Operation): string {
  const kind = nameOfKind(operation);
  return operation.toVersion === null ? kind : `${kind} to ${operation.toVersion}`;
}

function nameOfKind({ kind }: Operation): string {
  return names.get(kind) ?? `the ${kind} operation`;
}

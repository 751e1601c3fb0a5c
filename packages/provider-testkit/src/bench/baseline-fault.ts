import { isDeepStrictEqual } from "node:util";
import { findCurrent, type Observation } from "@upgradectl/provider-sdk";
import type { Expected } from "../options.ts";
import type { Probe } from "./bench.ts";
import { describeResult, type Result } from "./result.ts";
import type { ObserveSubject, Subject } from "./subject.ts";

/** Why a subject did not come to what it should, and which check speaks of it. */
export interface BaselineFault {
  readonly check:
    | "requests-declared"
    | "requests-answered"
    | "valid-result"
    | "same-again"
    | "properties"
    | "case";
  readonly seen: string;
}

interface Asked extends Probe {
  readonly subject: Subject;
  readonly unanswered: readonly string[];
  /** The same asked before. */
  readonly earlier: Result | undefined;
}

/** The first thing that is wrong; what follows from it would only be noise. */
export function faultOf({ subject, result, unanswered, earlier }: Asked): BaselineFault | undefined {
  const { error } = result;
  if (error?.kind === "plugin" && error.message.includes("does not declare"))
    return { check: "requests-declared", seen: error.message };
  const [missing] = unanswered;
  if (missing !== undefined) return { check: "requests-answered", seen: missing };
  if (error?.kind === "plugin" && error.message.includes("the contract does not allow"))
    return { check: "valid-result", seen: error.message };
  if (earlier !== undefined && !isDeepStrictEqual(earlier.value, result.value))
    return { check: "same-again", seen: "two results that differ, of the same answers" };
  const [forgotten] = findForgotten(subject, result);
  if (forgotten !== undefined) return { check: "properties", seen: forgotten };
  const seen = differenceOf(subject, result);
  return seen === undefined ? undefined : { check: "case", seen };
}

function findForgotten(subject: Subject, { value }: Result): readonly string[] {
  if (subject.kind !== "observe" || value === null) return [];
  const { properties = {} } = value as Observation;
  const asked = subject.cluster.properties ?? [];
  return asked
    .filter((name) => properties[name] === undefined)
    .map(
      (name) => `asked for the property "${name}", and got ${Object.keys(properties).join(", ") || "none"}`,
    );
}

function differenceOf(subject: Subject, result: Result): string | undefined {
  if (subject.kind === "list")
    return result.verdict === "complete" ? undefined : describeList(subject.ids, result);
  if (subject.kind === "post-check")
    return result.verdict === subject.phase ? undefined : describeResult(result);
  const [differs] = compare(wantedOf(subject), result);
  return differs;
}

function describeList(ids: readonly string[], result: Result): string {
  if (result.error !== null || !Array.isArray(result.value)) return describeResult(result);
  const found: readonly unknown[] = result.value.map((row: { readonly id: unknown }) => row.id);
  return `the clusters ${found.join(", ")} in place of ${ids.join(", ")}`;
}

type Wanted = Expected & { readonly verdicts?: readonly string[] };

/** What a case's name promises, and what its author expects besides. */
function wantedOf({ name, expect }: ObserveSubject): Wanted {
  const promised: Readonly<Record<string, Wanted>> = {
    healthy: { verdicts: ["converged"] },
    upgrading: { verdicts: ["upgrading", "diverging", "paused"] },
    failed: { verdicts: ["failed"] },
    absent: { error: "not-found" },
  };
  return { ...(Object.hasOwn(promised, name) ? promised[name] : {}), ...expect };
}

function compare(wanted: Wanted, { verdict, value, error }: Result): readonly string[] {
  const seen = describeResult({ verdict, value, error });
  if (wanted.error !== undefined && error?.kind !== wanted.error)
    return [`${seen}, where an error of kind "${wanted.error}" is expected`];
  if (wanted.error === undefined && error !== null) return [`${seen}, where an observation is expected`];
  if (wanted.verdict !== undefined && wanted.verdict !== verdict)
    return [`${seen}, where "${wanted.verdict}" is expected`];
  if (wanted.verdicts?.includes(verdict) === false && wanted.verdict === undefined)
    return [`${seen}, where "${wanted.verdicts.join('" or "')}" is expected`];
  return value === null ? [] : compareFacts(wanted, value as Observation);
}

function compareFacts(wanted: Wanted, observation: Observation): readonly string[] {
  const current = findCurrent(observation.operations);
  const facts: Readonly<Record<string, unknown>> = {
    version: observation.version,
    state: observation.state.raw,
    phase: current?.phase,
    fromVersion: current?.fromVersion,
    toVersion: current?.toVersion,
    properties: observation.properties,
  };
  const { error: _error, verdict: _verdict, verdicts: _verdicts, ...named } = wanted;
  return Object.entries(named)
    .filter(([name, value]) => value !== undefined && !isDeepStrictEqual(value, facts[name]))
    .map(
      ([name, value]) =>
        `${name} ${JSON.stringify(facts[name] ?? null)}, where ${JSON.stringify(value)} is expected`,
    );
}

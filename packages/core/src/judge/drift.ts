import type { ExpectProperty, Observation, PropertyValue } from "@upgradectl/provider-sdk";
import type { SplitVersion } from "../version/order.ts";
import { type Standing, standingOf } from "../version/standing.ts";
import { parseTarget, type VersionTarget } from "../version/target.ts";

export type Direction = "behind" | "ahead" | "different";

/** One property that does not hold. */
export interface Drift {
  readonly property: string;
  readonly expected: unknown;
  readonly observed: PropertyValue;
  readonly direction: Direction;
}

export interface Expectation {
  readonly target: VersionTarget;
  /** Values of the manifest's `expect`. */
  readonly expect: Readonly<Record<string, unknown>>;
  /** How the provider compares them. */
  readonly properties: Readonly<Record<string, ExpectProperty>>;
  readonly stalledAfterMs?: number;
  readonly splitVersion?: SplitVersion;
}

export interface Comparison {
  readonly drift: readonly Drift[];
  /** Sentences about what could not be compared because it is not known. */
  readonly undecided: readonly string[];
}

const directions: Readonly<Record<Exclude<Standing, "allowed" | "undecided">, Direction>> = {
  below: "behind",
  above: "ahead",
  between: "different",
};

/** Holds the observed version and properties against the expected ones. */
export function compare(expectation: Expectation, observation: Observation): Comparison {
  const drift: Drift[] = [];
  const undecided: string[] = [];
  const note = (property: string, expected: unknown, observed: PropertyValue, directions: Set<Finding>) => {
    if (directions.has("undecided")) undecided.push(describeUndecided(property, expected, observed));
    const found = [...directions].filter((direction) => direction !== "undecided");
    if (found.length > 0) drift.push({ property, expected, observed, direction: combine(found) });
  };
  const { version } = observation;
  note("version", expectation.target.text, version, versionFinding(expectation, observation));
  for (const [property, expected] of Object.entries(expectation.expect)) {
    const observed = observation.properties?.[property] ?? null;
    const ordered = expectation.properties[property]?.order === "version";
    const compareProperty = ordered ? compareOrdered : compareEqual;
    note(property, expected, observed, compareProperty(expected, observed, expectation.splitVersion));
  }
  return { drift, undecided };
}

/** One common direction, else `different`. */
export function combine(directions: readonly Direction[]): Direction {
  const [first] = directions;
  return first !== undefined && directions.every((direction) => direction === first) ? first : "different";
}

type Finding = Direction | "undecided";

function versionFinding(expectation: Expectation, observation: Observation): Set<Finding> {
  // "unknown" or "-" is a way of not telling.
  if (observation.version === null || !/\d/.test(observation.version)) return new Set(["undecided"]);
  return findings(
    standingOf(observation.version, expectation.target, {
      partial: observation.versionIsPartial ?? false,
      ...(expectation.splitVersion === undefined ? {} : { split: expectation.splitVersion }),
    }),
  );
}

function findings(standing: Standing): Set<Finding> {
  if (standing === "allowed") return new Set();
  return new Set([standing === "undecided" ? "undecided" : directions[standing]]);
}

/** A property whose values are versions: one for all parts, or one for each named part. */
function compareOrdered(expected: unknown, observed: PropertyValue, split?: SplitVersion): Set<Finding> {
  const found = new Set<Finding>();
  const check = (target: unknown, version: string | null | undefined) => {
    if (version === undefined) found.add("different");
    else if (version === null || !/\d/.test(version)) found.add("undecided");
    else {
      const options = split === undefined ? {} : { split };
      for (const finding of findings(standingOf(version, parseTarget(String(target), split), options)))
        found.add(finding);
    }
  };
  if (observed === null) return new Set(["undecided"]);
  if (isRecord(expected)) {
    const parts = new Map(isRecord(observed) ? Object.entries(observed) : []);
    for (const [part, target] of Object.entries(expected))
      check(target, parts.get(part) as string | null | undefined);
    return found;
  }
  const versions = typeof observed === "string" ? [observed] : Object.values(observed);
  for (const version of versions) check(expected, version);
  return found;
}

/** A property without an order: equal or different; lists are sets. */
function compareEqual(expected: unknown, observed: PropertyValue): Set<Finding> {
  if (observed === null) return new Set(["undecided"]);
  if (isRecord(observed) && Object.values(observed).includes(null)) return new Set(["undecided"]);
  return canonical(expected) === canonical(observed) ? new Set() : new Set(["different"]);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify([...new Set(value.map(String))].sort());
  if (isRecord(value))
    return JSON.stringify(
      Object.entries(value)
        .map(([key, part]) => [key, canonical(part)])
        .sort(),
    );
  return JSON.stringify(String(value));
}

function describeUndecided(property: string, expected: unknown, observed: PropertyValue): string {
  const wanted = typeof expected === "string" ? expected : JSON.stringify(expected);
  if (observed === null) return `${property} could not be read, so it is not known whether ${wanted} holds`;
  if (property === "version")
    return `only ${String(observed)} of the version could be read, which does not decide whether ${wanted} holds`;
  return `a part of ${property} could not be read, so it is not known whether ${wanted} holds`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

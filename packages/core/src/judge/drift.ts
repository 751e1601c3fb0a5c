import type { ExpectProperty, Observation, PropertyValue } from "@upgradectl/provider-sdk";
import { isRecord } from "../is-record.ts";
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
  readonly stalledAfterMs?: number | undefined;
  readonly splitVersion?: SplitVersion | undefined;
}

/** What was found where an observation was held against its expectation. */
export interface Differences {
  readonly drift: readonly Drift[];
  /** Sentences about what could not be compared because it is not known. */
  readonly undecided: readonly string[];
  /** Whether the version could be compared. */
  readonly isVersionDecided: boolean;
}

const directions: Readonly<Record<Exclude<Standing, "allowed" | "undecided">, Direction>> = {
  below: "behind",
  above: "ahead",
  between: "different",
};

/** Holds the observed version and properties against the expected ones. */
export function compare(expectation: Expectation, observation: Observation): Differences {
  const drift: Drift[] = [];
  const undecided: string[] = [];
  const note = (
    property: string,
    expected: unknown,
    observed: PropertyValue,
    found: readonly Deviation[],
  ) => {
    if (found.some(({ direction }) => direction === "undecided"))
      undecided.push(describeUndecided(property, expected, observed));
    const drifting = found.filter(isDrift);
    if (drifting.length === 0) return;
    const direction = combine(drifting.map((deviation) => deviation.direction));
    drift.push({ property, expected, observed: partsOf(observed, drifting), direction });
  };
  const { version } = observation;
  note("version", expectation.target.text, version, versionDeviations(expectation, observation));
  const isVersionDecided = undecided.length === 0;
  for (const [property, expected] of Object.entries(expectation.expect)) {
    const observed = observation.properties?.[property] ?? null;
    const ordered = expectation.properties[property]?.order === "version";
    const compareProperty = ordered ? compareOrdered : compareEqual;
    note(property, expected, observed, compareProperty(expected, observed, expectation.splitVersion));
  }
  return { drift, undecided, isVersionDecided };
}

/** One common direction, else `different`. */
export function combine(directions: readonly Direction[]): Direction {
  const [first] = directions;
  return first !== undefined && directions.every((direction) => direction === first) ? first : "different";
}

/** What is wrong with a value, or with one part of it. */
interface Deviation {
  readonly direction: Direction | "undecided";
  readonly part?: string;
}

function isDrift(deviation: Deviation): deviation is Deviation & { readonly direction: Direction } {
  return deviation.direction !== "undecided";
}

/** Of a value in parts, the ones that drift; the whole is in the observation. */
function partsOf(observed: PropertyValue, drifting: readonly Deviation[]): PropertyValue {
  const parts = drifting.flatMap(({ part }) => (part === undefined ? [] : [part]));
  if (!isRecord(observed) || parts.length === 0) return observed;
  return Object.fromEntries(
    parts.map((part) => [part, Object.hasOwn(observed, part) ? (observed[part] ?? null) : null]),
  );
}

function versionDeviations(expectation: Expectation, observation: Observation): readonly Deviation[] {
  const { target, splitVersion } = expectation;
  return deviations(observation.version, target, splitVersion, observation.versionIsPartial ?? false);
}

/** "unknown" or "-" as a version is a way of not telling. */
function deviations(
  version: string | null,
  target: VersionTarget,
  split: SplitVersion | undefined,
  partial: boolean,
): readonly Deviation[] {
  if (version === null || !/\d/.test(version)) return [{ direction: "undecided" }];
  const standing = standingOf(version, target, { partial, split });
  if (standing === "allowed") return [];
  return [{ direction: standing === "undecided" ? standing : directions[standing] }];
}

/** A property whose values are versions: one for all parts, or one for each named part. */
function compareOrdered(
  expected: unknown,
  observed: PropertyValue,
  split?: SplitVersion,
): readonly Deviation[] {
  if (observed === null) return [{ direction: "undecided" }];
  const check = (target: unknown, version: string | null) =>
    deviations(version, parseTarget(String(target), split), split, false);
  if (isRecord(expected)) {
    const parts = new Map(isRecord(observed) ? Object.entries(observed) : []);
    return Object.entries(expected).flatMap(([part, target]) => {
      const version = parts.get(part);
      const found = version === undefined ? [{ direction: "different" } as const] : check(target, version);
      return found.map((deviation) => ({ ...deviation, part }));
    });
  }
  if (typeof observed === "string") return check(expected, observed);
  if (!isRecord(observed)) return observed.flatMap((version) => check(expected, version));
  return Object.entries(observed).flatMap(([part, version]) =>
    check(expected, version).map((deviation) => ({ ...deviation, part })),
  );
}

/** A property without an order: equal or different; lists are sets, and one text may stand for a list of one. */
function compareEqual(expected: unknown, observed: PropertyValue): readonly Deviation[] {
  if (observed === null) return [{ direction: "undecided" }];
  if (isRecord(observed) && Object.values(observed).includes(null)) return [{ direction: "undecided" }];
  const wanted = Array.isArray(observed) && typeof expected === "string" ? [expected] : expected;
  return canonical(wanted) === canonical(observed) ? [] : [{ direction: "different" }];
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

import {
  type Cut,
  compareCuts,
  cutAfter,
  cutBefore,
  type Interval,
  intervalOf,
  isEmpty,
} from "./interval.ts";
import { type SplitVersion, splitVersion } from "./order.ts";
import type { VersionTarget } from "./target.ts";

/**
 * `below` every allowed version, `above` every one, in a gap `between` allowed ones, or `undecided` where too little
 * of the version is known.
 */
export type Standing = "allowed" | "below" | "above" | "between" | "undecided";

export interface StandingOptions {
  readonly split?: SplitVersion | undefined;
  /** Only leading components of the version are known. */
  readonly partial?: boolean;
}

/**
 * Where a version stands towards a target. A whole version that is shorter than an operand ends there: `1.29` is
 * below `1.29.3`. Of a partial one it is not known how it goes on: `1.29` is undecided for `1.29.3`, allowed for
 * `1.29`, below `1.30`. A version without any component (an empty text) is known in no part, hence always undecided.
 */
export function standingOf(version: string, target: VersionTarget, options: StandingOptions = {}): Standing {
  const { split = splitVersion, partial = false } = options;
  // Of a plugin's order nobody knows whether it always says the same.
  if (split !== splitVersion) return findStanding(version, target, split, partial);
  const known = knownOf(target);
  const key = partial ? `${version}*` : version;
  const standing = known.get(key) ?? findStanding(version, target, split, partial);
  if (known.size < mostKnown) known.set(key, standing);
  return standing;
}

/** A fleet has many clusters, few targets and few versions. */
const standings = new WeakMap<VersionTarget, Map<string, Standing>>();
const mostKnown = 1_000;

function knownOf(target: VersionTarget): Map<string, Standing> {
  const known = standings.get(target) ?? new Map<string, Standing>();
  standings.set(target, known);
  return known;
}

function findStanding(
  version: string,
  target: VersionTarget,
  split: SplitVersion,
  partial: boolean,
): Standing {
  // An operand without components would allow everything; that an order cannot read it is no reason to agree.
  if (target.alternatives.flat().some(({ operand }) => split(operand).length === 0)) return "undecided";
  const intervals = target.alternatives
    .map((comparisons) => intervalOf(comparisons, split))
    .filter((interval) => !isEmpty(interval));
  const components = split(version);
  const known = cutBefore(components);
  if (!partial && components.length > 0) return standingAt(known, intervals);
  const standings = new Set(placesWithin(known, intervals).map((place) => standingAt(place, intervals)));
  const [standing = "undecided", ...others] = standings;
  return others.length === 0 ? standing : "undecided";
}

function standingAt(place: Cut, intervals: readonly Interval[]): Standing {
  const isBelow = (interval: Interval) => compareCuts(place, interval.from) < 0;
  const isAbove = (interval: Interval) => compareCuts(place, interval.to) >= 0;
  if (intervals.some((interval) => !isBelow(interval) && !isAbove(interval))) return "allowed";
  if (intervals.length === 0) return "between";
  if (intervals.every(isBelow)) return "below";
  return intervals.every(isAbove) ? "above" : "between";
}

/**
 * The first place of every stretch in which all versions that start like `known` stand alike: a standing changes at
 * the ends of intervals and nowhere else.
 */
function placesWithin(known: Cut, intervals: readonly Interval[]): readonly Cut[] {
  const end = cutAfter(known.components);
  const ends = intervals.flatMap(({ from, to }) => [from, to]);
  return [known, ...ends.filter((cut) => compareCuts(cut, known) > 0 && compareCuts(cut, end) < 0)];
}

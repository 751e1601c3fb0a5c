import { compareComponents, isNumber, type SplitVersion } from "./order.ts";

/** One comparison of a target; `=` is what an operand without an operator means. */
export interface Comparison {
  readonly operator: ">=" | ">" | "<=" | "<" | "=";
  /** As written, without a closing `.x`. Split where it is compared, because each provider has its own order. */
  readonly operand: string;
}

/**
 * A place between versions: before every version that starts with `components`, or after all of them.
 *
 *     before [1, 29]                        after [1, 29], which is before [1, 30]
 *           |  1.29   1.29.0   1.29.8-r4   |
 */
export interface Cut {
  readonly components: readonly string[];
  readonly after: boolean;
}

/** The versions from one cut to another. */
export interface Interval {
  readonly from: Cut;
  readonly to: Cut;
}

export function cutBefore(components: readonly string[]): Cut {
  return { components, after: false };
}

/**
 * Nothing lies between 1.29.(anything) and 1.30, so both have to be the same cut: only then is `>1.29 <1.30` seen to
 * be empty. After a text there is no such next one (`rc` is followed by `rca`, `rcb` ...).
 */
export function cutAfter(components: readonly string[]): Cut {
  const last = components.at(-1);
  if (last === undefined || !isNumber(last)) return { components, after: true };
  return cutBefore([...components.slice(0, -1), String(BigInt(last) + 1n)]);
}

export function compareCuts(a: Cut, b: Cut): number {
  const shared = Math.min(a.components.length, b.components.length);
  const order = compareComponents(a.components.slice(0, shared), b.components.slice(0, shared));
  return order !== 0 ? order : rankBeyond(a, shared) - rankBeyond(b, shared);
}

/** The versions for which all comparisons hold; every comparison is an interval, so their intersection is one. */
export function intervalOf(comparisons: readonly Comparison[], split: SplitVersion): Interval {
  return comparisons.reduce<Interval>(
    (interval, { operator, operand }) => {
      const { from, to } = intervalOfOne(operator, split(operand));
      return {
        from: compareCuts(from, interval.from) > 0 ? from : interval.from,
        to: compareCuts(to, interval.to) < 0 ? to : interval.to,
      };
    },
    { from: cutBefore([]), to: cutAfter([]) },
  );
}

export function isEmpty(interval: Interval): boolean {
  return compareCuts(interval.from, interval.to) >= 0;
}

function intervalOfOne(operator: Comparison["operator"], components: readonly string[]): Interval {
  const lowest = cutBefore([]);
  const highest = cutAfter([]);
  switch (operator) {
    case "=":
      return { from: cutBefore(components), to: cutAfter(components) };
    case ">=":
      return { from: cutBefore(components), to: highest };
    case ">":
      return { from: cutAfter(components), to: highest };
    case "<":
      return { from: lowest, to: cutBefore(components) };
    case "<=":
      return { from: lowest, to: cutAfter(components) };
  }
}

/** Where a cut lies among the versions that start with the components both cuts share. */
function rankBeyond(cut: Cut, shared: number): number {
  if (cut.components.length > shared) return 1;
  return cut.after ? 2 : 0;
}

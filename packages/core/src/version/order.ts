/** Splits a version into the components that are compared from left to right. */
export type SplitVersion = (version: string) => readonly string[];

/** The default order's components: `v1.29.8-r4` is 1, 29, 8, r, 4. */
export const splitVersion: SplitVersion = (version) =>
  version
    .trim()
    .replace(/^v/i, "")
    .match(/\d+|[^\d.\-_+]+/g) ?? [];

/**
 * Negative where `a` is older than `b`, positive where it is newer, 0 where no component tells them apart (`v1.9`
 * and `1.09`). A version that goes on where the other one ends is the newer one.
 */
export function compareVersions(a: string, b: string, split: SplitVersion = splitVersion): number {
  return compareComponents(split(a), split(b));
}

export function compareComponents(a: readonly string[], b: readonly string[]): number {
  for (const [index, component] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareComponent(component, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export function isNumber(component: string): boolean {
  return /^\d+$/.test(component);
}

/** Any number is newer than any text: `1.29.0` is newer than `1.29.beta`. */
function compareComponent(a: string, b: string): number {
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? 1 : -1;
  return isNumber(a) ? compareDigits(a, b) : compareText(a, b);
}

/** Build numbers can have more digits than a double holds exactly, so they are compared as they are written. */
function compareDigits(a: string, b: string): number {
  const [digits, others] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return digits.length - others.length || compareText(digits, others);
}

/** By code unit: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

import { expect, test } from "vitest";
import { type Comparison, intervalOf, isEmpty } from "./interval.ts";
import { compareComponents, compareVersions, splitVersion } from "./order.ts";
import { type Standing, standingOf } from "./standing.ts";
import { parseTarget, type VersionTarget } from "./target.ts";

/** mulberry32: the same numbers in every run. */
function randomSource(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const random = randomSource(20_261_120);

function pick<T>(values: readonly [T, ...T[]]): T {
  return values[random(values.length)] ?? values[0];
}

function randomVersion(): string {
  const prefix = pick(["", "v", "V"]);
  const parts = Array.from({ length: 1 + random(5) }, () =>
    pick(["0", "1", "01", "9", "10", "99999999999999999999", "r", "rc", "alpha", "R", "é", "r4"]),
  );
  return prefix + parts.reduce((version, part) => version + pick([".", "-", "_", "+"]) + part);
}

test("the order is total, antisymmetric and transitive", () => {
  for (let round = 0; round < 20_000; round += 1) {
    const [a, b, c] = [randomVersion(), randomVersion(), randomVersion()];
    const [ab, ba] = [Math.sign(compareVersions(a, b)), Math.sign(compareVersions(b, a))];
    const [bc, ac] = [Math.sign(compareVersions(b, c)), Math.sign(compareVersions(a, c))];
    if (ab + ba !== 0) expect.fail(`${a} ${b}: ${ab} one way, ${ba} the other`);
    if (ab === 0 && ac !== bc) expect.fail(`${a} equals ${b}, but not towards ${c}`);
    if (ab <= 0 && bc <= 0 && ac > 0) expect.fail(`${a} <= ${b} <= ${c}, but not ${a} <= ${c}`);
  }
});

/*
 * The reference: every version of up to three components out of a small alphabet, and the contract's words taken
 * literally. Operands have at most two components and keep away from the alphabet's ends, so that something lies
 * beyond and between them wherever something can.
 */
const alphabet = ["a", "aa", "b", "bb", "0", "1", "2", "3", "4"];
const longer = (versions: readonly string[]) =>
  versions.flatMap((version) => alphabet.map((part) => `${version}.${part}`));
const universe = [...alphabet, ...longer(alphabet), ...longer(longer(alphabet))];

function holds(version: string, { operator, operand }: Comparison): boolean {
  const wanted = splitVersion(operand);
  const order = compareComponents(splitVersion(version).slice(0, wanted.length), wanted);
  if (operator === "=") return order === 0;
  if (operator === ">=") return order >= 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order < 0;
}

function isAllowed(version: string, alternatives: VersionTarget["alternatives"]): boolean {
  return alternatives.some((comparisons) => comparisons.every((comparison) => holds(version, comparison)));
}

function referenceStanding(version: string, allowed: readonly string[]): Standing {
  if (allowed.includes(version)) return "allowed";
  if (allowed.every((candidate) => compareVersions(version, candidate) < 0)) return "below";
  return allowed.every((candidate) => compareVersions(version, candidate) > 0) ? "above" : "between";
}

function randomComparison(): Comparison {
  const number = () => pick(["1", "2", "3"]);
  const operand = pick([number, () => `${number()}.${number()}`, () => `${number()}.${pick(["a", "b"])}`])();
  return { operator: pick([">=", ">", "<=", "<", "="]), operand };
}

function randomAlternatives(): VersionTarget["alternatives"] {
  return Array.from({ length: 1 + random(3) }, () => Array.from({ length: 1 + random(2) }, randomComparison));
}

function write(alternatives: VersionTarget["alternatives"]): string {
  return alternatives
    .map((comparisons) => comparisons.map(({ operator, operand }) => operator + operand).join(" "))
    .join(" || ");
}

test("a target is refused exactly where no version can satisfy one of its alternatives", () => {
  for (let round = 0; round < 1_000; round += 1) {
    const comparisons = [randomComparison(), randomComparison(), randomComparison()];
    const nothingHolds = !universe.some((version) => isAllowed(version, [comparisons]));
    if (isEmpty(intervalOf(comparisons, splitVersion)) !== nothingHolds) expect.fail(write([comparisons]));
  }
});

test("standings agree with the contract's words, for whole and for partial versions", () => {
  const seen = new Set<Standing>();
  for (let round = 0; round < 300; round += 1) {
    const alternatives = randomAlternatives().filter((one) => !isEmpty(intervalOf(one, splitVersion)));
    if (alternatives.length === 0) continue;
    const target = parseTarget(write(alternatives));
    const version = pick(["1", "2", "1.2", "2.a", "3.1", universe[random(universe.length)] ?? "1"]);
    const standing = standingOf(version, target);
    const allowed = universe.filter((candidate) => isAllowed(candidate, alternatives));
    if (standing !== referenceStanding(version, allowed)) expect.fail(`${version}: ${target.text}`);

    const possible = new Set(
      universe
        .filter((whole) => whole === version || whole.startsWith(`${version}.`))
        .map((whole) => referenceStanding(whole, allowed)),
    );
    const [only, ...others] = possible;
    const partial = standingOf(version, target, { partial: true });
    const expected = others.length > 0 ? "undecided" : only;
    // The longest versions of the universe cannot go on in it, so they say nothing about partial ones.
    if (splitVersion(version).length < 3 && partial !== expected)
      expect.fail(`${version}...: ${target.text}: ${partial}, expected ${expected}`);
    seen.add(standing).add(partial);
  }
  expect([...seen].toSorted()).toEqual(["above", "allowed", "below", "between", "undecided"]);
});

test("a version is its own target, and a prefix is a target for everything that starts with it", () => {
  for (let round = 0; round < 5_000; round += 1) {
    const [version, more] = [`1.${randomVersion()}`, randomVersion().replace(/^v/i, "")];
    if (/[._+-]v/i.test(version) || version.includes("é")) continue;
    const target = parseTarget(version);
    expect(standingOf(version, target)).toBe("allowed");
    expect([version, more, standingOf(`${version}-${more}`, target)]).toEqual([version, more, "allowed"]);
    expect(standingOf(version, parseTarget(`<${version}`))).toBe("above");
    expect(standingOf(version, parseTarget(`>${version}`))).toBe("below");
  }
});

import { hostileText, patience, prove } from "@upgradectl/proof";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Comparison, intervalOf, isEmpty } from "./interval.ts";
import { compareComponents, compareVersions, splitVersion } from "./order.ts";
import { type Standing, standingOf } from "./standing.ts";
import { parseTarget, VersionSyntaxError, type VersionTarget } from "./target.ts";

const part = fc.constantFrom(
  "0",
  "1",
  "01",
  "9",
  "10",
  "99999999999999999999",
  "r",
  "rc",
  "alpha",
  "R",
  "é",
  "r4",
);

const version = fc
  .tuple(
    fc.constantFrom("", "v", "V"),
    fc.array(fc.tuple(part, fc.constantFrom(".", "-", "_", "+")), { minLength: 1, maxLength: 5 }),
  )
  .map(
    ([prefix, parts]) =>
      prefix + parts.map(([text, separator], at) => (at === 0 ? text : separator + text)).join(""),
  );

const anyVersion = fc.oneof({ weight: 3, arbitrary: version }, { weight: 1, arbitrary: hostileText });

test("the order is total, antisymmetric and transitive", { timeout: patience }, () => {
  prove(
    "the order of versions",
    fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
      const [ab, ba] = [Math.sign(compareVersions(a, b)), Math.sign(compareVersions(b, a))];
      const [bc, ac] = [Math.sign(compareVersions(b, c)), Math.sign(compareVersions(a, c))];
      expect(ab + ba).toBe(0);
      expect(compareVersions(a, a)).toBe(0);
      if (ab === 0) expect(ac, "what is equal is equal towards all others").toBe(bc);
      if (ab <= 0 && bc <= 0) expect(ac).toBeLessThanOrEqual(0);
    }),
    10_000,
  );
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

const number = fc.constantFrom("1", "2", "3");
const operand = fc.oneof(
  number,
  fc.tuple(number, number).map((parts) => parts.join(".")),
  fc.tuple(number, fc.constantFrom("a", "b")).map((parts) => parts.join(".")),
);
const comparison: fc.Arbitrary<Comparison> = fc.record({
  operator: fc.constantFrom<Comparison["operator"]>(">=", ">", "<=", "<", "="),
  operand,
});
const someComparisons = fc.array(comparison, { minLength: 1, maxLength: 3 });
const isReachable = (comparisons: readonly Comparison[]) => !isEmpty(intervalOf(comparisons, splitVersion));

function write(alternatives: VersionTarget["alternatives"]): string {
  return alternatives
    .map((comparisons) => comparisons.map(({ operator, operand }) => operator + operand).join(" "))
    .join(" || ");
}

test("a target is refused exactly where no version can satisfy one of its alternatives", {
  timeout: patience,
}, () => {
  prove(
    "unreachable targets",
    fc.property(someComparisons, (comparisons) => {
      const isHeld = universe.some((candidate) => isAllowed(candidate, [comparisons]));
      expect(isReachable(comparisons)).toBe(isHeld);
      if (!isHeld) expect(() => parseTarget(write([comparisons]))).toThrow(VersionSyntaxError);
    }),
    1_000,
  );
});

test("standings agree with the contract's words, for whole and for partial versions", {
  timeout: patience,
}, () => {
  const seen = new Set<Standing>();
  const target = fc.array(someComparisons.filter(isReachable), { minLength: 1, maxLength: 3 });
  const asked = fc.oneof(fc.constantFrom("1", "2", "1.2", "2.a", "3.1"), fc.constantFrom(...universe));
  prove(
    "standings",
    fc.property(target, asked, (alternatives, whole) => {
      const parsed = parseTarget(write(alternatives));
      const allowed = universe.filter((candidate) => isAllowed(candidate, alternatives));
      const standing = standingOf(whole, parsed);
      expect(standing).toBe(referenceStanding(whole, allowed));
      seen.add(standing);
      // The longest versions of the universe cannot go on in it, so they say nothing about partial ones.
      if (splitVersion(whole).length === 3) return;
      const goingOn = universe.filter(
        (candidate) => candidate === whole || candidate.startsWith(`${whole}.`),
      );
      const [only, ...others] = new Set(goingOn.map((candidate) => referenceStanding(candidate, allowed)));
      const partial = standingOf(whole, parsed, { partial: true });
      expect(partial).toBe(others.length > 0 ? "undecided" : only);
      seen.add(partial);
    }),
    300,
  );
  expect([...seen].toSorted()).toEqual(["above", "allowed", "below", "between", "undecided"]);
});

test("a version is its own target, and a prefix is a target for everything that starts with it", {
  timeout: patience,
}, () => {
  const own = version
    .map((text) => `1.${text}`)
    .filter((text) => !/[._+-]v/i.test(text) && !text.includes("é"));
  prove(
    "a version is its own target",
    fc.property(own, version, (text, more) => {
      const target = parseTarget(text);
      expect(standingOf(text, target)).toBe("allowed");
      expect(standingOf(`${text}-${more.replace(/^v/i, "")}`, target)).toBe("allowed");
      expect(standingOf(text, parseTarget(`<${text}`))).toBe("above");
      expect(standingOf(text, parseTarget(`>${text}`))).toBe("below");
    }),
    2_000,
  );
});

/** Text that looks like a target at least in parts. */
const targetText = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          ">=",
          "<",
          "^",
          "~>",
          "!=",
          "||",
          "|",
          " - ",
          " ",
          "1.29",
          "v1",
          "1.x",
          "*",
          ".",
          "-",
          "+",
          "x",
          "and",
          "≥",
        ),
      },
      hostileText,
    ),
    {
      maxLength: 12,
    },
  )
  .map((pieces) => pieces.join(""));

test("any text is a target or is refused in a sentence; a mend that is offered is readable", {
  timeout: patience,
}, () => {
  prove(
    "any text as a target",
    fc.property(targetText, (text) => {
      try {
        expect(parseTarget(text).alternatives.length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof VersionSyntaxError)) throw error;
        expect(error.message).not.toMatch(/\p{Cc}|\p{Surrogate}/u);
        const [, mended] = /^Write `(.*)`\.$/s.exec(error.hint) ?? [];
        if (mended !== undefined) parseTarget(mended);
      }
    }),
    2_000,
  );
});

/** The quickest of a few tries, in milliseconds of this process: others use the machine too. */
function timeOf(work: () => void): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      work();
      return process.cpuUsage(before).user / 1000;
    }),
  );
}

test.each([
  ["digits", "1"],
  ["letters", "a"],
  ["zeros", "0"],
  ["separators", "."],
  ["blanks", " "],
  ["components", "1."],
  ["changes", "1a"],
  ["half a comparison", ">"],
  ["hyphens", "1 -"],
])("a version of any length takes time in proportion: %s", (_, piece) => {
  const target = parseTarget("1.29");
  const work = (length: number) => () => {
    const [long, longer] = [piece.repeat(length), `${piece.repeat(length)}1`];
    compareVersions(long, longer);
    standingOf(long, { ...target });
    // What is too long for a target is refused before it is looked through.
    expect(() => parseTarget(long)).toThrow(VersionSyntaxError);
  };
  const [short, long] = [timeOf(work(10_000)), timeOf(work(80_000))];
  // Eight times as long: 64 times the time would be quadratic. What the collector does on the side is in it.
  expect(long).toBeLessThan(50 * Math.max(short, 2));
});

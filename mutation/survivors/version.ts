import type { Survivor } from "../survivor.ts";

export const version: readonly Survivor[] = [
  {
    file: "packages/core/src/version/interval.ts",
    line: "if (last === undefined || !isNumber(last)) return { components, after: true };",
    changes: [
      "last === undefined || !isNumber(last) => last === undefined && !isNumber(last)",
      "last === undefined => false",
    ],
    why: "`isNumber` says no to `undefined` as well; the question is for the compiler.",
  },
  {
    file: "packages/core/src/version/interval.ts",
    line: "from: compareCuts(from, interval.from) > 0 ? from : interval.from,",
    changes: ["compareCuts(from, interval.from) > 0 => compareCuts(from, interval.from) >= 0"],
    why: "Of two equal cuts it does not matter which one is kept.",
  },
  {
    file: "packages/core/src/version/interval.ts",
    line: "to: compareCuts(to, interval.to) < 0 ? to : interval.to,",
    changes: ["compareCuts(to, interval.to) < 0 => compareCuts(to, interval.to) <= 0"],
    why: "Of two equal cuts it does not matter which one is kept.",
  },
  {
    file: "packages/core/src/version/order.ts",
    line: "if (other === undefined) return 1;",
    changes: ["other === undefined => false"],
    why: "What is not there is no number, and no text is before it: the comparison would say 1, too.",
  },
  {
    file: "packages/core/src/version/order.ts",
    line: "return a < b ? -1 : 1;",
    changes: ["a < b => a <= b"],
    why: "Equal texts have left on the line above.",
  },
  {
    file: "packages/core/src/version/standing.ts",
    line: 'const [standing = "undecided", ...others] = standings;',
    changes: ['"undecided" => ""'],
    why: "The place that is known is always looked at, so there is a first standing; the default is for the compiler.",
  },
  {
    file: "packages/core/src/version/standing.ts",
    line: "if (split !== splitVersion) return findStanding(version, target, split, partial);",
    changes: ["split !== splitVersion => true"],
    why: "Only slower: nothing is remembered.",
  },
  {
    file: "packages/core/src/version/standing.ts",
    line: "if (known.size < mostKnown) known.set(key, standing);",
    changes: [
      "known.size < mostKnown => true",
      "known.size < mostKnown => false",
      "known.size < mostKnown => known.size <= mostKnown",
      "known.size < mostKnown => known.size >= mostKnown",
      "known.set(key, standing); => ;",
    ],
    why: "Memory saves time and no more: what is not remembered, or too much of it, is worked out the same.",
  },
  {
    file: "packages/core/src/version/standing.ts",
    line: "standings.set(target, known);",
    changes: ["standings.set(target, known); => ;"],
    why: "Only slower: every question starts with an empty memory.",
  },
  {
    file: "packages/core/src/version/standing.ts",
    line: "return [known, ...ends.filter((cut) => compareCuts(cut, known) > 0 && compareCuts(cut, end) < 0)];",
    changes: ["compareCuts(cut, known) > 0 => compareCuts(cut, known) >= 0"],
    why: "A place that is looked at twice stands as it did the first time.",
  },
  {
    file: "packages/core/src/version/suggest-target.ts",
    line: '(_, operator = "", operand = "") => bound(operator, operand),',
    changes: ['"" => "Stryker was here!"', '"" => "Stryker was here!"'],
    why: "Both groups take part in every match; the defaults are for the compiler.",
  },
  {
    file: "packages/core/src/version/suggest-target.ts",
    line: 'const end = [...numbers.slice(0, bumped), String(BigInt(numbers[bumped] ?? "0") + 1n)].join(".");',
    changes: ['"0" => ""'],
    why: "`bumped` is a place in the list; the default is for the compiler.",
  },
  {
    file: "packages/core/src/version/suggest-target.ts",
    line: 'typeof mended === "string" ? target.replace(found, mended) : target.replace(found, mended),',
    changes: [
      'typeof mended === "string" => true',
      'typeof mended === "string" => false',
      'typeof mended === "string" => typeof mended !== "string"',
      '"string" => ""',
    ],
    why: "`replace` takes a text and a function alike; the branches differ for the compiler alone.",
  },
  {
    file: "packages/core/src/version/suggest-target.ts",
    line: 'const numbers = /^v?(\\d+(?:\\.\\d+)*)/i.exec(from)?.[1]?.split(".");',
    changes: [
      "/^v?(\\d+(?:\\.\\d+)*)/i.exec(from)?.[1]?.split => /^v?(\\d+(?:\\.\\d+)*)/i.exec(from)?.[1].split",
    ],
    why: "Group 1 takes part in every match; the question mark is for the compiler.",
  },
  {
    file: "packages/core/src/version/suggest-target.ts",
    line: '{ "^": firstAboveZero === -1 ? last : firstAboveZero, "~>": Math.max(last - 1, 0) }[operator] ?? 1;',
    changes: ["firstAboveZero === -1 => false"],
    why: "Where every number is zero, -1 cuts off the last one, and the default of the next line stands for it: the same text.",
  },
  {
    file: "packages/core/src/version/target.ts",
    line: 'return terms.map(([, written = "", operand = ""]) => {',
    changes: ['"" => "Stryker was here!"', '"" => "Stryker was here!"'],
    why: "Both groups take part in every match; the defaults are for the compiler.",
  },
  {
    file: "packages/core/src/version/target.ts",
    line: "if (!(error instanceof VersionSyntaxError)) throw error;",
    changes: ["!(error instanceof VersionSyntaxError) => false"],
    why: "Nothing else is thrown there: `findFault` keeps what an order throws to itself.",
  },
  {
    file: "packages/core/src/version/target.ts",
    line: "} catch {",
    changes: ["{ return false; } => {}"],
    why: "Its caller takes `undefined` for `false`.",
  },
];

const version = "[a-z0-9][a-z0-9._+-]*";

/** Ways of writing that people bring along from other tools, and what a target says instead. */
const repairs: readonly (readonly [found: RegExp, mended: string | ((...found: string[]) => string)])[] = [
  [/^[*x]$/i, ">=0"],
  [/≥/g, ">="],
  [/≤/g, "<="],
  [/[,;&]|\band\b/gi, " "],
  [/\||\bor\b/gi, "||"],
  [/=\s*([<>])/g, "$1="],
  [/==+/g, "="],
  [/<>|!=*/g, "!="],
  [new RegExp(`(${version})(?: +- *|- +)(${version})`, "gi"), ">=$1 <=$2"],
  [/(?<=\d)[._+-]?[x*](?=[\s|._+-]|$)[^\s|<>=]*/gi, ".x"],
  [
    new RegExp(`(\\^|~>|~=?)\\s*(${version})`, "gi"),
    (_, operator = "", operand = "") => bound(operator, operand),
  ],
  [new RegExp(`(${version})\\+(?=[\\s|]|$)`, "gi"), ">=$1"],
  [/(?<=[a-z0-9])[._+-]+(?=[\s|]|$)/gi, ""],
  [/([<>=])\s+/g, "$1"],
];

/** Rewrites a target that cannot be read; the answer need not be readable either. */
export function suggestTarget(text: string): string {
  const repaired = repairs.reduce(
    (target, [found, mended]) =>
      typeof mended === "string" ? target.replace(found, mended) : target.replace(found, mended),
    text,
  );
  return repaired
    .split("||")
    .flatMap(withoutUnequal)
    .map((alternative) => alternative.trim().replace(/\s+/g, " "))
    .filter((alternative) => alternative !== "")
    .join(" || ");
}

/**
 * `^1.28` of npm keeps the first number that is not zero, `~1.28.3` of npm the first two, `~>1.28.3` of Terraform all
 * but the last one.
 */
function bound(operator: string, operand: string): string {
  const from = operand.replace(/\.x$/i, "");
  const numbers = /^v?(\d+(?:\.\d+)*)/i.exec(from)?.[1]?.split(".");
  if (numbers === undefined) return `${operator}${operand}`;
  const last = numbers.length - 1;
  const firstAboveZero = numbers.findIndex((number) => /[1-9]/.test(number));
  const kept =
    { "^": firstAboveZero === -1 ? last : firstAboveZero, "~>": Math.max(last - 1, 0) }[operator] ?? 1;
  const bumped = Math.min(kept, last);
  const end = [...numbers.slice(0, bumped), String(BigInt(numbers[bumped] ?? "0") + 1n)].join(".");
  return `>=${from} <${end}`;
}

/** "Not this one" is "below it or above it"; of two, no version can be below the lower and above the higher one. */
function withoutUnequal(alternative: string): readonly string[] {
  if (alternative.split("!=").length !== 2) return [alternative];
  return [alternative.replace("!=", "<"), alternative.replace("!=", ">")];
}

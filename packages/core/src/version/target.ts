import { quote } from "../quote-text.ts";
import { type Comparison, intervalOf, isEmpty } from "./interval.ts";
import { type SplitVersion, splitVersion } from "./order.ts";
import { suggestTarget } from "./suggest-target.ts";

/** What `targetVersion` says: a version holds if all comparisons of one alternative hold. */
export interface VersionTarget {
  /** As written, blanks tidied. */
  readonly text: string;
  readonly alternatives: readonly (readonly Comparison[])[];
}

/** A target that cannot be understood, or that no version can reach. */
export class VersionSyntaxError extends Error {
  /** The one line that mends it. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "VersionSyntaxError";
    this.hint = hint;
  }
}

/** More than anybody means; keeps the search for a mend short. */
const longestTarget = 500;

const operators: ReadonlySet<string> = new Set<Comparison["operator"]>([">=", ">", "<=", "<", "="]);

/**
 * Reads a version (`1.29`, `1.29.x`, `v1.29.8-r4`) or a range (`>=1.28 <1.30`, `1.28 || 1.30`). `split` is the order
 * in which a target that no version can reach is recognised. Where that fails it is no fault of the target's: whoever
 * compares with it meets the same.
 *
 * @throws {VersionSyntaxError}
 */
export function parseTarget(text: string, split: SplitVersion = splitVersion): VersionTarget {
  if (text.length > longestTarget)
    throw fault(`The target is ${text.length} characters long; expected at most ${longestTarget}.`);
  const tidy = text.trim().replace(/\s+/g, " ");
  try {
    return readTarget(tidy, split);
  } catch (error) {
    if (!(error instanceof VersionSyntaxError)) throw error;
    const mended = suggestTarget(tidy);
    if (!isReadable(mended, split)) throw error;
    throw new VersionSyntaxError(error.message, `Write \`${mended}\`.`);
  }
}

function isReadable(text: string, split: SplitVersion): boolean {
  try {
    readTarget(text, split);
    return true;
  } catch {
    return false;
  }
}

function readTarget(text: string, split: SplitVersion): VersionTarget {
  if (text === "") throw fault("The target is empty; expected a version or a range of versions.");
  const alternatives = text.split("||").map((alternative) => readAlternative(alternative.trim(), text));
  for (const comparisons of alternatives) {
    const found = findFault(comparisons, split);
    if (found !== undefined) throw found;
  }
  return { text, alternatives };
}

function findFault(comparisons: readonly Comparison[], split: SplitVersion): VersionSyntaxError | undefined {
  try {
    const alien = comparisons.find(({ operand }) => split(operand).length === 0);
    if (alien !== undefined)
      return fault(`${quote(alien.operand)} is not a version in the order of this provider.`);
    if (!isEmpty(intervalOf(comparisons, split))) return undefined;
  } catch {
    return undefined;
  }
  const written = comparisons.map(({ operator, operand }) => (operator === "=" ? "" : operator) + operand);
  return new VersionSyntaxError(
    `No version can be ${quote(written.join(" "))}: its parts exclude each other.`,
    "Blanks mean that all parts must hold; write `||` between parts of which one is enough.",
  );
}

function readAlternative(text: string, target: string): readonly Comparison[] {
  if (text === "") throw fault(`One side of \`||\` is empty in ${quote(target)}; expected a version there.`);
  if (/\s-\s?v?\d|-\sv?\d/i.test(text))
    throw fault(`A target has no hyphen ranges such as ${quote(text)}; expected \`>=\` and \`<=\`.`);
  const terms = [...text.matchAll(/([<>=!^~≤≥]*)\s*([^\s<>=!^~≤≥]*)\s*/g)].filter(([term]) => term !== "");
  return terms.map(([, written = "", operand = ""]) => {
    const operator = written === "" ? "=" : written;
    if (!isOperator(operator)) {
      throw fault(
        `A target has no operator ${quote(operator)}; expected one of \`>=\`, \`>\`, \`<=\`, \`<\` and \`=\`.`,
      );
    }
    if (operand === "") throw fault(`A version is missing after ${quote(operator)} in ${quote(target)}.`);
    return { operator, operand: readOperand(operand) };
  });
}

function readOperand(written: string): string {
  const operand = written.replace(/\.x$/i, "");
  if (operand.includes("*") || /(?:^|[._+-])x(?:[._+-]|$)|\dx$/i.test(operand))
    throw fault(`In ${quote(written)}, "any" is expected at the end and as \`.x\`.`);
  if (!/^[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?$/i.test(operand) || operand.includes(".."))
    throw fault(`${quote(written)} is not a version; expected letters and digits, separated by \`.-_+\`.`);
  if (!/\d/.test(operand)) throw fault(`${quote(written)} is not a version; expected at least one digit.`);
  return operand;
}

function isOperator(text: string): text is Comparison["operator"] {
  return operators.has(text);
}

function fault(message: string): VersionSyntaxError {
  return new VersionSyntaxError(
    message,
    "A target looks like `1.29`, `1.29.x`, `v1.29.8-r4`, `>=1.28 <1.30` or `1.28 || 1.30`.",
  );
}

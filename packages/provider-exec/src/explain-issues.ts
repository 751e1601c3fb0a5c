import type * as z from "zod";
import { describeValue } from "./quote.ts";

type Issue = z.core.$ZodIssue;
/** Longer ones would fill the message. */
const longestName = 80;

type Path = readonly PropertyKey[];

/**
 * What is wrong with a part of an answer, as `/observation/version is the number 1.3; expected ...`: the first fault, and
 * how many more there are.
 *
 * @param base where in the answer the value stands
 */
export function explainIssues(issues: readonly Issue[], value: unknown, base: Path): string {
  const [first] = issues;
  if (first === undefined) return "the answer is wrong";
  const more = issues.length === 1 ? "" : ` (and ${issues.length - 1} more)`;
  return explain(innermost(first), value, base) + more;
}

function explain(issue: Issue, value: unknown, base: Path): string {
  const here = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return `${pointerOf([...here, key])} is not a member that protocol 1 has`;
  }
  return `${pointerOf(here)} is ${describeValue(valueAt(value, issue.path))}; expected ${issue.message}`;
}

/** Where one form of a value has its outer shape, what is wrong inside of it tells more than "none of the forms". */
function innermost(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const inside = issue.errors.find((errors) => errors.every((error) => isInside(error)))?.[0];
  return inside === undefined ? issue : innermost({ ...inside, path: [...issue.path, ...inside.path] });
}

function isInside({ path, code }: Issue): boolean {
  return path.length > 0 || code === "unrecognized_keys";
}

/** JSON pointer (RFC 6901); of the whole, words. */
export function pointerOf(path: Path): string {
  if (path.length === 0) return "the answer";
  return path.map((part) => `/${describeName(String(part))}`).join("");
}

/** Long names by their length alone: half a secret is not recognised as one. */
function describeName(name: string): string {
  if (name.length > longestName) return `(a name of ${name.length} characters)`;
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, key) => (part instanceof Object && Object.hasOwn(part, key) ? Reflect.get(part, key) : undefined),
    value,
  );
}

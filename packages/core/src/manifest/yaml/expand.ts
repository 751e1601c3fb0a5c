import type { Problem } from "../../diagnostics.ts";
import { cut, quote } from "../../quote-text.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A problem, and the variable it is about. */
export interface ExpansionProblem extends Problem {
  readonly subject: string;
}

export interface Expansion {
  readonly text: string;
  readonly problems: readonly ExpansionProblem[];
}

/**
 * Expands `${VAR}`, `${VAR:-default}`, `${VAR:?message}` and `$$`, once; every other `$` stays. What a variable holds
 * is data, whatever it looks like. `place` names the value for the messages.
 */
export function expand(text: string, environment: Environment, place: string): Expansion {
  const problems: ExpansionProblem[] = [];
  let expanded = "";
  let position = 0;
  for (let at = text.indexOf("$"); at !== -1; at = text.indexOf("$", position)) {
    expanded += text.slice(position, at);
    const next = text[at + 1];
    position = at + (next === "$" ? 2 : 1);
    if (next !== "{") {
      expanded += "$";
      continue;
    }
    const end = text.indexOf("}", at);
    if (end === -1) {
      problems.push(malformed(place, "is never closed by `}`"));
      return { text: "", problems };
    }
    expanded += substitute(text.slice(at + 2, end), environment, place, problems);
    position = end + 1;
  }
  return { text: expanded + text.slice(position), problems };
}

function substitute(
  inside: string,
  environment: Environment,
  place: string,
  problems: ExpansionProblem[],
): string {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(?::([-?])(.*))?$/s.exec(inside);
  if (match === null) {
    problems.push(
      malformed(place, "is not followed by a variable's name, `:-default` or `:?message` and `}`"),
    );
    return "";
  }
  const [, name = "", operator, rest = ""] = match;
  if (operator === "-" && rest.includes("${")) problems.push(nested(place, name));
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (value !== undefined && (value !== "" || operator === undefined)) return value;
  if (operator === "-") return rest;
  problems.push(unset(place, name, operator === undefined ? undefined : rest, value));
  return "";
}

function unset(
  place: string,
  name: string,
  message: string | undefined,
  value: string | undefined,
): ExpansionProblem {
  const state = value === undefined ? "is not set" : "is empty";
  const reason = message === undefined || message === "" ? "" : `: ${cut(message, 200)}`;
  return {
    severity: "error",
    code: "unset-variable",
    summary: `${place} needs the environment variable ${quote(name)}, which ${state}${reason}`,
    hint: `Set ${quote(name)}, or give it a default: \`\${${cut(name)}:-default}\`.`,
    subject: name,
  };
}

function malformed(place: string, fault: string): ExpansionProblem {
  return {
    severity: "error",
    code: "malformed-expansion",
    summary: `${place} has a \`\${\` that ${fault}`,
    detail: "Expected `${NAME}`, `${NAME:-default}` or `${NAME:?message}`.",
    hint: "Complete it, or write `$${` for the two characters themselves.",
    subject: fault,
  };
}

function nested(place: string, name: string): ExpansionProblem {
  return {
    severity: "warning",
    code: "nested-expansion",
    summary: `the default of \`\${${cut(name)}:-…}\` in ${place} has a \`\${\` of its own, which is not expanded`,
    detail: "Expansions do not nest: the default ends at the first `}`.",
    hint: "Use one variable, and set it to the other's value before the run.",
    subject: name,
  };
}

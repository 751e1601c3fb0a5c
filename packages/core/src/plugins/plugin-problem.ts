import type { Problem } from "../diagnostics.ts";

/** Carries a problem to the one place where it becomes a result. */
export class PluginFault extends Error {
  readonly problem: Problem;

  constructor(problem: Omit<Problem, "severity">) {
    super(problem.summary);
    this.name = "PluginFault";
    this.problem = { severity: "error", ...problem };
  }
}

/**
 * Text of a stranger in one printable line: no stack, no terminal escapes, no page of output. Words are never cut, because
 * half a secret is not recognised as one.
 */
export function oneLine(text: string, length = 300): string {
  const [line = ""] = text.trim().split(/\r?\n/);
  const printable = line.replace(/\p{C}/gu, "\u{fffd}");
  if (printable.length <= length) return printable;
  const end = printable.lastIndexOf(" ", length);
  return end > 0 ? `${printable.slice(0, end)} …` : `a text of ${printable.length} characters`;
}

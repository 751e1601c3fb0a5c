import type { Diagnostic, Problem, SourceLocation } from "../../diagnostics.ts";
import { printable } from "../../quote-text.ts";
import type { SourceText } from "../yaml/source-text.ts";

/**
 * The problems of one file, each said once: an alias or a default brings one mistake to many clusters. About a value
 * that could not be had (an unset variable) nothing more is said.
 */
export class ProblemList {
  readonly source: SourceText;
  readonly #found = new Map<string, { readonly problem: Problem; readonly offset: number }>();
  readonly #broken = new Set<number>();

  constructor(source: SourceText) {
    this.source = source;
  }

  /** `subject` tells two problems of one kind at one place apart. */
  add(problem: Problem, offset: number, subject = ""): void {
    if (this.#broken.has(offset)) return;
    const key = `${problem.code} ${offset} ${subject}`;
    if (!this.#found.has(key)) this.#found.set(key, { problem, offset });
  }

  breakValue(offset: number): void {
    this.#broken.add(offset);
  }

  isBroken(offset: number): boolean {
    return this.#broken.has(offset);
  }

  get hasBrokenValues(): boolean {
    return this.#broken.size > 0;
  }

  locate(offset: number): SourceLocation {
    return this.source.locate(offset);
  }

  diagnostics(): Diagnostic[] {
    return [...this.#found.values()].map(({ problem, offset }) => ({
      severity: problem.severity,
      code: problem.code,
      summary: printable(problem.summary),
      ...(problem.detail === undefined
        ? {}
        : { detail: problem.detail.split("\n").map(printable).join("\n") }),
      ...(problem.hint === undefined ? {} : { hint: printable(problem.hint) }),
      ...this.locate(offset),
    }));
  }
}

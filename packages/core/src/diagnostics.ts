/** Something the user can act on. Rendered for people and printed in machine formats from this same value. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** Stable, kebab-case: `unknown-key`, `unset-variable`. */
  readonly code: string;
  /** One sentence in the words of the user's file. */
  readonly summary: string;
  /** What was expected and what was found, where the summary does not say it all. */
  readonly detail?: string;
  /** The one line that mends it. */
  readonly hint?: string;
  /** As the user named it; `<stdin>` for standard input. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based, in characters. */
  readonly column?: number;
}

/** A diagnostic whose place is not known yet. */
export type Problem = Omit<Diagnostic, "file" | "line" | "column">;

/** A place in a text that a person wrote. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** By file as first seen, then by place, so that a reader goes through the file once from top to bottom. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const files = [...new Set(diagnostics.map((diagnostic) => diagnostic.file))];
  return diagnostics.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

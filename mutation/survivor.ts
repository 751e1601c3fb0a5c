import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Mutant } from "./run-area.ts";

/** Mutants that no test notices, and why none should have to. */
export interface Survivor {
  readonly file: string;
  /** The line of the source, without the blanks around it. */
  readonly line: string;
  /** What is changed in it: `before => after`. */
  readonly changes: readonly string[];
  readonly why: string;
}

export type Change = Pick<Survivor, "file" | "line"> & { readonly change: string; readonly row: number };

/** How the survivors of a run read in the list of those that are argued. */
export function describeSurvivor(
  mutant: Pick<Mutant, "fileName" | "location" | "replacement">,
  root: string,
): Change {
  const lines = readFileSync(mutant.fileName, "utf8").split("\n");
  const { start, end } = mutant.location;
  const [first = "", ...others] = lines.slice(start.line - 1, end.line);
  const tail = others.length === 0 ? "" : `\n${others.join("\n")}`;
  const cutAtEnd = (others.at(-1) ?? first).length - (end.column - 1);
  const text = first + tail;
  const before = text.slice(start.column - 1, text.length - cutAtEnd);
  return {
    file: relative(root, mutant.fileName),
    line: first.trim(),
    change: `${brief(before)} => ${brief(mutant.replacement ?? "")}`,
    row: start.line,
  };
}

/** Those of a run that nobody has argued. */
export function findUnargued(found: readonly Change[], argued: readonly Survivor[]): readonly Change[] {
  return found.filter(
    ({ file, line, change }) =>
      !argued.some((known) => known.file === file && known.line === line && known.changes.includes(change)),
  );
}

/** Those that were argued in files that were mutated now, and did not survive. */
export function findOutdated(
  found: readonly Change[],
  argued: readonly Survivor[],
  files: ReadonlySet<string>,
): readonly string[] {
  return argued
    .filter(({ file }) => files.has(file))
    .flatMap(({ file, line, changes }) =>
      changes
        .filter(
          (change) => !found.some((one) => one.file === file && one.line === line && one.change === change),
        )
        .map((change) => `${file}: ${line}: ${change}`),
    );
}

function brief(code: string): string {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 40)} ... ${line.slice(-15)}` : line;
}

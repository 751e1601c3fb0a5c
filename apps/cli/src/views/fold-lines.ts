import widthOf from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";

/** What is left for words after the indentation; less would stand letter below letter. */
const narrowest = 20;
/** Columns that the rest of a line stands deeper. */
const hanging = 2;
/** What pipelines' runners take for a command at the beginning of a line; inside of one it was left as it is. */
const command = "\\u{3a}:";

/**
 * Breaks long lines between words, as a terminal would not; what follows stands a little deeper than its line. Colours go on
 * over the break. Without a width nothing is broken: what reads is no terminal but a file or a program.
 */
export function foldLines(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split("\n")
    .map((line) => foldLine(line, columns))
    .join("\n");
}

function foldLine(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  const indent = (/^ */.exec(line)?.[0] ?? "").length;
  const width = Math.max(narrowest, columns - indent - hanging);
  const [first = "", ...rest] = wrapAnsi(line.slice(indent), width, { hard: true }).split("\n");
  const hung = rest.map((part) => " ".repeat(indent + hanging) + part.replace(/^::/, command));
  return [" ".repeat(indent) + first, ...hung].join("\n");
}

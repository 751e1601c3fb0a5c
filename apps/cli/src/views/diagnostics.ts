import type { Diagnostic } from "@upgradectl/core";
import type { Paint } from "./colors.ts";
import { maskDelicateLines } from "./delicate-lines.ts";
import { plainLines, plainText } from "./plain-text.ts";

/** Texts of the files that diagnostics point into, by the name under which they are shown. */
export type SourceTexts = ReadonlyMap<string, string>;

/** More than anybody reads at once. */
const most = 50;

/** Diagnostics for people: place, sentence, code frame, what was expected, and the mend. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: SourceTexts,
  paint: Paint,
): string {
  const told = diagnostics.slice(0, most);
  // To look through a long manifest takes more memory than to read it.
  const files = [...sources].filter(([name]) => told.some(({ file }) => file === name));
  const lines = new Map(files.map(([file, text]) => [file, maskDelicateLines(text.split(/\r\n|\n/))]));
  const shown = told.map((diagnostic) => `${renderOne(diagnostic, lines, paint)}\n`);
  if (diagnostics.length > most) shown.push(`and ${diagnostics.length - most} more; -o json has them all\n`);
  return shown.join("\n");
}

function renderOne(
  diagnostic: Diagnostic,
  sources: ReadonlyMap<string, readonly string[]>,
  paint: Paint,
): string {
  const { severity, code, summary, detail, hint, file, line, column } = diagnostic;
  const label = severity === "error" ? paint(["red", "bold"], "error") : paint(["yellow", "bold"], "warning");
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  const parts = [`${label}: ${plainText(summary)} ${paint("dim", `(${plainText(code)})`)}`];
  if (place !== "") parts.push(`  ${paint("cyan", plainText(place))}`);
  const text = file === undefined ? undefined : sources.get(file);
  if (text !== undefined && line !== undefined) parts.push(codeFrame(text, line, column ?? 1, paint));
  if (detail !== undefined) parts.push(indent(plainLines(detail)));
  if (hint !== undefined) parts.push(`  ${paint("green", "→")} ${plainText(hint)}`);
  return parts.join("\n");
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

/** Two lines before, the line with a caret under the column, one line after; long lines are cut around the column. */
function codeFrame(lines: readonly string[], line: number, column: number, paint: Paint): string {
  const first = Math.max(1, line - 2);
  const last = Math.min(lines.length, line + 1);
  const width = String(last).length;
  // A line whose secret is masked may end before the column.
  const from = Math.max(0, Math.min(column, lines[line - 1]?.length ?? 0) - 60);
  const rows: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = (lines[number - 1] ?? "").replaceAll("\t", " ").slice(from, from + 100);
    const gutter = paint("dim", `${String(number).padStart(width)} |`);
    rows.push(`  ${number === line ? paint("red", ">") : " "} ${gutter} ${frameText(text)}`);
    if (number === line) {
      const caret = " ".repeat(Math.max(0, Math.min(column - 1, lines[number - 1]?.length ?? 0) - from));
      rows.push(`    ${paint("dim", `${" ".repeat(width)} |`)} ${caret}${paint("red", "^")}`);
    }
  }
  return rows.join("\n");
}

/** Keeps the columns: a character that would be escaped becomes one visible place-holder. */
function frameText(text: string): string {
  return [...text]
    .map((character) => (plainText(character) === character || character === " " ? character : "?"))
    .join("")
    .replaceAll("##[", "?#[");
}

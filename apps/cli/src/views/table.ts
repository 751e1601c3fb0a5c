import widthOf from "fast-string-width";

export interface Cell {
  readonly text: string;
  /** Applied after the widths are settled. */
  readonly paint?: (text: string) => string;
  readonly align?: "right";
}

export interface Column {
  /** Narrowest useful width; a column without it is never cut. With 0 it is left out before others get narrower. */
  readonly minimum?: number;
}

const gap = "  ";
/** A column of fewer characters says nothing. */
const tooNarrow = 10;

/**
 * Lines of aligned cells. Where the terminal is too narrow, columns with a `minimum` are cut with an ellipsis, the
 * last of them first; without a width nothing is cut.
 */
export function renderTable(
  rows: readonly (readonly Cell[])[],
  columns: readonly Column[],
  available: number | undefined,
): readonly string[] {
  const widths = columns.map((_, index) => widestCell(rows, index));
  if (available !== undefined) shrink(widths, columns, available);
  return rows.map((row) => renderRow(row, widths));
}

function widestCell(rows: readonly (readonly Cell[])[], index: number): number {
  return rows.reduce((widest, row) => Math.max(widest, widthOf(row[index]?.text ?? "")), 0);
}

function shrink(widths: number[], columns: readonly Column[], available: number): void {
  for (let index = columns.length - 1; index >= 0; index--) {
    const shown = widths.filter((width) => width > 0);
    const excess = shown.reduce((sum, width) => sum + width + gap.length, -gap.length) - available;
    const minimum = columns[index]?.minimum;
    const width = widths[index] ?? 0;
    if (excess <= 0 || minimum === undefined || width === 0) continue;
    const left = Math.max(Math.min(minimum, width), width - excess);
    widths[index] = minimum === 0 && left < tooNarrow ? 0 : left;
  }
}

function renderRow(row: readonly Cell[], widths: readonly number[]): string {
  const cells = row.flatMap((cell, index) => {
    const width = widths[index] ?? 0;
    if (width === 0) return [];
    const text = cut(cell.text, width);
    const padding = " ".repeat(width - widthOf(text));
    const shown = text !== "" && cell.paint ? cell.paint(text) : text;
    return [cell.align === "right" ? padding + shown : shown + padding];
  });
  return cells.join(gap).trimEnd();
}

/** Cuts a text to a width on the screen, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  for (const character of text) {
    if (widthOf(kept + character) >= width) break;
    kept += character;
  }
  return `${kept}…`;
}

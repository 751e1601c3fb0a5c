import truncated from "fast-string-truncated-width";
import widthOf from "fast-string-width";

export interface Cell {
  readonly text: string;
  /** Applied after the widths are settled. */
  readonly paint?: (text: string) => string;
  readonly align?: "right";
}

export interface Column {
  /** Narrowest useful width; a column without it is never cut. */
  readonly minimum?: number;
}

const gap = "  ";

/**
 * Lines of aligned cells. Where the terminal is too narrow, columns with a `minimum` are cut with an ellipsis, the
 * last of them first; without a width nothing is cut.
 */
export function renderTable(
  rows: readonly (readonly Cell[])[],
  columns: readonly Column[],
  available: number | undefined,
): readonly string[] {
  const widths = columns.map((_, index) =>
    Math.max(0, ...rows.map((row) => widthOf(row[index]?.text ?? ""))),
  );
  if (available !== undefined) shrink(widths, columns, available);
  return rows.map((row) => renderRow(row, widths));
}

function shrink(widths: number[], columns: readonly Column[], available: number): void {
  const total = () =>
    widths.reduce((sum, width) => sum + width, 0) +
    gap.length * (widths.filter((width) => width > 0).length - 1);
  for (let index = columns.length - 1; index >= 0 && total() > available; index--) {
    const minimum = columns[index]?.minimum;
    const width = widths[index] ?? 0;
    if (minimum !== undefined)
      widths[index] = Math.max(Math.min(minimum, width), width - (total() - available));
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

export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const { index } = truncated(text, { limit: width, ellipsis: "…", ellipsisWidth: 1 });
  return `${text.slice(0, index)}…`;
}

import type { SourceLocation } from "../../diagnostics.ts";

/** A file's text, able to tell lines and columns. */
export class SourceText {
  readonly file: string;
  /** Without a byte order mark, which would shift the first line. */
  readonly text: string;
  #lineStarts: readonly number[] | undefined;
  /** Whether there are characters of two units, which most files have none of. */
  #hasPairs: boolean | undefined;
  #lastColumn = { start: -1, offset: 0, column: 1 };

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text.replace(/^\uFEFF/, "");
  }

  locate(offset: number): SourceLocation {
    this.#lineStarts ??= findLineStarts(this.text);
    const line = countAtMost(this.#lineStarts, offset);
    return { file: this.file, line, column: this.#columnOf(this.#lineStarts[line - 1] ?? 0, offset) };
  }

  /** Counts on from the last place, so that a large fleet in a single line of JSON is read through once. */
  #columnOf(start: number, offset: number): number {
    this.#hasPairs ??= pair.test(this.text);
    if (!this.#hasPairs) return offset - start + 1;
    const last = this.#lastColumn;
    const from = last.start === start && last.offset <= offset ? last : { offset: start, column: 1 };
    const column = from.column + countCharacters(this.text.slice(from.offset, offset));
    this.#lastColumn = { start, offset, column };
    return column;
  }
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

const pair = /[\uD800-\uDBFF][\uDC00-\uDFFF]/;

/** Code points, where `length` counts UTF-16 units. */
function countCharacters(text: string): number {
  return text.length - (text.match(new RegExp(pair, "g"))?.length ?? 0);
}

/** How many of the ascending numbers are not above the limit. */
function countAtMost(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

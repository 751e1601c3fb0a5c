import type { Range } from "./secret-needles.ts";

/** Invisible: soft hyphens, marks of direction, joiners. Control characters and blanks are named where they are meant. */
const invisible = String.raw`\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff`;
/** In a text without any of these, folding would take nothing but blanks out. */
const signs = new RegExp(String.raw`[\\%&\u0000-\u001f\u007f-\u009f${invisible}]`);
/** The same of a JSON text, in which quotes are escaped so often that these alone say nothing. */
const signsInJson = new RegExp(String.raw`\\[^"]|[%&\u007f-\u009f${invisible}]`);

const entities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);
const token = new RegExp(
  [
    String.raw`\\u([0-9a-f]{4})`,
    String.raw`\\x([0-9a-f]{2})`,
    "%(?:25){0,4}([0-9a-f]{2})",
    "&#x0{0,6}([0-9a-f]{1,6});",
    "&#0{0,6}([0-9]{1,7});",
    "&(amp|lt|gt|quot|apos);",
    String.raw`\\[nrtbf]?`,
    String.raw`[\s\u0000-\u001f\u007f-\u009f${invisible}]+`,
  ].join("|"),
  "gi",
);

export function hasSigns(text: string): boolean {
  return signs.test(text);
}

export function hasSignsInJson(json: string): boolean {
  return signsInJson.test(json);
}

/**
 * The text without blanks, line breaks, invisible characters and backslashes, and with escaped characters as what they stand
 * for: a secret that somebody wrapped, or wrote in a way that nobody thought of, stands there as it is.
 */
export function foldText(text: string): string {
  let folded = "";
  for (const piece of piecesOf(text)) folded += piece.folded;
  return folded;
}

/** The places in the text of ranges of its fold, which are in order and do not overlap. */
export function unfoldRanges(text: string, ranges: readonly Range[]): readonly Range[] {
  const places: Range[] = [];
  let before = 0;
  let start: number | undefined;
  for (const piece of piecesOf(text)) {
    const behind = before + piece.folded.length;
    for (let range = ranges[places.length]; range !== undefined; range = ranges[places.length]) {
      if (range.start >= behind) break;
      start ??= placeIn(piece, range.start - before, piece.start);
      if (range.end > behind) break;
      places.push({ start, end: placeIn(piece, range.end - before, piece.end), isShown: false });
      start = undefined;
    }
    before = behind;
    if (places.length === ranges.length) break;
  }
  return places;
}

/** A part of a text, and what it folds to: itself, or something shorter. */
interface Piece {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** Of what folds to something shorter, only its ends are places. */
function placeIn({ folded, start, end }: Piece, offset: number, otherwise: number): number {
  return folded.length === end - start ? start + offset : otherwise;
}

function* piecesOf(text: string): Iterable<Piece> {
  let behind = 0;
  for (const match of text.matchAll(token)) {
    const { index } = match;
    yield { folded: text.slice(behind, index), start: behind, end: index };
    behind = index + match[0].length;
    yield { folded: meaningOf(match), start: index, end: behind };
  }
  yield { folded: text.slice(behind), start: behind, end: text.length };
}

function meaningOf([, four, two, byte, hex, decimal, name]: readonly (string | undefined)[]): string {
  if (name !== undefined) return entities.get(name.toLowerCase()) ?? "";
  const code =
    decimal === undefined ? Number.parseInt(four ?? two ?? byte ?? hex ?? "", 16) : Number(decimal);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "";
}

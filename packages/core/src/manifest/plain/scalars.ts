import type { TextPool } from "./text-pool.ts";

/** What a character may be in a plain scalar of the plain kind. */
const startsScalar = 1;
const startsKey = 2;
const inKey = 4;
const isOrdinary = 8;

const beyondAscii = startsScalar | startsKey | inKey | isOrdinary;
const classes: Uint8Array = classify();

function classify(): Uint8Array {
  const table = new Uint8Array(128);
  const mark = (characters: string, bits: number) => {
    for (const character of characters) {
      const code = character.charCodeAt(0);
      table[code] = (table[code] ?? 0) | bits;
    }
  };
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  mark(`${letters}_`, beyondAscii);
  mark("0123456789", startsScalar | inKey | isOrdinary);
  mark("./", startsScalar | inKey | isOrdinary);
  mark("-", inKey | isOrdinary);
  mark("$^+=~\\;()", startsScalar | isOrdinary);
  mark("!\"%&'*<>?@`|#", isOrdinary);
  return table;
}

/** False for the code of no character. */
function is(code: number, bits: number): boolean {
  return code < 128 ? ((classes[code] ?? 0) & bits) !== 0 : code >= 128;
}

const newline = 10;
const space = 32;
const doubleQuote = 34;
const hash = 35;
const singleQuote = 39;
const dash = 45;
const nine = 57;
const colon = 58;
const backslash = 92;

export function isQuote(code: number): boolean {
  return code === doubleQuote || code === singleQuote;
}

/** Where a scalar of the plain kind ends that begins here; -1 where there is none. */
export function endOfScalar(text: string, at: number, inFlow: boolean): number {
  const code = text.charCodeAt(at);
  if (code === doubleQuote) return endOfDoubleQuoted(text, at);
  if (code === singleQuote) return endOfSingleQuoted(text, at);
  return endOfPlain(text, at, inFlow);
}

/** Where a key without quotes ends; `at` itself where there is none. */
export function endOfPlainKey(text: string, at: number): number {
  if (!is(text.charCodeAt(at), startsKey)) return at;
  let end = at + 1;
  while (is(text.charCodeAt(end), inKey)) end += 1;
  return end;
}

/** The text that a scalar stands for; undefined for escapes of another kind. */
export function sourceOf(text: string, start: number, end: number, pool: TextPool): string | undefined {
  const code = text.charCodeAt(start);
  if (!isQuote(code)) return pool.get(text, start, end);
  const inside = pool.get(text, start + 1, end - 1);
  if (code === singleQuote) return inside.includes("'") ? inside.replaceAll("''", "'") : inside;
  return inside.includes("\\") ? parseJsonText(`"${inside}"`) : inside;
}

/** The escapes of JSON mean the same in YAML, which has others too. */
function parseJsonText(text: string): string | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value of a scalar without quotes, by YAML's core schema. */
export function resolvePlain(source: string): string | number | boolean | null {
  const word = source.length <= longestWord ? words.get(source) : undefined;
  if (word !== undefined) return word;
  const code = source.charCodeAt(0);
  if (code > nine || !isNumber.test(source)) return source;
  if (source.startsWith("0o")) return Number.parseInt(source.slice(2), 8);
  if (source.startsWith("0x")) return Number.parseInt(source.slice(2), 16);
  return /[.eE]/.test(source) ? Number.parseFloat(source) : Number.parseInt(source, 10);
}

const isNumber = /^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const longestWord = 5;
const { NaN: nan, POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minusInfinity } = Number;
const words: ReadonlyMap<string, null | boolean | number> = new Map<string, null | boolean | number>([
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, nan] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, minusInfinity] as const),
]);

function endOfDoubleQuoted(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === doubleQuote) return end + 1;
    if (code === newline) return -1;
    if (code === backslash) end += 1;
  }
  return -1;
}

function endOfSingleQuoted(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === newline) return -1;
    if (code !== singleQuote) continue;
    if (text.charCodeAt(end + 1) !== singleQuote) return end + 1;
    end += 1;
  }
  return -1;
}

function endOfPlain(text: string, at: number, inFlow: boolean): number {
  const first = text.charCodeAt(at);
  const isStart = first === dash ? is(text.charCodeAt(at + 1), startsScalar) : is(first, startsScalar);
  if (!isStart) return -1;
  let end = at + 1;
  for (let here = end; here < text.length; here += 1) {
    const code = text.charCodeAt(here);
    if (is(code, isOrdinary)) {
      if (code === hash && end < here) return end;
      end = here + 1;
    } else if (code === newline) return end;
    else if (code === colon) {
      if (endsKey(text.charCodeAt(here + 1), inFlow)) return -1;
      end = here + 1;
    } else if (code !== space) {
      if (inFlow) return end;
      end = here + 1;
    }
  }
  return end;
}

/** Would a colon before this character end a key? */
export function endsKey(code: number, inFlow: boolean): boolean {
  return Number.isNaN(code) || code === space || code === newline || (inFlow && !is(code, isOrdinary));
}

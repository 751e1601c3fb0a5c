/** A list that the whole document's mapping has. */
export interface JsonList {
  /** Behind its bracket. */
  readonly end: number;
  /** Where its items stand. */
  readonly items: readonly number[];
}

/** What JSON looks like from far away. */
export interface JsonShape {
  /** Of all mappings together. */
  readonly keys: number;
  /** By where they stand. */
  readonly lists: ReadonlyMap<number, JsonList>;
}

const newline = 10;
const space = 32;
const doubleQuote = 34;
const comma = 44;
const nine = 57;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

const deepest = 50;
const longestKey = 250;
/** Of more digits, two readers might keep different ones. */
const longestNumber = 15;

/** Looks over a mapping that is known to be JSON. Undefined where YAML might not agree that it is. */
export function outlineJson(text: string): JsonShape | undefined {
  const lists = new Map<number, JsonList>();
  let items: number[] = [];
  let listStart = 0;
  let isBeforeItem = false;
  let keys = 0;
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const start = at;
    const code = text.charCodeAt(at);
    at += 1;
    if (code <= space) continue;
    if (code === comma) {
      isBeforeItem = depth === 2 && listStart > 0;
      continue;
    }
    if (isBeforeItem && code !== closeBracket) items.push(start);
    isBeforeItem = false;
    if (code === doubleQuote) {
      at = endOfText(text, start);
      if (text.charCodeAt(at) !== colon) continue;
      if (at - start > longestKey) return undefined;
      keys += 1;
      at += 1;
    } else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > deepest) return undefined;
      if (depth !== 2 || code === openBrace) continue;
      [listStart, items, isBeforeItem] = [start, [], true];
    } else if (code === closeBrace || code === closeBracket) {
      if (depth === 2 && code === closeBracket) {
        lists.set(listStart, { end: at, items });
        listStart = 0;
      }
      depth -= 1;
    } else if (code === colon) return undefined;
    else {
      at = endOfWord(text, at);
      if (code <= nine && at - start > longestNumber) return undefined;
    }
  }
  return { keys, lists };
}

/** Behind a value. */
export function endOfJson(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === doubleQuote) return endOfText(text, start);
  if (code !== openBrace && code !== openBracket) return endOfWord(text, start);
  let depth = 0;
  let at = start;
  do {
    const here = text.charCodeAt(at);
    if (here === openBrace || here === openBracket) depth += 1;
    else if (here === closeBrace || here === closeBracket) depth -= 1;
    at = here === doubleQuote ? endOfText(text, at) : at + 1;
  } while (depth > 0);
  return at;
}

/** Behind the quote that ends a text. */
export function endOfText(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (text.charCodeAt(quote - 1) === backslash && isEscaped(text, quote))
    quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

/** Over an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === backslash) first -= 1;
  return (at - first) % 2 === 1;
}

/** Behind a number, `true`, `false` or `null`. */
function endOfWord(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); isInWord(code); code = text.charCodeAt(at)) at += 1;
  return at;
}

function isInWord(code: number): boolean {
  return code > space && code !== comma && code !== closeBracket && code !== closeBrace;
}

/** Over blanks and ends of lines. */
export function skipBlanks(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code === space || code === newline; code = text.charCodeAt(at))
    at += 1;
  return at;
}

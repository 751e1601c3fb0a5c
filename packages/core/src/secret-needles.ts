/** Of a shorter one there is no key. */
export const shortestNeedle = 4;

/** Temporary credentials of one cloud begin alike for a few characters; this many tell most of them apart. */
const telling = 16;

/** A place in a text, from the first character to behind the last. */
export interface Range {
  readonly start: number;
  readonly end: number;
  /** Its first characters may be shown. */
  readonly isShown: boolean;
}

/** Needles that begin alike. */
interface Group {
  /** Longest first. */
  lengths: readonly number[];
  /** Needle to whether its first characters are shown. */
  readonly needles: Map<string, boolean>;
}

/** Needles that begin with the same four characters: the longer ones by their telling beginning, and the others. */
interface Bucket {
  readonly long: Map<string, Group>;
  readonly short: Group;
}

/**
 * Finds secrets in texts. A text is gone through once, whatever the number of secrets: a key of four characters runs along
 * it, and only where a secret begins with these four is anything compared.
 */
export class SecretNeedles {
  readonly #buckets = new Map<number, Bucket>();
  /** One byte for every folded key that occurs: most places of a text are passed by with one look. */
  readonly #filter = new Uint8Array(65_536);

  add(needle: string, isShown: boolean): void {
    let key = 0;
    for (let index = 0; index < shortestNeedle; index += 1) key = nextKey(key, needle.charCodeAt(index));
    this.#filter[fold(key)] = 1;
    const bucket = this.#buckets.get(key) ?? { long: new Map<string, Group>(), short: emptyGroup() };
    this.#buckets.set(key, bucket);
    const beginning = needle.slice(0, telling);
    const group = needle.length < telling ? bucket.short : (bucket.long.get(beginning) ?? emptyGroup());
    if (group !== bucket.short) bucket.long.set(beginning, group);
    group.needles.set(needle, isShown && group.needles.get(needle) !== false);
    if (!group.lengths.includes(needle.length))
      group.lengths = [...group.lengths, needle.length].sort((a, b) => b - a);
  }

  /** In order; those that overlap are one. Of nearly every text none, so this is what redaction costs a run. */
  find(text: string): readonly Range[] {
    const filter = this.#filter;
    let ranges: Range[] | undefined;
    let key = 0;
    for (let index = 0; index < text.length; index += 1) {
      key = nextKey(key, text.charCodeAt(index));
      if (filter[fold(key)] === 0) continue;
      const start = index - 3;
      const found = this.#longestAt(text, start, key);
      if (found === undefined) continue;
      ranges ??= [];
      append(ranges, { start, end: start + found.length, isShown: found.isShown });
    }
    return ranges ?? none;
  }

  #longestAt(text: string, from: number, key: number): Found | undefined {
    const bucket = from < 0 ? undefined : this.#buckets.get(key);
    if (bucket === undefined) return undefined;
    const long = bucket.long.get(text.slice(from, from + telling));
    return (long && longestOf(long, text, from)) ?? longestOf(bucket.short, text, from);
  }
}

const none: readonly Range[] = [];

/** Both in order, those that overlap as one. What was found of a text's fold adds nothing inside of what stands there as it is. */
export function joinRanges(exact: readonly Range[], folded: readonly Range[]): readonly Range[] {
  const joined: Range[] = [];
  for (const range of [...exact, ...folded].sort((a, b) => a.start - b.start))
    if (range.end > (joined.at(-1)?.end ?? 0)) append(joined, range);
  return joined;
}

/** Behind those that begin no later. */
function append(ranges: Range[], range: Range): void {
  const last = ranges.at(-1);
  if (last === undefined || range.start >= last.end) ranges.push(range);
  else ranges[ranges.length - 1] = { start: last.start, end: Math.max(last.end, range.end), isShown: false };
}

interface Found {
  readonly length: number;
  readonly isShown: boolean;
}

function emptyGroup(): Group {
  return { lengths: [], needles: new Map() };
}

function longestOf(group: Group, text: string, from: number): Found | undefined {
  for (const length of group.lengths) {
    const isShown = group.needles.get(text.slice(from, from + length));
    if (isShown !== undefined) return { length, isShown };
  }
  return undefined;
}

/** Holds the last four characters: what is older is shifted out of the 32 bits. */
function nextKey(key: number, code: number): number {
  return (key << 8) ^ code;
}

function fold(key: number): number {
  return (key ^ (key >>> 16)) & 0xffff;
}

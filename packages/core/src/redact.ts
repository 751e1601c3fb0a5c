import { isRecord } from "./is-record.ts";
import { isOwnKey, isOwnText } from "./own-words.ts";
import { encodingsOf } from "./secret-encodings.ts";
import { SecretScan } from "./secret-scan.ts";

/** Shorter values would be found inside ordinary words; they are masked only where they stand alone. */
const shortest = 4;
/** Of shorter values the first four characters would give away too much. */
const shortestPrefixed = 8;
const shown = 4;
const mask = "****";

/** What stands for a secret that was found: by default the mask, after the first four characters where they may be shown. */
export type Disguise = (found: string, isShown: boolean) => string;

const hide: Disguise = (found, isShown) => (isShown ? found.slice(0, shown) : "") + mask;

/** Temporary credentials of one cloud begin alike for a few characters; this many tell most of them apart. */
const telling = 16;

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
 * Masks secrets in texts, also where they are encoded. A text is gone through once, whatever the number of secrets: a
 * key of four characters runs along it, and only where a secret begins with these four is anything compared.
 */
export class Redactor {
  readonly #buckets = new Map<number, Bucket>();
  /** One byte for every folded key that occurs: most places of a text are passed by with one look. */
  readonly #filter = new Uint8Array(65_536);
  /** For all needles, as JSON writes them. */
  readonly #scan = new SecretScan();
  /** A secret that is no well-formed Unicode looks different in JSON, depending on what stands beside it. */
  #isOdd = false;
  readonly #short = new Set<string>();
  #shortPattern: RegExp | null = null;

  /** With `"prefix"` the first four characters stay readable, unless the same value is also added without. */
  add(value: string, show?: "prefix"): void {
    if (value === "") return;
    if (value.length < shortest) {
      this.#short.add(value);
      this.#shortPattern = patternOf(this.#short);
      return;
    }
    this.#addNeedle(value, show === "prefix" && value.length >= shortestPrefixed);
    for (const encoded of encodingsOf(value)) if (encoded !== value) this.#addNeedle(encoded, false);
    // Who quotes it at the end of a sentence may drop what looks like the sentence's own punctuation.
    const bare = value.replace(/(?<![.,;:!?])[.,;:!?]+$/, "");
    if (bare !== value && bare.length >= shortestPrefixed) this.#addNeedle(bare, false);
    // A log shows a key of several lines line by line.
    for (const line of value.includes("\n") ? value.split("\n") : [])
      if (line.trim().length >= shortestPrefixed) this.add(line.trim());
  }

  /** The text with every secret masked; secrets that overlap are masked as one. */
  text(value: string, disguise: Disguise = hide): string {
    const text = this.#mayHoldLong(value) ? this.#maskLong(value, disguise) : value;
    // After the longer ones: one of these can be a part of them.
    return this.#shortPattern === null
      ? text
      : text.replace(this.#shortPattern, (found) => disguise(found, false));
  }

  /** False for nearly every text. Nothing else is done with most of them, so this is all that redaction costs a run. */
  #mayHoldLong(text: string): boolean {
    const filter = this.#filter;
    let key = 0;
    for (let index = 0; index < text.length; index += 1) {
      key = nextKey(key, text.charCodeAt(index));
      if (filter[fold(key)] !== 0 && this.#longestAt(text, index - 3, key) !== undefined) return true;
    }
    return false;
  }

  /** Of a text that holds one at least. */
  #maskLong(text: string, disguise: Disguise): string {
    let masked = "";
    let copied = 0;
    let start = 0;
    let end = 0;
    let isShown = false;
    let key = 0;
    const flush = (): void => {
      masked += text.slice(copied, start) + disguise(text.slice(start, end), isShown);
      copied = end;
    };
    for (let index = 0; index < text.length; index += 1) {
      key = nextKey(key, text.charCodeAt(index));
      if (this.#filter[fold(key)] === 0) continue;
      const from = index - 3;
      const found = this.#longestAt(text, from, key);
      if (found === undefined) continue;
      if (from < end) {
        end = Math.max(end, from + found.length);
        isShown = false;
        continue;
      }
      if (end > copied) flush();
      start = from;
      end = from + found.length;
      isShown = found.isShown;
    }
    flush();
    return masked + text.slice(copied);
  }

  /** Plain data with every string and key masked, itself where there is nothing to mask; objects of other kinds stay as they are. */
  value<T>(value: T, disguise: Disguise = hide): T {
    if (this.#isClean(value)) return value;
    // The copy has the shape of the original, which the type system cannot follow through a recursion.
    return this.#copy(value, new Map(), disguise) as T;
  }

  /** The JSON of the same. */
  json(value: unknown): string {
    const json = JSON.stringify(value);
    return this.#isScannable() && !this.#scan.mayHold(json) ? json : JSON.stringify(this.value(value));
  }

  /**
   * True where nothing in it can be a secret. Its JSON is looked at as a whole: texts that were cut out of others cost many
   * times as much to go through one by one.
   */
  #isClean(value: unknown): boolean {
    if (!this.#isScannable()) return false;
    if (!isRecord(value) || !Array.isArray(value.clusters)) return this.#isCleanJson(value);
    // A report may be longer than a text can be.
    const { clusters, ...others } = value;
    return this.#isCleanJson(others) && clusters.every((cluster) => this.#isCleanJson(cluster));
  }

  #isScannable(): boolean {
    return this.#shortPattern === null && !this.#isOdd;
  }

  #isCleanJson(value: unknown): boolean {
    try {
      return !this.#scan.mayHold(JSON.stringify(value) ?? "");
    } catch {
      return false; // it has no end
    }
  }

  #copy(value: unknown, copies: Map<object, unknown>, disguise: Disguise): unknown {
    if (typeof value === "string") return isOwnText(value) ? value : this.text(value, disguise);
    if (typeof value !== "object" || value === null) return value;
    if (copies.has(value)) return copies.get(value);
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      copies.set(value, items);
      for (const item of value) items.push(this.#copy(item, copies, disguise));
      return items;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    const copy: Record<string, unknown> = prototype === null ? Object.create(null) : {};
    copies.set(value, copy);
    for (const [name, item] of Object.entries(value)) {
      const masked = this.#copy(item, copies, disguise);
      // Shorter ones are the report's own; of a map by names that a server chose, any key may be a secret.
      let key = name.length < shortestPrefixed || isOwnKey(name) ? name : this.text(name, disguise);
      while (Object.hasOwn(copy, key)) key += "*";
      if (key === "__proto__")
        Object.defineProperty(copy, key, {
          value: masked,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      else copy[key] = masked;
    }
    return copy;
  }

  #addNeedle(needle: string, isShown: boolean): void {
    this.#scan.add(JSON.stringify(needle).slice(1, -1));
    this.#isOdd ||= !needle.isWellFormed();
    let key = 0;
    for (let index = 0; index < shortest; index += 1) key = nextKey(key, needle.charCodeAt(index));
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

  #longestAt(text: string, from: number, key: number): Found | undefined {
    const bucket = from < 0 ? undefined : this.#buckets.get(key);
    if (bucket === undefined) return undefined;
    const long = bucket.long.get(text.slice(from, from + telling));
    return (long && longestOf(long, text, from)) ?? longestOf(bucket.short, text, from);
  }
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

function patternOf(values: Iterable<string>): RegExp {
  const longestFirst = [...values].sort((a, b) => b.length - a.length);
  const alternatives = longestFirst.map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives})(?![\\p{L}\\p{N}_])`, "gu");
}

import { isRecord } from "./is-record.ts";
import { isOwnKey, isOwnText } from "./own-words.ts";
import { encodingsOf } from "./secret-encodings.ts";
import { foldText, hasSigns, hasSignsInJson, unfoldRanges } from "./secret-folds.ts";
import { joinRanges, type Range, SecretNeedles, shortestNeedle } from "./secret-needles.ts";
import { SecretScan } from "./secret-scan.ts";

/** Shorter ones would be met in ordinary texts, once their blanks are gone. */
const shortestFold = 8;
/** Of shorter values the first four characters would give away too much. */
const shortestPrefixed = 8;
const shown = 4;
const mask = "****";

/** What stands for a secret that was found: by default the mask, after the first four characters where they may be shown. */
export type Disguise = (found: string, isShown: boolean) => string;

const hide: Disguise = (found, isShown) => (isShown ? found.slice(0, shown) : "") + mask;

/**
 * Masks secrets in texts, also where they are encoded, wrapped or escaped.
 */
export class Redactor {
  readonly #needles = new SecretNeedles();
  /** For all needles, as JSON writes them. */
  readonly #scan = new SecretScan();
  #isEmpty = true;
  readonly #folds = new SecretNeedles();
  /** Not among the folds yet: few runs need these. */
  #unfolded: string[] = [];
  /** A secret that is no well-formed Unicode looks different in JSON, depending on what stands beside it. */
  #isOdd = false;
  readonly #short = new Set<string>();
  #shortPattern: RegExp | null = null;

  /** With `"prefix"` the first four characters stay readable, unless the same value is also added without. */
  add(value: string, show?: "prefix"): void {
    if (value === "") return;
    // These would be found inside ordinary words; they are masked only where they stand alone.
    if (value.length < shortestNeedle) {
      this.#short.add(value);
      this.#shortPattern = patternOf(this.#short);
      return;
    }
    this.#isEmpty = false;
    this.#unfolded.push(value);
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
    const ranges = this.#find(value);
    const text = ranges.length === 0 ? value : maskRanges(value, ranges, disguise);
    // After the longer ones: one of these can be a part of them.
    return this.#shortPattern === null
      ? text
      : text.replace(this.#shortPattern, (found) => disguise(found, false));
  }

  #find(text: string): readonly Range[] {
    const exact = this.#needles.find(text);
    if (this.#isEmpty || !hasSigns(text)) return exact;
    const folded = this.#foldedNeedles().find(foldText(text));
    return folded.length === 0 ? exact : joinRanges(exact, unfoldRanges(text, folded));
  }

  #foldedNeedles(): SecretNeedles {
    const written = this.#unfolded.flatMap((secret) => [secret, ...encodingsOf(secret)]);
    this.#unfolded = [];
    for (const fold of new Set(written.map(foldText)))
      if (fold.length >= shortestFold) this.#folds.add(fold, false);
    return this.#folds;
  }

  #addNeedle(needle: string, isShown: boolean): void {
    this.#scan.add(JSON.stringify(needle).slice(1, -1));
    this.#isOdd ||= !needle.isWellFormed();
    this.#needles.add(needle, isShown);
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
    return this.#isScannable() && this.#isCleanText(json) ? json : JSON.stringify(this.value(value));
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
      return this.#isCleanText(JSON.stringify(value) ?? "");
    } catch {
      return false; // it has no end
    }
  }

  #isCleanText(json: string): boolean {
    return !this.#scan.mayHold(json) && (this.#isEmpty || !hasSignsInJson(json));
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
}

function maskRanges(text: string, ranges: readonly Range[], disguise: Disguise): string {
  let masked = "";
  let copied = 0;
  for (const { start, end, isShown } of ranges) {
    masked += text.slice(copied, start) + disguise(text.slice(start, end), isShown);
    copied = end;
  }
  return masked + text.slice(copied);
}

function patternOf(values: Iterable<string>): RegExp {
  const longestFirst = [...values].sort((a, b) => b.length - a.length);
  const alternatives = longestFirst.map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives})(?![\\p{L}\\p{N}_])`, "gu");
}

import type { Path } from "../problems/path-words.ts";
import { descend, type ScalarText, type ValueTree } from "../value-tree.ts";
import type { PlainDocument } from "./plain-reader.ts";
import { endOfPlainKey, endOfScalar, isQuote, resolvePlain, sourceOf } from "./scalars.ts";
import { TextPool } from "./text-pool.ts";

/** A part of a document, and how far down a path it is. */
interface Found {
  /** As `PositionList` has it. */
  readonly value: number;
  /** Where its key stands, or itself as an item of a list; undefined for the whole document. */
  readonly keyAt: number | undefined;
  readonly inFlow: boolean;
  readonly depth: number;
}

/** A document of the plain kind. What stands at a place is read again from the text when it is asked for. */
export class PlainTree implements ValueTree {
  readonly data: unknown;
  readonly #text: string;
  readonly #positions: Int32Array;
  readonly #root: number;
  readonly #texts = new TextPool();
  /** By the mapping's place in the positions. */
  readonly #keys = new Map<number, ReadonlyMap<string, number>>();

  constructor(text: string, { data, positions, root }: PlainDocument) {
    this.data = data;
    this.#text = text;
    this.#positions = positions;
    this.#root = root;
  }

  valueOffset(path: Path): number {
    const found = this.#find(path);
    const isNothing = found.value >= 0 && this.#read(found).value === null;
    return isNothing ? (found.keyAt ?? found.value) : this.#startOf(found.value);
  }

  keyOffset(path: Path): number {
    const { value, keyAt } = this.#find(path);
    return keyAt ?? this.#startOf(value);
  }

  itemOffset(path: Path): number {
    return this.#firstKeyOf(this.#find(path).value);
  }

  itemOffsets(path: Path): readonly number[] {
    const { value, depth } = this.#find(path);
    if (depth < path.length || value >= 0 || this.#isMapping(~value)) return [];
    const first = ~value + 2;
    return Array.from({ length: this.#sizeOf(~value) }, (_, index) =>
      this.#firstKeyOf(this.#at(first + index)),
    );
  }

  scalar(path: Path): ScalarText | undefined {
    const found = this.#find(path);
    return found.depth === path.length && found.value >= 0 ? this.#read(found) : undefined;
  }

  written(path: Path): string {
    const { value, inFlow, depth } = this.#find(path);
    if (depth < path.length || value < 0) return "";
    return this.#text.slice(value, Math.max(value, endOfScalar(this.#text, value, inFlow)));
  }

  #find(path: Path): Found {
    const root: Found = { value: this.#root, keyAt: undefined, inFlow: false, depth: 0 };
    return descend(root, path, (found, part) => this.#step(found, part));
  }

  #step({ value, depth }: Found, part: string | number): Found | undefined {
    if (value >= 0) return undefined;
    const collection = ~value;
    const inFlow = "{[".includes(this.#text.charAt(this.#at(collection)));
    if (this.#isMapping(collection)) {
      const place = this.#keysOf(collection).get(String(part));
      if (place === undefined) return undefined;
      return { value: this.#at(place + 1), keyAt: this.#at(place), inFlow, depth: depth + 1 };
    }
    const index = Number(part);
    if (!(index >= 0 && index < this.#sizeOf(collection) && Number.isInteger(index))) return undefined;
    const item = this.#at(collection + 2 + index);
    return { value: item, keyAt: this.#startOf(item), inFlow, depth: depth + 1 };
  }

  /** The keys of a mapping with their places. The top of a document is asked for again and again. */
  #keysOf(mapping: number): ReadonlyMap<string, number> {
    const known = this.#keys.get(mapping);
    if (known !== undefined) return known;
    const keys = new Map<string, number>();
    const end = mapping + 2 + this.#sizeOf(mapping) * 2;
    for (let place = mapping + 2; place < end; place += 2) keys.set(this.#keyAt(this.#at(place)), place);
    this.#keys.set(mapping, keys);
    return keys;
  }

  #keyAt(start: number): string {
    const isQuoted = isQuote(this.#text.charCodeAt(start));
    const end = isQuoted ? endOfScalar(this.#text, start, true) : endOfPlainKey(this.#text, start);
    return sourceOf(this.#text, start, end, this.#texts) ?? "";
  }

  #read({ value, inFlow }: Found): ScalarText {
    const end = endOfScalar(this.#text, value, inFlow);
    // A key without a value: behind its colon the line ends.
    if (end === -1) return { value: null, source: "" };
    const source = sourceOf(this.#text, value, end, this.#texts) ?? "";
    return { source, value: isQuote(this.#text.charCodeAt(value)) ? source : resolvePlain(source) };
  }

  #firstKeyOf(value: number): number {
    const hasKeys = value < 0 && this.#isMapping(~value) && this.#sizeOf(~value) > 0;
    return hasKeys ? this.#at(~value + 2) : this.#startOf(value);
  }

  #startOf(value: number): number {
    return value < 0 ? this.#at(~value) : value;
  }

  #isMapping(collection: number): boolean {
    return this.#at(collection + 1) < 0;
  }

  #sizeOf(collection: number): number {
    const size = this.#at(collection + 1);
    return size < 0 ? ~size : size;
  }

  #at(place: number): number {
    return this.#positions[place] ?? 0;
  }
}

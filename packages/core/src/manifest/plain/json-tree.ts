import type { Path } from "../problems/path-words.ts";
import { descend, type ScalarText, type ValueTree } from "../value-tree.ts";
import { endOfJson, endOfText, type JsonList, skipBlanks } from "./json-outline.ts";
import type { JsonDocument } from "./json-reader.ts";

/** A part of a document, and how far down a path it is. */
interface Found {
  readonly value: number;
  /** Where its key stands, or itself as an item of a list; undefined for the whole document. */
  readonly keyAt: number | undefined;
  readonly depth: number;
}

type Members = ReadonlyMap<string, Omit<Found, "depth">>;

/** A document of JSON. Where its parts stand is looked up in the text when it is asked for. */
export class JsonTree implements ValueTree {
  readonly data: unknown;
  readonly #text: string;
  readonly #lists: ReadonlyMap<number, JsonList>;
  /** By where the mapping stands. */
  readonly #members = new Map<number, Members>();

  constructor(text: string, { data, lists }: JsonDocument) {
    this.data = data;
    this.#text = text;
    this.#lists = lists;
  }

  valueOffset(path: Path): number {
    const { value, keyAt } = this.#find(path);
    return this.#text.startsWith("null", value) ? (keyAt ?? value) : value;
  }

  keyOffset(path: Path): number {
    const { value, keyAt } = this.#find(path);
    return keyAt ?? value;
  }

  itemOffset(path: Path): number {
    return this.#firstKeyOf(this.#find(path).value);
  }

  itemOffsets(path: Path): readonly number[] {
    const { value, depth } = this.#find(path);
    const isList = depth === path.length && this.#text.startsWith("[", value);
    return isList ? this.#itemsOf(value).map((item) => this.#firstKeyOf(item)) : [];
  }

  scalar(path: Path): ScalarText | undefined {
    const written = this.written(path);
    if (written === "") return undefined;
    const value: unknown = JSON.parse(written);
    return { value, source: typeof value === "string" ? value : written };
  }

  written(path: Path): string {
    const { value, depth } = this.#find(path);
    if (depth < path.length || this.#isCollection(value)) return "";
    return this.#text.slice(value, endOfJson(this.#text, value));
  }

  #find(path: Path): Found {
    const root: Found = { value: 0, keyAt: undefined, depth: 0 };
    return descend(root, path, (found, part) => this.#step(found, part));
  }

  #step({ value, depth }: Found, part: string | number): Found | undefined {
    if (this.#text.startsWith("{", value)) {
      const member = this.#membersOf(value).get(String(part));
      return member === undefined ? undefined : { ...member, depth: depth + 1 };
    }
    const items = this.#text.startsWith("[", value) ? this.#itemsOf(value) : [];
    const item = items[Number(part)];
    return item === undefined ? undefined : { value: item, keyAt: item, depth: depth + 1 };
  }

  #membersOf(mapping: number): Members {
    const known = this.#members.get(mapping);
    if (known !== undefined) return known;
    const members = new Map<string, Omit<Found, "depth">>();
    for (const keyAt of this.#partsOf(mapping)) {
      const end = endOfText(this.#text, keyAt);
      const value = skipBlanks(this.#text, end + 1);
      members.set(JSON.parse(this.#text.slice(keyAt, end)), { keyAt, value });
    }
    this.#members.set(mapping, members);
    return members;
  }

  #itemsOf(list: number): readonly number[] {
    return this.#lists.get(list)?.items ?? [...this.#partsOf(list)];
  }

  /** Where the keys of a mapping, or the items of a list, stand. */
  *#partsOf(collection: number): Iterable<number> {
    const text = this.#text;
    const isMapping = text.startsWith("{", collection);
    let at = skipBlanks(text, collection + 1);
    while (!text.startsWith(isMapping ? "}" : "]", at)) {
      yield at;
      const value = isMapping ? skipBlanks(text, endOfText(text, at) + 1) : at;
      at = skipBlanks(text, this.#lists.get(value)?.end ?? endOfJson(text, value));
      if (text.startsWith(",", at)) at = skipBlanks(text, at + 1);
    }
  }

  #firstKeyOf(value: number): number {
    if (!this.#text.startsWith("{", value)) return value;
    const first = skipBlanks(this.#text, value + 1);
    return this.#text.startsWith("}", first) ? value : first;
  }

  #isCollection(value: number): boolean {
    return this.#text.startsWith("{", value) || this.#text.startsWith("[", value);
  }
}

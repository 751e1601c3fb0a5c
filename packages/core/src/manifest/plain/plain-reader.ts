import { type Environment, expand } from "../yaml/expand.ts";
import { Cursor, NotPlain } from "./cursor.ts";
import { PositionList } from "./positions.ts";
import { endOfPlainKey, endOfScalar, endsKey, isQuote, resolvePlain, sourceOf } from "./scalars.ts";
import { TextPool } from "./text-pool.ts";

/** A document of the plain kind. */
export interface PlainDocument {
  /** Expanded. */
  readonly data: unknown;
  /** As `PositionList` describes. */
  readonly positions: Int32Array;
  /** The value of the whole document in `positions`. */
  readonly root: number;
}

/**
 * Reads the part of YAML (with all of JSON) that long manifests are written in, in one pass. Undefined for anything
 * else, be it right or wrong: this reader knows no problems.
 */
export function readPlain(text: string, environment: Environment): PlainDocument | undefined {
  if (hasOddCharacter(text)) return undefined;
  try {
    return new PlainReader(text, environment).read();
  } catch (thrown) {
    if (thrown instanceof NotPlain) return undefined;
    throw thrown;
  }
}

/** Controls with tab and carriage return, the odd blanks and ends of lines, byte order marks and what is no character. */
const oddCharacter = /[^\n\x20-\x7e\u00a1-\u1fff\u2030-\ufefe]/;
const deepest = 50;
const longestKey = 250;

const space = 32;
const comma = 44;
const dash = 45;
const zero = 48;
const nine = 57;
const colon = 58;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

class PlainReader extends Cursor {
  readonly #environment: Environment;
  readonly #positions: PositionList;
  readonly #texts = new TextPool();
  #depth = 0;
  /** Of the value that was read last, as `PositionList` has it. */
  #position = 0;

  constructor(text: string, environment: Environment) {
    super(text);
    this.#environment = environment;
    this.#positions = new PositionList(text.length >> 3);
  }

  read(): PlainDocument {
    this.nextLine();
    if (this.column === 0 && this.text.startsWith("---", this.at)) {
      this.at += 3;
      this.endLine();
    }
    if (this.column !== 0) throw new NotPlain();
    this.isMultiline = this.#isFlow();
    const data = this.isMultiline ? this.#readFlow() : this.#readBlock();
    if (this.isMultiline) this.endLine();
    if (!this.#isAtEnd()) throw new NotPlain();
    return { data, positions: this.#positions.take(), root: this.#position };
  }

  #readBlock(): unknown {
    return this.#isItem() ? this.#readBlockSequence() : this.#readBlockMapping(this.column);
  }

  #readBlockMapping(column: number): unknown {
    this.#descend();
    const mapping: Record<string, unknown> = {};
    const start = this.at;
    const opened = this.#positions.open();
    do {
      this.#positions.add(this.at);
      const name = this.#readKey(mapping, false);
      this.skipSpaces();
      mapping[name] = this.isLineEnd() ? this.#readBelow(column) : this.#readInLine();
      this.#positions.add(this.#position);
    } while (this.column === column);
    return this.#ascend(mapping, column, opened, start);
  }

  #readBlockSequence(): unknown {
    this.#descend();
    const column = this.column;
    const sequence: unknown[] = [];
    const start = this.at;
    const opened = this.#positions.open();
    do {
      this.at += 1;
      this.skipSpaces();
      sequence.push(this.#isKey() ? this.#readBlockMapping(this.at - this.lineStart) : this.#readInLine());
      this.#positions.add(this.#position);
    } while (this.column === column && this.#isItem());
    return this.#ascend(sequence, column, opened, start);
  }

  /** The value of a key that has nothing beside it. */
  #readBelow(column: number): unknown {
    this.#position = this.at;
    this.endLine();
    const isInside = this.column > column || (this.column === column && this.#isItem());
    return isInside ? this.#readBlock() : null;
  }

  #readInLine(): unknown {
    const value = this.#isFlow() ? this.#readFlow() : this.#readScalar(false);
    this.endLine();
    return value;
  }

  #readFlow(): unknown {
    this.#descend();
    const start = this.at;
    const opened = this.#positions.open();
    const isMapping = this.text.charCodeAt(start) === openBrace;
    this.at += 1;
    this.skipInFlow();
    const value = isMapping ? this.#readFlowMapping() : this.#readFlowSequence();
    this.#depth -= 1;
    this.#position = this.#positions.close(opened, start, isMapping);
    return value;
  }

  #readFlowMapping(): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    if (this.takeIf(closeBrace)) return mapping;
    do {
      this.skipInFlow();
      this.#positions.add(this.at);
      const name = this.#readKey(mapping, true);
      this.skipInFlow();
      mapping[name] = this.#isFlow() ? this.#readFlow() : this.#readScalar(true);
      this.#positions.add(this.#position);
      this.skipInFlow();
    } while (this.takeIf(comma));
    if (!this.takeIf(closeBrace)) throw new NotPlain();
    return mapping;
  }

  #readFlowSequence(): unknown[] {
    const sequence: unknown[] = [];
    if (this.takeIf(closeBracket)) return sequence;
    do {
      this.skipInFlow();
      sequence.push(this.#isFlow() ? this.#readFlow() : this.#readScalar(true));
      this.#positions.add(this.#position);
      this.skipInFlow();
    } while (this.takeIf(comma));
    if (!this.takeIf(closeBracket)) throw new NotPlain();
    return sequence;
  }

  /** Reads a key with its colon. */
  #readKey(mapping: Record<string, unknown>, inFlow: boolean): string {
    const text = this.text;
    const start = this.at;
    const isQuoted = isQuote(text.charCodeAt(start));
    const end = isQuoted ? endOfScalar(text, start, inFlow) : endOfPlainKey(text, start);
    if (end <= start || end - start > longestKey || text.charCodeAt(end) !== colon) throw new NotPlain();
    const name = sourceOf(text, start, end, this.#texts);
    if (name === undefined || !isUsableKey(name) || name in mapping) throw new NotPlain();
    this.at = end + 1;
    const isJson = isQuoted && inFlow;
    if (!isJson && this.text.charCodeAt(this.at) !== space && !this.isLineEnd()) throw new NotPlain();
    return name;
  }

  #readScalar(inFlow: boolean): unknown {
    const start = this.at;
    const end = endOfScalar(this.text, start, inFlow);
    if (end === -1) throw new NotPlain();
    this.at = end;
    this.#position = start;
    const source = sourceOf(this.text, start, end, this.#texts);
    if (source === undefined) throw new NotPlain();
    const value = isQuote(this.text.charCodeAt(start)) ? source : resolvePlain(source);
    return typeof value === "string" && value.includes("$") ? this.#expand(value) : value;
  }

  #expand(source: string): string {
    const { text, problems } = expand(source, this.#environment, "");
    if (problems.length > 0) throw new NotPlain();
    return text;
  }

  #descend(): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw new NotPlain();
  }

  /** Ends a collection in block style. */
  #ascend(value: object, column: number, opened: number, start: number): unknown {
    if (this.column > column) throw new NotPlain();
    this.#depth -= 1;
    this.#position = this.#positions.close(opened, start, !Array.isArray(value));
    return value;
  }

  #isAtEnd(): boolean {
    return this.column === -1;
  }

  #isFlow(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code === openBrace || code === openBracket;
  }

  #isItem(): boolean {
    return this.text.charCodeAt(this.at) === dash && this.text.charCodeAt(this.at + 1) === space;
  }

  #isKey(): boolean {
    const end = endOfPlainKey(this.text, this.at);
    return this.text.charCodeAt(end) === colon && endsKey(this.text.charCodeAt(end + 1), false);
  }
}

/** Does a text have characters that no document of the plain kind has? */
export function hasOddCharacter(text: string): boolean {
  return oddCharacter.test(text);
}

/** Keys like whole numbers would change places. */
export function isUsableKey(name: string): boolean {
  const code = name.charCodeAt(0);
  return name !== "" && name !== "<<" && !(code >= zero && code <= nine) && !(name in Object.prototype);
}

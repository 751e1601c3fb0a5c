import { isRecord } from "../is-record.ts";

/** Whether a value satisfies a schema. Says nothing of why it does not. */
export type Judge = (value: unknown) => boolean;

/** Judges of the formats that a schema may name; `null` lets it name any, and judges none. */
export type FormatJudges = Readonly<Record<string, (text: string) => boolean>> | null;

/**
 * Makes a judge of a JSON Schema (draft 2020-12) out of closures: ajv's would be ten times as fast to ask, but takes
 * 50 ms to load and to generate, and most runs ask a few hundred times and are always told yes. Agrees with ajv on every JSON
 * value (compile-judge.test.ts). Null where the schema uses a keyword, or a form of one, that is unknown here: ajv's turn.
 */
export function compileJudge(schema: unknown, formats: FormatJudges = {}): Judge | null {
  try {
    return new JudgeCompiler(formats).compile(schema);
  } catch (error) {
    if (error instanceof NotMine) return null;
    throw error;
  }
}

class NotMine extends Error {}

type Schema = Readonly<Record<string, unknown>>;

/** Keywords that judge nothing, and what a schema may say with them. */
const annotations: Readonly<Record<string, Judge>> = {
  $comment: isText,
  $schema: isText,
  default: () => true,
  description: isText,
  examples: Array.isArray,
  secret: (value) => value === true || value === "prefix",
  title: isText,
};

const types: Readonly<Record<string, Judge>> = {
  string: (value) => typeof value === "string",
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  object: (value) => isRecord(value),
  array: (value) => Array.isArray(value),
};

class JudgeCompiler {
  readonly #formats: FormatJudges;

  constructor(formats: FormatJudges) {
    this.#formats = formats;
  }

  compile(schema: unknown): Judge {
    if (typeof schema === "boolean") return () => schema;
    const keywords = recordOf(schema);
    const judges: Judge[] = [];
    for (const keyword of Object.keys(keywords)) {
      const wanted = keywords[keyword];
      if (!Object.hasOwn(annotations, keyword)) judges.push(this.#compileKeyword(keyword, wanted, keywords));
      else if (annotations[keyword]?.(wanted) !== true) throw new NotMine();
    }
    return all(judges);
  }

  #compileKeyword(keyword: string, wanted: unknown, { properties }: Schema): Judge {
    switch (keyword) {
      case "type":
        return any((Array.isArray(wanted) ? wanted : [wanted]).map(typeJudge));
      case "const":
      case "enum":
        return oneOfThese(keyword === "const" ? [wanted] : listOf(wanted));
      case "minLength":
      case "maxLength":
      case "pattern":
      case "format":
        return ofTexts(this.#compileText(keyword, wanted));
      case "minimum":
      case "maximum":
        return ofNumbers(keyword, numberOf(wanted));
      case "items":
        return ofLists(this.#compileItems(wanted));
      case "minItems":
      case "maxItems":
        return ofLists(bound(keyword, wanted, (list: readonly unknown[]) => list.length));
      case "anyOf":
        return any(this.#compileAll(wanted));
      case "allOf":
        return all(this.#compileAll(wanted));
      case "oneOf":
        return exactlyOne(this.#compileAll(wanted));
      case "additionalProperties":
        return ofRecords(this.#compileOthers(properties === undefined ? {} : recordOf(properties), wanted));
      default:
        return ofRecords(this.#compileRecord(keyword, wanted));
    }
  }

  #compileAll(schemas: unknown): readonly Judge[] {
    const branches = listOf(schemas);
    if (branches.length === 0) throw new NotMine();
    return branches.map((branch) => this.compile(branch));
  }

  #compileText(keyword: string, wanted: unknown): (text: string) => boolean {
    if (keyword === "minLength") return isLongEnough(countOf(wanted));
    if (keyword === "maxLength") return isShortEnough(countOf(wanted));
    if (typeof wanted !== "string") throw new NotMine();
    if (keyword === "format") return this.#compileFormat(wanted);
    const pattern = patternOf(wanted);
    return (text) => pattern.test(text);
  }

  #compileFormat(name: string): (text: string) => boolean {
    if (this.#formats === null) return () => true;
    return (Object.hasOwn(this.#formats, name) ? this.#formats[name] : undefined) ?? notMine();
  }

  #compileItems(wanted: unknown): (list: readonly unknown[]) => boolean {
    const judge = this.compile(wanted);
    return (list) => {
      for (const item of list) if (!judge(item)) return false;
      return true;
    };
  }

  #compileRecord(keyword: string, wanted: unknown): (record: Schema) => boolean {
    switch (keyword) {
      case "properties":
        return this.#compileProperties(wanted);
      case "required": {
        const names = textsOf(wanted);
        return (record) => hasAll(record, names);
      }
      case "dependentRequired": {
        const needs = entriesOf(wanted).map(([name, others]) => [name, textsOf(others)] as const);
        return (record) =>
          needs.every(([name, others]) => record[name] === undefined || hasAll(record, others));
      }
      case "propertyNames": {
        const judge = this.compile(wanted);
        return (record) => keysOf(record).every((name) => judge(name));
      }
      case "minProperties":
      case "maxProperties":
        return bound(keyword, wanted, (record: Schema) => Object.keys(record).length);
      default:
        throw new NotMine();
    }
  }

  #compileProperties(properties: unknown): (record: Schema) => boolean {
    const judges = entriesOf(properties).map(([name, schema]) => [name, this.compile(schema)] as const);
    return (record) => {
      for (const [name, judge] of judges) {
        const value = record[name];
        if (value !== undefined && !judge(value)) return false;
      }
      return true;
    };
  }

  #compileOthers(properties: Schema, wanted: unknown): (record: Schema) => boolean {
    const judge = this.compile(wanted);
    const named = new Set(Object.keys(properties));
    return (record) => {
      for (const name in record) if (!named.has(name) && !judge(record[name])) return false;
      return true;
    };
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function all(judges: readonly Judge[]): Judge {
  const [first, second] = judges;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return (value) => {
    for (const judge of judges) if (!judge(value)) return false;
    return true;
  };
}

function any(judges: readonly Judge[]): Judge {
  const [first] = judges;
  if (first !== undefined && judges.length === 1) return first;
  return (value) => judges.some((judge) => judge(value));
}

function exactlyOne(judges: readonly Judge[]): Judge {
  return (value) => judges.filter((judge) => judge(value)).length === 1;
}

function ofTexts(judge: (text: string) => boolean): Judge {
  return (value) => typeof value !== "string" || judge(value);
}

function ofNumbers(keyword: "minimum" | "maximum", limit: number): Judge {
  if (keyword === "minimum")
    return (value) => typeof value !== "number" || !Number.isFinite(value) || value >= limit;
  return (value) => typeof value !== "number" || !Number.isFinite(value) || value <= limit;
}

function ofLists(judge: (list: readonly unknown[]) => boolean): Judge {
  return (value) => !Array.isArray(value) || judge(value);
}

function ofRecords(judge: (record: Schema) => boolean): Judge {
  return (value) => !isRecord(value) || judge(value);
}

function bound<Value>(
  keyword: string,
  wanted: unknown,
  sizeOf: (value: Value) => number,
): (value: Value) => boolean {
  const limit = countOf(wanted);
  return keyword.startsWith("min") ? (value) => sizeOf(value) >= limit : (value) => sizeOf(value) <= limit;
}

/** Lengths count characters, of which each has at most two units. */
function isLongEnough(limit: number): (text: string) => boolean {
  return (text) => text.length >= limit && (text.length >= 2 * limit || charactersOf(text) >= limit);
}

function isShortEnough(limit: number): (text: string) => boolean {
  return (text) => text.length <= limit || (text.length <= 2 * limit && charactersOf(text) <= limit);
}

function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function hasAll(record: Schema, names: readonly string[]): boolean {
  for (const name of names) if (record[name] === undefined) return false;
  return true;
}

/** Also the inherited ones, as ajv has it. */
function keysOf(record: Schema): readonly string[] {
  const keys: string[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

function typeJudge(name: unknown): Judge {
  return (typeof name === "string" && Object.hasOwn(types, name) ? types[name] : undefined) ?? notMine();
}

function oneOfThese(values: readonly unknown[]): Judge {
  const isPlain = values.every(
    (value) => value === null || isText(value) || typeof value === "boolean" || Number.isFinite(value),
  );
  if (values.length === 0 || !isPlain) throw new NotMine();
  const allowed = new Set(values);
  return (value) => allowed.has(value);
}

function patternOf(source: string): RegExp {
  try {
    return new RegExp(source, "u");
  } catch {
    throw new NotMine();
  }
}

function recordOf(value: unknown): Schema {
  return isRecord(value) ? value : notMine();
}

/** What a schema says of keys by name. An object's inherited members are none, though they are there for everyone. */
function entriesOf(value: unknown): readonly (readonly [name: string, said: unknown])[] {
  const entries = Object.entries(recordOf(value));
  return entries.some(([name]) => name in Object.prototype) ? notMine() : entries;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : notMine();
}

function textsOf(value: unknown): readonly string[] {
  const texts = listOf(value);
  const names = texts
    .filter((text) => typeof text === "string")
    .filter((text) => !(text in Object.prototype));
  return new Set(names).size === texts.length ? names : notMine();
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : notMine();
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : notMine();
}

function notMine(): never {
  throw new NotMine();
}

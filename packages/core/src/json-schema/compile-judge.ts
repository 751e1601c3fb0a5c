import {
  all,
  any,
  exactlyOne,
  hasAll,
  isLongEnough,
  isShortEnough,
  isText,
  type Judge,
  keysOf,
  ofLists,
  ofNumbers,
  ofRecords,
  ofTexts,
  type Schema,
} from "./judges.ts";
import {
  bound,
  countOf,
  entriesOf,
  listOf,
  NotMine,
  notMine,
  numberOf,
  oneOfThese,
  patternOf,
  recordOf,
  textsOf,
  typeJudge,
} from "./keyword-values.ts";

export type { Judge } from "./judges.ts";

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

/** Keywords that judge nothing, and what a schema may say with them. */
const annotations: Readonly<Record<string, Judge>> = {
  $comment: isText,
  $schema: isText,
  default: () => true,
  description: isText,
  examples: Array.isArray,
  secret: (value) => value === true || value === "prefix" || value === "likely",
  title: isText,
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

import { isRecord } from "../../is-record.ts";
import { type Environment, expand } from "../yaml/expand.ts";
import { type JsonShape, outlineJson } from "./json-outline.ts";
import { hasOddCharacter, isUsableKey } from "./plain-reader.ts";

/** A document of JSON that means as YAML what it means as JSON. */
export interface JsonDocument extends JsonShape {
  /** Expanded. */
  readonly data: unknown;
}

/**
 * Reads a mapping in JSON with the parser that is built in, which knows neither places nor keys that come twice: what
 * it does not tell is counted in the text. Undefined for anything else, be it right or wrong.
 */
export function readJson(text: string, environment: Environment): JsonDocument | undefined {
  if (!text.startsWith("{") || isOdd(text)) return undefined;
  const data = parseMapping(text);
  const shape = data === undefined ? undefined : outlineJson(text);
  if (data === undefined || shape === undefined) return undefined;
  const mayExpand = text.includes("$") || text.includes("\\u0024");
  const finisher = new Finisher(mayExpand ? environment : undefined);
  // Of keys that come twice the parser keeps one.
  return finisher.finish(data) && finisher.keys === shape.keys ? { data, ...shape } : undefined;
}

/** Of controls, JSON has but tabs and ends of lines. The first pattern is quickly through, and finds nothing in most texts. */
function isOdd(text: string): boolean {
  return text.includes("\r") || (/[^\n-~]/.test(text) && hasOddCharacter(text));
}

type Mapping = Readonly<Record<string, unknown>>;

function parseMapping(text: string): Mapping | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Goes through all that was parsed: counts the keys, and expands the texts in place. */
class Finisher {
  keys = 0;
  readonly #environment: Environment | undefined;
  readonly #usable = new Set<string>();

  /** @param environment undefined where there is nothing to expand */
  constructor(environment: Environment | undefined) {
    this.#environment = environment;
  }

  /** False for what another reader has to look at. */
  finish(mapping: Mapping): boolean {
    for (const name in mapping) {
      this.keys += 1;
      if (!this.#isUsable(name) || !this.#finishPart(mapping, name, mapping[name])) return false;
    }
    return true;
  }

  #finishList(list: readonly unknown[]): boolean {
    let index = 0;
    for (const value of list) {
      if (!this.#finishPart(list, index, value)) return false;
      index += 1;
    }
    return true;
  }

  #finishPart(parent: object, key: string | number, value: unknown): boolean {
    if (typeof value === "string") return this.#environment === undefined || this.#expand(parent, key, value);
    if (isRecord(value)) return this.finish(value);
    return !Array.isArray(value) || this.#finishList(value);
  }

  #isUsable(name: string): boolean {
    if (this.#usable.has(name)) return true;
    this.#usable.add(name);
    return isUsableKey(name);
  }

  #expand(parent: object, key: string | number, value: string): boolean {
    if (!value.includes("$")) return true;
    const { text, problems } = expand(value, this.#environment ?? {}, "");
    return problems.length === 0 && Reflect.set(parent, key, text);
  }
}

import { isProviderError } from "@upgradectl/provider-sdk";
import { plainFacts } from "./plain-facts.ts";

const deepest = 32;
const most = 1_000_000;

/**
 * What a plugin returned, as plain data of our own: each member is read once, here, where a getter that throws is still
 * the plugin's fault. Later it could be anybody's, and say something else.
 */
export function copyPlain(value: unknown): unknown {
  return new Copier().copy(value, 0);
}

class Copier {
  #left = most;

  copy(value: unknown, depth: number): unknown {
    // A report has no place for code, and a schema none for what is not there.
    if (typeof value === "function" || typeof value === "symbol") return undefined;
    if (typeof value !== "object" || value === null) return value;
    if (depth > deepest) throw new TypeError(`it is nested more than ${deepest} levels deep`);
    if (isProviderError(value)) return plainFacts(value);
    return Array.isArray(value) ? this.#copyList(value, depth) : this.#copyRecord(value, depth);
  }

  #copyList(list: readonly unknown[], depth: number): readonly unknown[] {
    const { length } = list;
    this.#count(length);
    const copies: unknown[] = [];
    for (let index = 0; index < length; index += 1) copies.push(this.copy(list[index], depth + 1));
    return copies;
  }

  #copyRecord(record: object, depth: number): Readonly<Record<string, unknown>> {
    const prototype = prototypeOf(record);
    const isLiteral = prototype === Object.prototype || prototype === null;
    const copies: Record<string, unknown> = isLiteral
      ? {}
      : Object.fromEntries(this.#copyInherited(record, depth));
    const keys = Object.keys(record);
    this.#count(keys.length);
    for (const key of keys) {
      const copy = this.copy(Reflect.get(record, key), depth + 1);
      if (key === "__proto__") Object.defineProperty(copies, key, { ...ownMember, value: copy });
      else copies[key] = copy;
    }
    return copies;
  }

  /** What a class gives by getters. Those of the last prototype, `Object.prototype`, are no data. */
  #copyInherited(record: object, depth: number): readonly (readonly [string, unknown])[] {
    const copies = new Map<string, unknown>();
    const seen = new Set(Object.getOwnPropertyNames(record));
    let prototype = prototypeOf(record);
    for (let next = prototypeOf(prototype); prototype !== null && next !== null; next = prototypeOf(next)) {
      const names = Object.getOwnPropertyNames(prototype);
      // One more, because a proxy's prototypes may have no end.
      this.#count(names.length + 1);
      for (const name of names) {
        if (seen.has(name)) continue;
        seen.add(name);
        if (Object.getOwnPropertyDescriptor(prototype, name)?.get === undefined) continue;
        const copy = this.copy(Reflect.get(record, name), depth + 1);
        if (copy !== undefined) copies.set(name, copy);
      }
      prototype = next;
    }
    return [...copies];
  }

  #count(values: number): void {
    this.#left -= values;
    if (!(this.#left >= 0)) throw new TypeError(`it has more than ${most} values`);
  }
}

const ownMember = { configurable: true, enumerable: true, writable: true };

function prototypeOf(value: object | null): object | null {
  const prototype: unknown = value === null ? null : Object.getPrototypeOf(value);
  return typeof prototype === "object" ? prototype : null;
}

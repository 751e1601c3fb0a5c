const places = 64;

interface Known {
  readonly value: object;
  readonly names: readonly string[];
  readonly parts: readonly unknown[];
}

/** Gives equal values as one: most clusters of a long manifest are labelled alike, and all of them last as long as a run. */
export class ValuePool {
  readonly #known = new Map<number, Known>();

  /** Nobody may change what is shared. */
  share<Value extends object>(value: Value): Value {
    const place = hashOf(value) & (places - 1);
    const known = this.#known.get(place);
    if (known !== undefined && isSame(known, value)) return known.value;
    this.#known.set(place, partsOf(value));
    return value;
  }
}

interface Same<Value> extends Known {
  readonly value: Value & object;
}

/** The order of keys counts: reports show it. */
function isSame<Value extends object>(known: Known, value: Value): known is Same<Value> {
  if (known.value === value) return true;
  if (Array.isArray(known.value) !== Array.isArray(value)) return false;
  let index = 0;
  for (const name in value) {
    if (known.names[index] !== name || !isEqual(known.parts[index], value[name])) return false;
    index += 1;
  }
  return index === known.names.length;
}

function isEqual(known: unknown, value: unknown): boolean {
  if (typeof known !== "object" || typeof value !== "object" || known === null || value === null)
    return Object.is(known, value);
  return isSame(partsOf(known), value);
}

function partsOf(value: object): Known {
  return { value, names: Object.keys(value), parts: Object.values(value) };
}

/** Cheap, and different for most values that are. */
function hashOf<Value extends object>(value: Value): number {
  let hash = 3;
  for (const name in value) hash = hash * 33 + hashOfPart(value[name]);
  return hash;
}

function hashOfPart(value: unknown): number {
  if (typeof value === "string")
    return value.length * 31 + value.charCodeAt(0) * 7 + value.charCodeAt(value.length - 1);
  return typeof value === "object" && value !== null ? hashOf(value) : 1;
}

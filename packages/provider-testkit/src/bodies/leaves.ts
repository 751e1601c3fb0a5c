import { isRecord } from "@upgradectl/core";

/** Keys and indexes from the root of a body. */
export type Path = readonly (string | number)[];

export interface Leaf {
  readonly path: Path;
  readonly value: unknown;
}

/** Every value below the root that is no object and no list. */
export function leavesOf(body: unknown): readonly Leaf[] {
  return membersOf(body).filter(({ value }) => !isRecord(value) && !Array.isArray(value));
}

/** Every value below the root: those of objects and the items of lists, and what is in them. */
export function membersOf(body: unknown, path: Path = []): readonly Leaf[] {
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(body)
    ? body.map((value, index) => [index, value])
    : isRecord(body)
      ? Object.entries(body)
      : [];
  return entries.flatMap(([key, value]) => {
    const own = [...path, key];
    return [{ path: own, value }, ...membersOf(value, own)];
  });
}

export function valueAt(body: unknown, path: Path): unknown {
  let value = body;
  for (const key of path) {
    if (!(isRecord(value) || Array.isArray(value)) || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** A copy with another value at the path. */
export function replaceAt(body: unknown, path: Path, value: unknown): unknown {
  return changeAt(body, path, (holder, key) => Reflect.set(holder, key, value));
}

/** A copy without what is at the path. */
export function deleteAt(body: unknown, path: Path): unknown {
  return changeAt(body, path, (holder, key) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else Reflect.deleteProperty(holder, key);
  });
}

function changeAt(
  body: unknown,
  path: Path,
  change: (holder: object, key: string | number) => void,
): unknown {
  const copy: unknown = structuredClone(body);
  const holder = valueAt(copy, path.slice(0, -1));
  const key = path.at(-1);
  if (key !== undefined && typeof holder === "object" && holder !== null) change(holder, key);
  return copy;
}

/** `items[0].status.phase`, for people. */
export function describePath(path: Path): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}

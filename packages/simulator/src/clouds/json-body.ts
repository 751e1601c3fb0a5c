import type { RawRequest } from "../server/raw-request.ts";

/** The JSON in a request's body; undefined where it is none. */
export function parseJson(request: RawRequest): unknown {
  try {
    return JSON.parse(request.body.toString());
  } catch {
    return undefined;
  }
}

/** The value at the end of a path of own members; undefined where the path breaks off. */
export function memberAt(value: unknown, ...path: readonly string[]): unknown {
  let present = value;
  for (const key of path) {
    if (typeof present !== "object" || present === null || !Object.hasOwn(present, key)) return undefined;
    present = Reflect.get(present, key);
  }
  return present;
}

/** The text at the end of a path; undefined where there is none, or an empty one. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = memberAt(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** True for anything with keys of its own that is not a list: a mapping of a file, an object of a plugin. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What an issue of a body's shape says: `expected string, received null`. For schemas of `zod/mini`, which has no words of its
 * own and loads in a fraction of the time.
 */
export function describeMismatch(expected: string, value: unknown): string {
  return `expected ${expected}, received ${typeOf(value)}`;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

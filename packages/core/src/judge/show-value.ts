/** A value in a sentence: `1.29.8`, `cn-4a, cn-4b`, `pool-a 1.28.3, pool-b (absent)`. */
export function show(value: unknown): string {
  if (value === null) return "(absent)";
  if (Array.isArray(value)) return value.map(show).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([part, of]) => `${part} ${show(of)}`)
    .join(", ");
}

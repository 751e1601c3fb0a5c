/**
 * A percentage as Huawei Cloud writes it, `"42.00"` or `42`, as 0 to 1. Null for everything that is no number from 0
 * to 100. Four decimals: `"57.30"` is 0.573.
 */
export function parsePercent(value: unknown): number | null {
  const percent = typeof value === "string" ? fromText(value) : value;
  if (typeof percent !== "number" || !(percent >= 0 && percent <= 100)) return null;
  return Math.round(percent * 100) / 10_000;
}

function fromText(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim());
  return match === null ? null : Number(match[1]);
}

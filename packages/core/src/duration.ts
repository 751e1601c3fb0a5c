/** The longest delay that a timer of Node.js takes (24.8 days); a longer one would fire at once. */
export const longestTimerMs: number = 2 ** 31 - 1;

const form = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const units = [86_400_000, 3_600_000, 60_000, 1_000] as const;

/**
 * Reads `90s`, `30m`, `6h`, `2d` and combinations from the largest unit to the smallest (`1h30m`) as milliseconds.
 * Null for everything else.
 */
export function parseDuration(text: string): number | null {
  const match = form.exec(text);
  if (match === null || text === "") return null;
  const milliseconds = units.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unit, 0);
  return Number.isSafeInteger(milliseconds) ? milliseconds : null;
}

/** Two largest units: `2d 3h`, `1h 12m`, `45s`. */
export function formatAge(ms: number): string {
  const units: readonly (readonly [string, number])[] = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["m", 60_000],
    ["s", 1000],
  ];
  const first = units.findIndex(([, size]) => ms >= size);
  if (first === -1) return "0s";
  let rest = ms;
  const parts: string[] = [];
  for (const [name, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${name}`);
    // After ten minutes nobody counts seconds.
    if (name === "m" && count >= 10) break;
  }
  return parts.join(" ");
}

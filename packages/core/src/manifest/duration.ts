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

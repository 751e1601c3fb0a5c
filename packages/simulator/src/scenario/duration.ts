const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const part = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/y;

/** What a duration looks like, for the schema. */
export const durationPattern = "^(?:\\d+(?:\\.\\d+)?(?:ms|s|m|h|d))+$";

/** Milliseconds of `20ms`, `90s`, `1h30m`; null for anything else. */
export function parseDuration(text: string): number | null {
  let total = 0;
  part.lastIndex = 0;
  for (let end = 0; end < text.length; end = part.lastIndex) {
    part.lastIndex = end;
    const match = part.exec(text);
    if (match === null) return null;
    total += Number(match[1]) * units[match[2] as keyof typeof units];
  }
  return text === "" || total > 3650 * units.d ? null : total;
}

/** For text that the schema has accepted. */
export function durationMs(text: string | undefined, fallback: number): number {
  return text === undefined ? fallback : (parseDuration(text) ?? fallback);
}

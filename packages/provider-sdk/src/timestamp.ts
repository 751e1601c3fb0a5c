const instant =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?\s*(Z|[+-]\d\d:?\d\d)?(?:\s+(?:[A-Z]{1,5}|[+-]\d{2,4}))?(?:\s+m=[+-][\d.]+)?$/;

/**
 * RFC 3339 as most APIs write it: no fraction of a second or three digits of one, and a zone. These are read faster than the others.
 * Early years, and days at the end of a month, are looked at more closely.
 */
const usual =
  /^(?:19[89]\d|2\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
/** Of a text without a fraction, up to the zone. */
const secondsLength = "2026-01-02T03:04:05".length;

/** Before it no cloud wrote anything: a smaller number counts something else, and an earlier date means "not yet". */
const firstEpoch = Date.UTC(1970, 0, 2);
/** The last moment that RFC 3339 can write; a larger number counts something else (microseconds, say). */
const lastEpoch = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Longer than any form above; keeps the pattern's backtracking bounded. */
const longest = 64;

export interface Timestamp {
  /** RFC 3339, UTC, with milliseconds where the source has a fraction: `2023-11-25T06:32:34.923Z`. */
  readonly at: string;
  /** True where the source named no zone and UTC was assumed. */
  readonly zoneAssumed: boolean;
}

/**
 * Reads the forms in which cloud APIs write an instant: RFC 3339 with any offset and 0 to 9 digits of a second, a
 * space instead of `T`, no zone at all, and Go's `time.String()` (`2022-12-16 13:40:20.75671 +0800 CST`), whose
 * numeric offset counts and whose zone name does not. Also epoch seconds or milliseconds, as number or digits.
 *
 * Returns null for everything that is no instant: not a text, empty, impossible dates, and Go's zero time (year 1),
 * which means "not yet".
 */
export function parseTimestamp(value: unknown): Timestamp | null {
  if (typeof value === "number") return fromEpoch(value);
  if (typeof value !== "string") return null;
  if (usual.test(value)) return { at: inUtc(value), zoneAssumed: false };
  const text = value.trim();
  if (text.length > longest) return null;
  if (/^\d{10}$|^\d{13}$/.test(text)) return fromEpoch(Number(text));
  const match = instant.exec(text);
  if (match === null) return null;
  const [, date, time, fraction, zone] = match;
  const offset = zone === undefined || zone === "Z" ? "Z" : zone.replace(/^(...)(\d\d)$/, "$1:$2");
  const milliseconds = fraction === undefined ? "" : `.${fraction.padEnd(3, "0").slice(0, 3)}`;
  const epoch = Date.parse(`${date}T${time}${milliseconds}${offset}`);
  if (Number.isNaN(epoch) || !isRealDate(date ?? "")) return null;
  // With an offset the last of the years ends in one that has five digits.
  if (epoch < firstEpoch || epoch > lastEpoch) return null;
  const at = new Date(epoch).toISOString();
  return {
    at: fraction === undefined ? at.replace(".000Z", "Z") : at,
    zoneAssumed: zone === undefined,
  };
}

function inUtc(usualText: string): string {
  if (usualText.endsWith("Z")) return usualText;
  const at = new Date(usualText).toISOString();
  return usualText[secondsLength] === "." ? at : `${at.slice(0, secondsLength)}Z`;
}

function fromEpoch(value: number): Timestamp | null {
  if (!Number.isFinite(value)) return null;
  const epoch = value < 1e11 ? value * 1000 : value;
  if (epoch < firstEpoch || epoch > lastEpoch) return null;
  return { at: new Date(epoch).toISOString().replace(".000Z", "Z"), zoneAssumed: false };
}

/** `Date.parse` rolls 2023-02-30 over into March; a date that does not exist is no instant. */
function isRealDate(date: string): boolean {
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  // The last day of a month is the day before the first of the next.
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    (day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate())
  );
}

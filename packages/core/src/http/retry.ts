/** The longest wait that a service may ask for; beyond it the read gives up. */
export const longestAdviceMs = 120_000;

const firstBackoffMs = 500;
const longestBackoffMs = 20_000;

/** Exponential with full jitter, so that clients which were refused together do not come back together. */
export function backoffMs(tries: number, random: () => number): number {
  return Math.round(random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (tries - 1)));
}

/** Nobody limits a rate for a day: a number like this is a mistake, or a date. */
const longestSensibleMs = 24 * 3_600_000;

/**
 * How long an answer asks to wait, in milliseconds, or undefined. `Retry-After` is seconds or an HTTP date (RFC 9110,
 * 10.2.3), which counts from the answer's own `Date`; Huawei's gateways send a fraction (`56.818`). `x-acs-retry-after`
 * is Alibaba's, in milliseconds. Of several the longest counts; what makes no sense is as none.
 */
export function readAdvice(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const retryAfter = headers["retry-after"];
  const milliseconds = parseCounts(headers["x-acs-retry-after"], 1);
  if (retryAfter === undefined) return milliseconds;
  const wait = parseCounts(retryAfter, 1000) ?? untilDate(retryAfter, headers.date, now);
  return wait === undefined ? milliseconds : Math.max(wait, milliseconds ?? 0);
}

/** A header that came twice is one text with a comma. */
function parseCounts(text: string | undefined, unitMs: number): number | undefined {
  if (text === undefined || !/^[\s\d.,]*$/.test(text)) return undefined;
  const counts = text
    .split(",")
    .filter((part) => /^\s*\d+(?:\.\d+)?\s*$/.test(part))
    .map((part) => Math.ceil(Number(part) * unitMs))
    .filter(isSensible);
  return counts.length === 0 ? undefined : Math.max(...counts);
}

function untilDate(text: string, today: string | undefined, now: number): number | undefined {
  const date = parseDate(text);
  if (date === undefined) return undefined;
  const wait = Math.max(0, date - (parseDate(today) ?? now));
  return isSensible(wait) ? wait : undefined;
}

const httpDate = /^\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

function parseDate(text: string | undefined): number | undefined {
  const date = text !== undefined && httpDate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

function isSensible(ms: number): boolean {
  return ms <= longestSensibleMs;
}

/** The longest wait that a service may ask for; beyond it the read gives up. */
export const longestAdviceMs = 120_000;

const firstBackoffMs = 500;
const longestBackoffMs = 20_000;

/** Exponential with full jitter, so that clients which were refused together do not come back together. */
export function backoffMs(tries: number, random: () => number): number {
  return Math.round(random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (tries - 1)));
}

/**
 * How long an answer asks to wait, in milliseconds, or undefined. `Retry-After` is seconds or an HTTP date (RFC 9110,
 * 10.2.3); Huawei's gateways send a fraction (`56.818`). `x-acs-retry-after` is Alibaba's, in milliseconds.
 */
export function readAdvice(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const retryAfter = headers["retry-after"];
  const milliseconds = parseCount(headers["x-acs-retry-after"]);
  if (retryAfter === undefined) return milliseconds;
  const seconds = parseCount(retryAfter);
  const wait = seconds === undefined ? untilDate(retryAfter, now) : Math.ceil(seconds * 1000);
  return wait === undefined ? milliseconds : Math.max(wait, milliseconds ?? 0);
}

function parseCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

function untilDate(text: string, now: number): number | undefined {
  const date = /^\s*[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

import { isRecord } from "@upgradectl/core";
import { parseTimestamp } from "@upgradectl/provider-sdk";

/** Eight years of 366 and 365 days: the 29th of February stays one. */
const years = 8;
const seconds = 2922 * 24 * 3600;
/** Smaller numbers count something else; those from a thousand times as much on are milliseconds. */
const firstSecond = 1_000_000_000;

/** Also in forms that the SDK does not read: `20250131T120000Z`, `31 Jan 2025 12:00`. */
const dateLike = /(?<!\d)(?:19|20)\d\d(?:([-/.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])|\s+\d\d:\d\d)/;

/** The same with another value for each time; undefined leaves its member out. */
export function replaceTimes(body: unknown, change: (time: string | number) => unknown): unknown {
  if (isTime(body)) return change(body);
  if (Array.isArray(body)) return body.map((item) => replaceTimes(item, change));
  if (!isRecord(body)) return body;
  const entries = Object.entries(body).map(([name, item]) => [name, replaceTimes(item, change)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** A time some years later, in the same form. */
export function shiftTime(time: string | number): string | number {
  if (typeof time === "number") return time + seconds * (time < firstSecond * 1000 ? 1 : 1000);
  if (/^\d+$/.test(time.trim()) && !dateLike.test(time)) return String(shiftTime(Number(time)));
  return time.replace(/(?<!\d)(?:19|20)\d\d/, (year) => String(Number(year) + years));
}

function isTime(value: unknown): value is string | number {
  if (typeof value === "number") return value >= firstSecond && parseTimestamp(value) !== null;
  return typeof value === "string" && (parseTimestamp(value) !== null || dateLike.test(value));
}

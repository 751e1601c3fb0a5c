import { queryValue } from "../../../server/raw-request.ts";
import type { Call } from "../../cloud.ts";

/**
 * One page of `limit` rows (1 to 1000, default 10) from the row numbered `offset` or `start`, as far as the account's
 * `cssPaging` knows them, and no more than its `cssLargestPage`; a text where a parameter is none. Lists count rows from 1, the images from 0.
 */
export function pageOf<T>(call: Call, all: readonly T[], first: 0 | 1): readonly T[] | string {
  const limit = readNumber(call, "limit", 1) ?? 10;
  const { cssPaging } = call.account;
  const names = cssPaging === "both" ? ["offset", "start"] : cssPaging === "ignored" ? [] : [cssPaging];
  const known = first === 0 ? ["offset"] : names;
  const [from = first] = known.map((name) => readNumber(call, name, first)).filter((row) => row !== null);
  if (typeof limit === "string") return limit;
  if (typeof from === "string") return from;
  return all.slice(from - first, from - first + Math.min(limit, call.account.cssLargestPage));
}

function readNumber(call: Call, name: string, least: number): number | string | null {
  const text = queryValue(call.request, name);
  if (text === undefined) return null;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  const most = name === "limit" ? 1000 : Number.POSITIVE_INFINITY;
  return value >= least && value <= most ? value : `${name} is ${JSON.stringify(text)}`;
}

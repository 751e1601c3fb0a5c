import { isRecord } from "../../is-record.ts";
import { expected } from "../describe-value.ts";
import type { Lock } from "./lock.ts";

/** What is wrong with a value, in one sentence; undefined where nothing is. */
type Check = (value: unknown, place: string) => string | undefined;

/** By hand, because a compiled schema costs ten times as long as all else that is done with a lock. */
export function faultOfLock(value: unknown): string | undefined {
  return lock(value, "the lock");
}

export function isLock(value: unknown): value is Lock {
  return faultOfLock(value) === undefined;
}

function is(test: (value: unknown) => boolean, wanted: string): Check {
  return (value, place) => (test(value) ? undefined : expected(`\`${place}\``, value, wanted));
}

function listOf(check: Check): Check {
  return (value, place) => {
    if (!Array.isArray(value)) return expected(`\`${place}\``, value, "a list");
    return firstOf(value.map((item: unknown, index) => () => check(item, `${place}[${index}]`)));
  };
}

function objectOf(members: Readonly<Record<string, Check>>, prefix = true): Check {
  return (value, place) => {
    if (!isRecord(value)) return expected(`\`${place}\``, value, "an object");
    const placeOf = (name: string) => (prefix ? `${place}.${name}` : name);
    return firstOf(
      Object.entries(members).map(
        ([name, check]) =>
          () =>
            check(value[name], placeOf(name)),
      ),
    );
  };
}

function firstOf(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const fault = check();
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const isText = (value: unknown) => typeof value === "string" && value !== "";
const text = is(isText, "a text");
const textOrNull = is((value) => value === null || isText(value), "a text or null");
const integrity = is(
  (value) => typeof value === "string" && /^sha512-[A-Za-z0-9+/]{86}==$/.test(value),
  "a hash such as `sha512-…`",
);
const word = (...words: readonly string[]) =>
  is((value) => typeof value === "string" && words.includes(value), words.join(" or "));

const lock = objectOf(
  {
    lockVersion: is((value) => value === 1, "1, the format that this upgradectl knows"),
    plugins: listOf(
      objectOf({
        source: text,
        package: text,
        version: textOrNull,
        contract: is(Number.isInteger, "a whole number"),
        integrity,
        files: is((value) => isRecord(value) && Object.values(value).every(isText), "hashes by file"),
        dependencies: listOf(objectOf({ package: text, version: textOrNull, integrity })),
        reads: listOf(
          objectOf({
            action: text,
            method: word("GET", "HEAD", "POST", "PUT"),
            service: text,
            path: text,
            permission: textOrNull,
            purpose: word("read", "sign-in", "post-check"),
          }),
        ),
      }),
    ),
  },
  false,
);

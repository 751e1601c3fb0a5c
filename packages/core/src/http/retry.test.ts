import { expect, test } from "vitest";
import { backoffMs, readAdvice } from "./retry.ts";

const now = Date.parse("2026-11-20T12:00:00Z");

test.each([
  [{ "retry-after": "5" }, 5000],
  [{ "retry-after": " 0 " }, 0],
  [{ "retry-after": "56.818" }, 56_818],
  [{ "retry-after": "Fri, 20 Nov 2026 12:00:07 GMT" }, 7000],
  [{ "retry-after": "Friday, 20-Nov-26 12:00:07 GMT" }, 7000],
  [{ "retry-after": "Fri, 20 Nov 2026 11:00:00 GMT" }, 0],
  [{ "x-acs-retry-after": "1500" }, 1500],
  [{ "retry-after": "1", "x-acs-retry-after": "1500" }, 1500],
  [{ "retry-after": "soon", "x-acs-retry-after": "1500" }, 1500],
  [{ "retry-after": "2", "x-acs-retry-after": "soon" }, 2000],
  [{}, undefined],
  [{ "retry-after": "" }, undefined],
  [{ "retry-after": "-5" }, undefined],
  [{ "retry-after": "5s" }, undefined],
  [{ "retry-after": "1e3" }, undefined],
  [{ "retry-after": "2026-11-20" }, undefined],
])("%j asks for %s ms", (headers, expected) => {
  expect(readAdvice(headers, now)).toBe(expected);
});

test("backs off exponentially up to 20 s, anywhere below it", () => {
  const tries = [1, 2, 3, 4, 5, 6, 7, 60, 5000];
  expect(tries.map((count) => backoffMs(count, () => 1))).toEqual([
    500, 1000, 2000, 4000, 8000, 16000, 20000, 20000, 20000,
  ]);
  expect(tries.map((count) => backoffMs(count, () => 0))).toEqual(tries.map(() => 0));
});

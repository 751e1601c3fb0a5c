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
  [{ "retry-after": "5, 7" }, 7000],
  [{ "retry-after": "soon, 7" }, undefined],
  [{ "retry-after": "-5, 7" }, undefined],
  [{ "retry-after": "99999999999" }, undefined],
  [{ "retry-after": "9".repeat(400) }, undefined],
  [{ "retry-after": "99999999999, 7" }, 7000],
  [{ "retry-after": "99999999999", "x-acs-retry-after": "1500" }, 1500],
  [{ "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" }, undefined],
  [{ "x-acs-retry-after": "1e3" }, undefined],
  [{ "x-acs-retry-after": "-1" }, undefined],
  [{ "x-acs-retry-after": "1500, 2500" }, 2500],
  [{ "retry-after": "1.2.3" }, undefined],
  [{ "retry-after": "Infinity" }, undefined],
])("%j asks for %s ms", (headers, expected) => {
  expect(readAdvice(headers, now)).toBe(expected);
});

test.each([
  ["ahead", "Fri, 20 Nov 2026 13:00:00 GMT", "Fri, 20 Nov 2026 13:00:07 GMT"],
  ["behind", "Fri, 20 Nov 2026 11:00:00 GMT", "Fri, 20 Nov 2026 11:00:07 GMT"],
])("a date counts from the answer's own, whose clock may be %s of ours", (_, date, retryAfter) => {
  expect(readAdvice({ date, "retry-after": retryAfter }, now)).toBe(7000);
  expect(readAdvice({ date: "never", "retry-after": "Fri, 20 Nov 2026 12:00:07 GMT" }, now)).toBe(7000);
});

test("backs off exponentially up to 20 s, anywhere below it", () => {
  const tries = [1, 2, 3, 4, 5, 6, 7, 60, 5000];
  expect(tries.map((count) => backoffMs(count, () => 1))).toEqual([
    500, 1000, 2000, 4000, 8000, 16000, 20000, 20000, 20000,
  ]);
  expect(tries.map((count) => backoffMs(count, () => 0))).toEqual(tries.map(() => 0));
});

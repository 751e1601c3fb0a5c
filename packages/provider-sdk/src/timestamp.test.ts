import { describe, expect, it } from "vitest";
import { parseTimestamp } from "./timestamp.ts";

describe("parseTimestamp", () => {
  it.each([
    ["2023-11-25 06:32:34.923248 +0000 UTC", "2023-11-25T06:32:34.923Z"],
    ["2022-12-16 13:40:20.75671 +0800 CST", "2022-12-16T05:40:20.756Z"],
    ["2023-11-25 06:32:34 +0000 UTC", "2023-11-25T06:32:34Z"],
    ["2023-11-25 06:32:34.92324888 +0000 UTC m=+0.0042", "2023-11-25T06:32:34.923Z"],
    [" 2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z"],
    ["2031-03-25T22:02:31.693323+08:00", "2031-03-25T14:02:31.693Z"],
    ["2025-04-15T16:33:29.362888807+08:00", "2025-04-15T08:33:29.362Z"],
    ["2018-09-15 00:00:00Z", "2018-09-15T00:00:00Z"],
    ["2025-04-07T09:57:26+0800", "2025-04-07T01:57:26Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
    ["2023-01-31T23:59:59.123Z", "2023-01-31T23:59:59.123Z"],
    ["1669706229286", "2022-11-29T07:17:09.286Z"],
    ["1669706229", "2022-11-29T07:17:09Z"],
    [1_669_706_229, "2022-11-29T07:17:09Z"],
    [1_669_706_229_286, "2022-11-29T07:17:09.286Z"],
  ])("reads %s", (text, at) => {
    expect(parseTimestamp(text)).toEqual({ at, zoneAssumed: false });
  });

  it.each(["2023-01-05T02:23:39", "2022-12-15 23:00:00"])("reads %s as UTC and says so", (text) => {
    expect(parseTimestamp(text)).toEqual({ at: `${text.replace(" ", "T")}Z`, zoneAssumed: true });
  });

  it.each([
    "",
    "   ",
    null,
    12_345,
    86_399,
    undefined,
    {},
    "soon",
    "2023-13-01T00:00:00Z",
    "2023-02-30T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "2100-02-29T00:00:00Z",
    "9999-12-31T23:59:59-01:00",
    "2023-01-01T25:00:00Z",
    "0001-01-01 00:00:00 +0000 UTC",
    "0001-01-01T00:00:00Z",
    "00:00 GMT+08:00",
    "2023-01-01",
    0,
    1_669_706_229_286_123,
    -5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])("does not take %j for an instant", (value) => {
    expect(parseTimestamp(value)).toBeNull();
  });

  it("is quick on hostile text", () => {
    const hostile = `2023-01-01T00:00:00${" ".repeat(100_000)}x`;
    const started = performance.now();
    expect(parseTimestamp(hostile)).toBeNull();
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

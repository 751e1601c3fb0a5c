import type { ProviderError, SignedHeaders } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { failureOf, fakeClock, healthyApi, list, sendJson, serve } from "../testing/loopback.ts";

const minute = 60_000;
const start = Date.parse("2026-11-20T12:00:00Z");

/** What a refusal looks like where the service's clock differs by so much from this machine's. */
async function refuseAt(
  serviceMs: number | string | undefined,
  { status = 401, ...changes }: { readonly status?: number } & Partial<SignedHeaders> = {},
): Promise<ProviderError> {
  const server = await serve((_, response) => {
    response.sendDate = false;
    const date = typeof serviceMs === "number" ? new Date(start + serviceMs).toUTCString() : serviceMs;
    sendJson(response, status, { message: "no" }, date === undefined ? {} : { date });
  });
  const sign = () => ({ headers: {}, timeToleranceMs: 15 * minute, ...changes });
  return failureOf(list(healthyApi(server.url, { sign }, { clock: fakeClock(start) })));
}

describe("a refused signature", () => {
  it.each([
    [17 * minute, "This machine's clock is 17 min behind the service's"],
    [-17 * minute, "This machine's clock is 17 min ahead of the service's"],
    [3 * 60 * minute, "This machine's clock is 3 h behind the service's"],
    [-400 * 24 * 60 * minute, "This machine's clock is 400 days ahead of the service's"],
  ])("of a service %d ms away is explained by the clock", async (ms, words) => {
    const error = await refuseAt(ms);
    expect(error).toMatchObject({ kind: "unauthenticated", retryable: false, httpStatus: 401 });
    expect(error.hint).toContain(words);
    expect(error.hint).toContain("no signature that is more than 15 min off");
  });

  it.each<[string, number | string | undefined]>([
    ["the same time", 0],
    ["just what the service takes", 15 * minute],
    ["a little less", -14 * minute],
    ["no date", undefined],
    ["a date that is none", "yesterday"],
    ["a date in another form", "2026-11-20T15:00:00Z"],
    ["a date that no calendar has", "Fri, 99 Nov 2026 12:00:00 GMT"],
    ["the date of a machine without a clock", "Thu, 01 Jan 1970 00:00:00 GMT"],
  ])("with %s is not", async (_, ms) => {
    expect((await refuseAt(ms)).hint).toBe("Check the credentials of this provider.");
  });

  it("is not where no time is signed, or something else is wrong", async () => {
    for (const timeToleranceMs of [undefined, Number.NaN, "900"] as unknown[] as number[])
      expect((await refuseAt(60 * minute, { timeToleranceMs })).hint).toMatch(/^Check the credentials/);
    expect((await refuseAt(60 * minute, { status: 500 })).hint).toBeUndefined();
    expect((await refuseAt(60 * minute, { status: 403 })).hint ?? "").not.toMatch(/clock/);
  });
});

import { describe, expect, test } from "vitest";
import {
  type Admission,
  fixedWindow,
  type ServiceOptions,
  type SimulatedService,
  simulateService,
  slidingWindow,
  tokenBucket,
} from "../testing/limited-service.ts";
import { failureOf, healthyTransport, show } from "../testing/loopback.ts";
import { type VirtualClock, virtualClock } from "../testing/virtual-clock.ts";
import type { TransportOptions } from "./transport.ts";

interface Fleet {
  readonly service: SimulatedService;
  readonly ended: Promise<{ readonly failures: number; readonly tookMs: number }>;
}

/** Reads so many clusters as a run does: as many at a time as there are places. */
function readFleet(
  clock: VirtualClock,
  count: number,
  statusOf: ServiceOptions["statusOf"],
  { refusalHeaders = {}, ...changes }: Partial<TransportOptions & ServiceOptions> = {},
): Fleet {
  const latencyMs = changes.latencyMs ?? (() => 20);
  const service = simulateService({ clock, latencyMs, statusOf, refusalHeaders });
  const options = { clock, concurrency: 8, retries: 3, random: () => 0.5, ...changes };
  const api = healthyTransport({ ...options, through: () => service.network }).http.api({
    baseUrl: "http://127.0.0.1:1",
  });
  let begun = 0;
  let failures = 0;
  const read = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await show(api, `${begun}`).catch(() => {
        failures += 1;
      });
    }
  };
  const readers = Promise.all(Array.from({ length: options.concurrency }, read));
  return { service, ended: readers.then(() => ({ failures, tookMs: clock.elapsed() })) };
}

function limitedBy(admit: Admission): ServiceOptions["statusOf"] {
  return (now) => (admit(now) ? 200 : 429);
}

function refusedIn({ log }: SimulatedService, from: number, to = Number.POSITIVE_INFINITY): number {
  const some = log.filter(({ at }) => at >= from && at < to);
  return some.filter(({ status }) => status === 429).length / Math.max(1, some.length);
}

describe("10,000 reads of an account that answers 429 above 50 a second", () => {
  const limits: readonly (readonly [string, () => Admission])[] = [
    ["token bucket", () => tokenBucket(50)],
    ["small token bucket", () => tokenBucket(50, 5)],
    ["large token bucket", () => tokenBucket(50, 200)],
    ["sliding window", () => slidingWindow(50)],
    ["fixed window", () => fixedWindow(50)],
  ];
  const advice = [{}, { "retry-after": "1" }, { "x-acs-retry-after": "200" }];
  test.each(limits.flatMap(([name, limit]) => advice.map((headers) => [name, headers, limit] as const)))(
    "%s, %j: all are read, at the limit, and hardly any refused",
    async (_, refusalHeaders, limit) => {
      const clock = virtualClock();
      const { service, ended } = readFleet(clock, 10_000, limitedBy(limit()), { refusalHeaders });
      const { failures, tookMs } = await clock.run(ended);
      expect(failures).toBe(0);
      expect(refusedIn(service, 10_000)).toBeLessThan(0.01);
      expect((10_000 / tookMs) * 1000).toBeGreaterThan(45);
      expect((10_000 / tookMs) * 1000).toBeLessThan(52);
    },
  );
});

describe("an account that limits requests", () => {
  test("slows no other account of the run", async () => {
    const clock = virtualClock();
    const limited = readFleet(clock, 2000, limitedBy(tokenBucket(50)));
    const other = readFleet(clock, 4000, () => 200);
    const alone = virtualClock();
    const { tookMs } = await alone.run(readFleet(alone, 4000, () => 200).ended);
    const [slow, fast] = await clock.run(Promise.all([limited.ended, other.ended]));
    expect(fast).toEqual({ failures: 0, tookMs });
    expect(slow.failures).toBe(0);
    expect(slow.tookMs).toBeGreaterThan(3 * tookMs);
  });

  test("is shared by two instances, or two shards, that find their parts", async () => {
    const clock = virtualClock();
    const admit = slidingWindow(50);
    const both = [0.2, 0.8].map((part) =>
      readFleet(clock, 2500, limitedBy(admit), {
        random: () => part,
        refusalHeaders: { "retry-after": "1" },
      }),
    );
    const ended = await clock.run(Promise.all(both.map((fleet) => fleet.ended)));
    expect(ended.map(({ failures }) => failures)).toEqual([0, 0]);
    for (const { service } of both) expect(refusedIn(service, 10_000)).toBeLessThan(0.02);
    for (const { tookMs } of ended) expect(tookMs).toBeLessThan(140_000);
  });

  test("by the minute is read on in the next minute", async () => {
    const clock = virtualClock();
    const { service, ended } = readFleet(clock, 5000, limitedBy(fixedWindow(2000, 60_000)));
    const { failures, tookMs } = await clock.run(ended);
    expect(failures).toBe(0);
    expect(tookMs).toBeLessThan(180_000);
    expect(refusedIn(service, 0)).toBeLessThan(0.02);
  });

  test("to one request in two seconds is kept to", async () => {
    const clock = virtualClock();
    const { ended } = readFleet(clock, 60, limitedBy(tokenBucket(0.5, 1)));
    const { failures, tookMs } = await clock.run(ended);
    expect(failures).toBe(0);
    expect(tookMs).toBeLessThan(200_000);
  });

  test("no longer is asked as fast as before, within a minute or two", async () => {
    const clock = virtualClock();
    const admit = tokenBucket(50);
    const { service, ended } = readFleet(clock, 40_000, (now) => (now > 60_000 || admit(now) ? 200 : 429));
    expect((await clock.run(ended)).failures).toBe(0);
    const rateAt = (second: number): number =>
      service.log.filter(({ at }) => at >= second * 1000 && at < (second + 1) * 1000).length;
    expect(rateAt(58)).toBeLessThan(60);
    expect(Math.max(rateAt(120), rateAt(150))).toBeGreaterThan(350);
  });

  test("is never asked faster than configured", async () => {
    const clock = virtualClock();
    const admit = tokenBucket(10);
    const statusOf = (now: number): number => (now > 30_000 || admit(now) ? 200 : 429);
    const { service, ended } = readFleet(clock, 3000, statusOf, { requestsPerSecond: 20 });
    await clock.run(ended);
    const times = service.log.map(({ at }) => at);
    for (const [nth, at] of times.entries()) {
      const later = times[nth + 21];
      if (later !== undefined) expect(later - at).toBeGreaterThan(980);
    }
    expect(refusedIn(service, 0)).toBeGreaterThan(0);
    expect(times.filter((at) => at >= 140_000 && at < 141_000).length).toBeGreaterThan(18);
  });

  test("for one cluster alone is asked as fast as ever for the others, and the one ends too", async () => {
    const clock = virtualClock();
    const service = simulateService({
      clock,
      statusOf: (_now, _nth, target) => (target.endsWith("locked") ? 429 : 200),
    });
    const api = healthyTransport({
      ...{ clock, concurrency: 8, retries: 3, random: () => 0.5 },
      through: () => service.network,
    }).http.api({ baseUrl: "http://127.0.0.1:1" });
    const locked = failureOf(show(api, "locked"));
    let begun = 0;
    const read = async (): Promise<void> => {
      for (begun += 1; begun <= 4000; begun += 1) await show(api, `${begun}`);
    };
    const others = Promise.all(Array.from({ length: 7 }, read)).then(() => clock.elapsed());
    const [error, tookMs] = await clock.run(Promise.all([locked, others]));
    expect(error).toMatchObject({ kind: "rate-limited", retryable: true });
    expect(tookMs).toBeLessThan(30_000);
    expect(clock.elapsed()).toBeLessThan(120_000);
    expect(service.log.length).toBeLessThan(4020);
  });
});

describe("an account that refuses everything", () => {
  test("gives one cluster its retries", async () => {
    const clock = virtualClock();
    const { service, ended } = readFleet(clock, 1, () => 429);
    const { failures, tookMs } = await clock.run(ended);
    expect([failures, service.log.length]).toEqual([1, 4]);
    expect(tookMs).toBeLessThan(5000);
  });

  test.each([[{}], [{ "retry-after": "1" }], [{ "retry-after": "20" }]])(
    "with %j is left alone after a few probes, and every read ends",
    async (refusalHeaders) => {
      const clock = virtualClock();
      const { service, ended } = readFleet(clock, 10_000, () => 429, { refusalHeaders });
      const { failures, tookMs } = await clock.run(ended);
      expect(failures).toBe(10_000);
      expect(service.log.length).toBeLessThan(60);
      expect(tookMs).toBeLessThan(10 * 60_000);
    },
  );

  test("after it answered is left alone too, with an error that says so", async () => {
    const clock = virtualClock();
    const service = simulateService({ clock, statusOf: (now) => (now < 2000 ? 200 : 429) });
    const api = healthyTransport({
      ...{ clock, retries: 3, random: () => 0.5 },
      through: () => service.network,
    }).http.api({ baseUrl: "http://127.0.0.1:1" });
    await clock.run(show(api, "first"));
    await clock.run(clock.sleep(3000));
    const all = Promise.all(Array.from({ length: 100 }, (_, nth) => failureOf(show(api, `${nth}`))));
    const errors = await clock.run(all);
    for (const error of errors) expect(error).toMatchObject({ kind: "rate-limited", retryable: true });
    expect(errors.at(-1)?.message).toMatch(
      /^not asked, as the service answered none of the requests before it; the last: Show answered 429/,
    );
    expect(errors.at(-1)?.hint).toMatch(/uses? up this account's limit/);
    expect(service.log.length).toBeLessThan(40);
  });
});

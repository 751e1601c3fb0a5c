import { describe, expect, test } from "vitest";
import { simulateService } from "../testing/limited-service.ts";
import { failureOf, healthyTransport, show } from "../testing/loopback.ts";
import { virtualClock } from "../testing/virtual-clock.ts";
import { RetryBudget } from "./retry-budget.ts";
import type { TransportOptions } from "./transport.ts";

/** So many reads of a service, as many at a time as there are places; what each failed with, or null. */
async function readAll(
  count: number,
  statusOf: (now: number, nth: number) => number,
  changes: Partial<TransportOptions> = {},
) {
  const clock = virtualClock();
  const service = simulateService({ clock, statusOf });
  const options = { clock, concurrency: 8, retries: 3, random: () => 0.5, ...changes };
  const api = healthyTransport({ ...options, through: () => service.network }).http.api({
    baseUrl: "http://127.0.0.1:1",
  });
  const errors: unknown[] = [];
  const read = async (): Promise<void> => {
    for (let at = errors.push(null) - 1; at < count; at = errors.push(null) - 1)
      errors[at] = await show(api, `${at}`).then(
        () => null,
        (error: unknown) => error,
      );
  };
  await clock.run(Promise.all(Array.from({ length: options.concurrency }, read)));
  const lost = errors.slice(0, count).filter((error) => error !== null);
  return { api, clock, lost, log: service.log, tookMs: clock.elapsed() };
}

describe("a service that answers nothing but 503", () => {
  test.each([1, 5, 10])("is asked by %i clusters with all their retries", async (clusters) => {
    const { lost, log, tookMs } = await readAll(clusters, () => 503);
    expect([lost.length, log.length]).toEqual([clusters, 4 * clusters]);
    expect(lost[0]).toMatchObject({ message: "Show answered 503: {} (after 4 tries)" });
    expect(tookMs).toBeLessThan(10_000);
  });

  test("is asked by 10,000 clusters a hundred times, and they end within a minute", async () => {
    const { lost, log, tookMs } = await readAll(10_000, () => 503);
    expect(lost).toHaveLength(10_000);
    expect(log.length).toBeLessThan(100);
    expect(tookMs).toBeLessThan(60_000);
    for (const error of lost) expect(error).toMatchObject({ kind: "unavailable", retryable: true });
    expect(lost.at(-1)).toMatchObject({
      message:
        "not asked, as the service answered none of the requests before it; the last: Show answered 503: {}",
      hint: "Try later, when the service is well.",
    });
  });

  test("after a while is asked again, by one request, and all of them once it answers", async () => {
    const { api, clock, log } = await readAll(200, (now) => (now < 120_000 ? 503 : 200));
    const before = log.length;
    await clock.run(clock.sleep(21_000));
    const failures = await clock.run(
      Promise.all(Array.from({ length: 20 }, (_, nth) => failureOf(show(api, `${nth}`)))),
    );
    expect(failures).toHaveLength(20);
    expect(log.length).toBe(before + 1);
    await clock.run(clock.sleep(120_000));
    await clock.run(show(api, "probe"));
    const startedAt = clock.elapsed();
    await clock.run(Promise.all(Array.from({ length: 20 }, (_, nth) => show(api, `${nth}`))));
    expect(log.length).toBe(before + 22);
    expect(clock.elapsed() - startedAt).toBe(3 * 20);
  });
});

describe("a service that fails at times", () => {
  test("for ten seconds costs hardly any cluster", async () => {
    const { lost, log } = await readAll(10_000, (now) => (now > 3000 && now < 13_000 ? 503 : 200));
    expect(lost.length).toBeLessThan(40);
    expect(log.length).toBeLessThan(10_150);
  });

  test("each fourth time costs what fails four times", async () => {
    const { lost } = await readAll(2000, (_, nth) => (nth % 4 === 3 ? 503 : 200));
    expect(lost.length).toBeLessThan(10);
    for (const error of lost)
      expect(error).toMatchObject({ message: "Show answered 503: {} (after 4 tries)" });
  });

  test("each second time costs no more than half a retry an answer", async () => {
    const half = await readAll(2000, (_, nth) => ((nth * 7919) % 13 < 7 ? 503 : 200));
    const answers = half.log.filter(({ status }) => status === 200).length;
    expect(half.log.length - 2000).toBeLessThanOrEqual(answers / 2 + 48);
    expect(half.lost.length).toBeGreaterThan(0);
    for (const error of half.lost) expect(error).toMatchObject({ retryable: true });
    const hints = half.lost.map((error) => (error instanceof Error && "hint" in error ? error.hint : null));
    expect(hints).toContain(
      "Too many requests of this provider fail, so this one was not tried again. Try later, when the service is well.",
    );
  });

  test("and for good in one of its reads does not stop the others", async () => {
    const { lost, log, tookMs } = await readAll(1000, (_, nth) => (nth % 2 === 0 ? 503 : 200), {
      retries: 0,
    });
    expect([lost.length, log.length]).toEqual([500, 1000]);
    expect(tookMs).toBeLessThan(5000);
  });
});

test("the budget is so many retries, and half a retry more for each answer, never more than at first", () => {
  const budget = new RetryBudget(2, 1);
  const spendAll = (): number => {
    let spent = 0;
    while (budget.spend()) spent += 1;
    return spent;
  };
  expect(spendAll()).toBe(20);
  for (let answers = 0; answers < 7; answers += 1) budget.earn();
  expect(spendAll()).toBe(3);
  for (let answers = 0; answers < 1000; answers += 1) budget.earn();
  expect(spendAll()).toBe(20);
  expect(new RetryBudget(0, 8).spend()).toBe(false);
  const wide = new RetryBudget(3, 50);
  let spent = 0;
  while (wide.spend()) spent += 1;
  expect(spent).toBe(300);
});

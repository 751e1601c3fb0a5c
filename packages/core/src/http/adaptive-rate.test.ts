import { expect, test } from "vitest";
import { AdaptiveRate } from "./adaptive-rate.ts";

/** Sends for so long at the rate that it gives; what it is afterwards. */
function send(rate: AdaptiveRate, from: number, forMs: number): number {
  for (let now = from; now < from + forMs; ) now += rate.step(now) || forMs;
  return rate.perSecond();
}

test("begins just under what passed, and soon looks for more", () => {
  const rate = new AdaptiveRate(100, 0);
  expect(rate.perSecond()).toBeCloseTo(95);
  expect(send(rate, 0, 2000)).toBeCloseTo(100, 0);
  expect(send(rate, 2000, 5000)).toBeGreaterThan(200);
});

test("stays below a ceiling that is known, longer each time that there was no other", () => {
  const rate = new AdaptiveRate(100, 0);
  let now = 3000;
  send(rate, 0, now);
  const holds: number[] = [];
  for (let search = 0; search < 5; search += 1) {
    rate.cut(now, 0);
    const { length } = Array.from({ length: 200 });
    let seconds = 0;
    const ceiling = rate.perSecond() / 0.95;
    while (rate.perSecond() <= ceiling * 1.01 && seconds < length) {
      send(rate, now, 1000);
      now += 1000;
      seconds += 1;
    }
    holds.push(seconds);
  }
  for (const [at, least] of [10, 20, 40, 80, 80].entries()) {
    expect(holds[at]).toBeGreaterThan(least);
    expect(holds[at]).toBeLessThan(least + 12);
  }
});

test("takes a refusal soon after the last one for a ceiling that was far off", () => {
  const rate = new AdaptiveRate(100, 0);
  for (let cuts = 0; cuts < 5; cuts += 1) rate.cut(10 * cuts, 0);
  expect(rate.perSecond()).toBeLessThan(40);
  for (let cuts = 0; cuts < 200; cuts += 1) rate.cut(100 + cuts, 0);
  expect(rate.perSecond()).toBeGreaterThan(0.1);
});

test("counts no time in which nothing was sent", () => {
  const rate = new AdaptiveRate(100, 0);
  rate.step(0);
  rate.step(3_600_000);
  expect(rate.perSecond()).toBeLessThan(100);
});

test("looks the more rarely the longer a refusal makes everybody wait", () => {
  const [short, long] = [0, 5000].map((pauseMs) => {
    const rate = new AdaptiveRate(100, 0);
    const after = send(rate, 0, 3000);
    rate.cut(3000, pauseMs);
    return send(rate, 3000, 40_000) / after;
  });
  expect(short).toBeGreaterThan(1.5);
  expect(long).toBeLessThan(1);
});

test("ends where the service bears far more than it once did", () => {
  const rate = new AdaptiveRate(100, 0);
  let now = 0;
  for (let step = rate.step(now); step > 0; step = rate.step(now)) now += step;
  expect(now).toBeLessThan(20_000);
  expect(rate.perSecond()).toBeGreaterThan(1600);
});

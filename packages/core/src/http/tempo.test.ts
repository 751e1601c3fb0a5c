import { describe, expect, test } from "vitest";
import { Tempo } from "./tempo.ts";

/** Sends as fast as it may, woken so much too late each time; how many in so many seconds. */
function send(tempo: Tempo, from: number, seconds: number, lateMs: number): number {
  let sent = 0;
  for (let now = from; now < from + seconds * 1000; sent += 1) {
    const wait = tempo.waitMs(now);
    if (wait > 0) {
      now += wait + lateMs;
      tempo.arrive(now);
    }
    tempo.take(now);
  }
  return sent;
}

/** One that has found, at time 0, that 50 a second pass. */
function slowed(requestsPerSecond?: number): Tempo {
  const tempo = new Tempo(requestsPerSecond);
  for (let sent = 0; sent < 51; sent += 1) tempo.take(-500 + sent);
  tempo.slowDown(0, 0, 0);
  return tempo;
}

describe("a tempo", () => {
  test("that nobody has set waits for nothing", () => {
    const tempo = new Tempo(undefined);
    for (let sent = 0; sent < 1000; sent += 1) tempo.take(5);
    expect(tempo.waitMs(5)).toBeLessThanOrEqual(0);
    expect(tempo.sent).toBe(1000);
  });

  test.each([0, 15, 60])("that was found is kept although timers are %i ms late", (lateMs) => {
    const sent = send(slowed(), 0, 2, lateMs);
    expect(sent).toBeGreaterThan(80);
    expect(sent).toBeLessThan(105);
  });

  test("that was found allows no burst after a time of rest", () => {
    const tempo = slowed();
    send(tempo, 0, 1, 60);
    let atOnce = 0;
    for (; tempo.waitMs(60_000) <= 0; atOnce += 1) tempo.take(60_000);
    expect(atOnce).toBeLessThanOrEqual(2);
  });

  test("that was found is never above the configured one", () => {
    expect(send(slowed(20), 0, 10, 0)).toBeLessThanOrEqual(201);
    expect(send(slowed(200), 0, 1, 0)).toBeLessThan(60);
  });

  test("rests after a refusal, and does not count a request that was not sent", () => {
    const tempo = slowed();
    expect(tempo.waitMs(0)).toBeGreaterThanOrEqual(190);
    tempo.take(1000);
    const wait = tempo.waitMs(1000);
    tempo.undo();
    expect(tempo.waitMs(1000)).toBeLessThan(wait - 10);
    expect(tempo.sent).toBe(51);
  });

  test("is not found where nothing passed", () => {
    const tempo = new Tempo(undefined);
    for (let sent = 0; sent < 8; sent += 1) tempo.take(0);
    tempo.slowDown(20, 7, 0);
    expect(tempo.waitMs(20)).toBeLessThanOrEqual(0);
  });
});

import { expect, onTestFinished, test, vi } from "vitest";
import { systemClock } from "./clock.ts";
import { longestTimerMs } from "./duration.ts";

test("sleeps until the time has passed", async () => {
  const before = performance.now();
  await systemClock.sleep(3);
  expect(performance.now() - before).toBeGreaterThanOrEqual(2);
});

test("a sleep ends with its signal's reason and leaves no listener behind", async () => {
  const controller = new AbortController();
  const sleep = systemClock.sleep(60_000, controller.signal);
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(sleep).rejects.toBe(reason);
  await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe(reason);
});

test("a sleep of months does not end at once, as a timer of that length would", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let isOver = false;
  const sleep = systemClock.sleep(longestTimerMs + 6).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(longestTimerMs);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(6);
  expect(isOver).toBe(true);
  await sleep;
});

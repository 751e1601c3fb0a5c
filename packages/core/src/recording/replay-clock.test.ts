import { describe, expect, it } from "vitest";
import type { RecordedAlarm } from "./recording.ts";
import { ReplayClock } from "./replay-clock.ts";

const startedAt = Date.parse("2026-11-20T12:00:00Z");
const after = (ms: number) => new Date(startedAt + ms).toISOString();

/** A clock, and what happened on it: `name@milliseconds` in order. */
function prepare(alarms: readonly RecordedAlarm[] = []) {
  const clock = new ReplayClock(startedAt, alarms);
  const events: string[] = [];
  const note = (name: string) => () => {
    events.push(`${name}@${clock.now() - startedAt}`);
  };
  return { clock, events, note };
}

/** Longer than the clock waits for others. */
async function turns(count = 20): Promise<void> {
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}

describe("time passes only where all wait for it", () => {
  it("wakes sleepers in the order of their moments", async () => {
    const { clock, events, note } = prepare();
    await Promise.all([30, 10, 20].map((ms) => clock.sleep(ms).then(note(`${ms}`))));
    expect(events).toEqual(["10@10", "20@20", "30@30"]);
  });

  it("lets who wakes sleep again before others wake", async () => {
    const { clock, events, note } = prepare();
    const steps = async (name: string, ms: number) => {
      for (let left = 3; left > 0; left -= 1) await clock.sleep(ms).then(note(name));
    };
    await Promise.all([steps("a", 10), steps("b", 16)]);
    expect(events).toEqual(["a@10", "b@16", "a@20", "a@30", "b@32", "b@48"]);
  });

  it("of those who wait for one moment wakes the lowest order first, and timers last", async () => {
    const { clock, events, note } = prepare();
    await Promise.all([
      clock.sleep(10).then(note("timer")),
      clock.until(startedAt + 10, 7).then(note("seventh")),
      clock.until(startedAt + 10, 2).then(note("second")),
    ]);
    expect(events).toEqual(["second@10", "seventh@10", "timer@10"]);
  });

  it("does not go back to a moment that is over", async () => {
    const { clock, events, note } = prepare();
    await clock.sleep(50);
    await clock.until(startedAt + 10, 0).then(note("late"));
    await clock.sleep(-5).then(note("negative"));
    expect(events).toEqual(["late@50", "negative@51"]);
  });

  it("waits for work between two sleeps that takes a few turns of the event loop", async () => {
    const { clock, events, note } = prepare();
    const working = turns(2).then(() => clock.sleep(5).then(note("worker")));
    await Promise.all([clock.sleep(10).then(note("sleeper")), working]);
    expect(events).toEqual(["worker@5", "sleeper@10"]);
  });

  it("stands still during work that is held, however long it takes", async () => {
    const { clock, events, note } = prepare();
    const work = Promise.withResolvers<string>();
    const held = clock.hold(work.promise).then((value) => clock.sleep(5).then(note(value)));
    const sleeping = clock.sleep(10).then(note("sleeper"));
    await turns();
    expect(events).toEqual([]);
    work.resolve("held");
    await Promise.all([held, sleeping]);
    expect(events).toEqual(["held@5", "sleeper@10"]);
  });

  it("goes on where held work fails", async () => {
    const { clock } = prepare();
    await expect(clock.hold(Promise.reject(new Error("disk")))).rejects.toThrow("disk");
    await clock.sleep(10);
    expect(clock.now()).toBe(startedAt + 10);
  });
});

describe("an abort", () => {
  it.each(["sleep", "alarm"] as const)(
    "ends a %s with its reason, and time does not go there",
    async (kind) => {
      const { clock } = prepare();
      const stop = new AbortController();
      const waiting = clock[kind](1000, stop.signal);
      stop.abort(new Error("enough"));
      await expect(waiting).rejects.toThrow("enough");
      await expect(clock[kind](1000, stop.signal)).rejects.toThrow("enough");
      await clock.sleep(10);
      expect(clock.now()).toBe(startedAt + 10);
    },
  );
});

describe("an alarm", () => {
  it("rings where the time of others goes past it", async () => {
    const { clock, events, note } = prepare();
    clock.alarm(20).then(note("alarm"), () => {});
    await clock.sleep(19).then(note("sleeper"));
    await turns();
    expect(events).toEqual(["sleeper@19"]);
    await clock.sleep(2).then(note("sleeper"));
    expect(events).toEqual(["sleeper@19", "alarm@20", "sleeper@21"]);
  });

  it("rings after the answers of its moment, and before who only waited for it", async () => {
    const { clock, events, note } = prepare();
    clock.alarm(20).then(note("alarm"), () => {});
    await Promise.all([
      clock.sleep(20).then(note("sleeper")),
      clock.until(startedAt + 20, 5).then(note("answer")),
    ]);
    expect(events).toEqual(["answer@20", "alarm@20", "sleeper@20"]);
  });

  it("rings by itself only where nothing else can happen any more", async () => {
    const { clock, events, note } = prepare();
    clock.alarm(20).then(note("alarm"), () => {});
    await turns();
    expect(events).toEqual([]);
    expect(clock.ringNext()).toBe(true);
    await turns();
    expect(events).toEqual(["alarm@20"]);
    expect(clock.ringNext()).toBe(false);
  });

  it("of the recorded run is set and rings when it was and did", async () => {
    const { clock, events, note } = prepare([{ ms: 100, setAt: after(500), rangAt: after(603) }]);
    clock.alarm(100).then(note("alarm"), () => {});
    expect(clock.now()).toBe(startedAt + 500);
    await clock.until(startedAt + 602, 0).then(note("answer"));
    await clock.sleep(1000).then(note("sleeper"));
    expect(events).toEqual(["answer@602", "alarm@603", "sleeper@1602"]);
  });

  it("that was late lets the answers come that came, and makes those late who waited", async () => {
    const { clock, events, note } = prepare([{ ms: 100, setAt: after(0), rangAt: after(104) }]);
    clock.alarm(100).then(note("alarm"), () => {});
    await Promise.all([
      clock.sleep(100).then(note("sleeper")),
      clock.until(startedAt + 103, 0).then(note("answer")),
      clock.until(startedAt + 105, 1).then(note("too late")),
    ]);
    expect(events).toEqual(["answer@103", "alarm@104", "sleeper@104", "too late@105"]);
  });

  it("that did not ring, as the run was done, lets late answers come, and ends a run that goes on", async () => {
    const { clock, events, note } = prepare([{ ms: 100, setAt: after(0), rangAt: null }]);
    const stop = new AbortController();
    clock
      .alarm(100)
      .then(note("alarm"))
      .then(
        () => stop.abort(),
        () => {},
      );
    await clock.until(startedAt + 101, 0).then(note("answer"));
    await expect(clock.sleep(0, stop.signal)).rejects.toThrow();
    expect(events).toEqual(["answer@101", "alarm@1100"]);
  });

  it("of another length than the recorded one follows the clock", async () => {
    const { clock, events, note } = prepare([{ ms: 100, setAt: after(500), rangAt: null }]);
    clock.alarm(40).then(note("alarm"), () => {});
    await clock.sleep(50).then(note("sleeper"));
    expect(events).toEqual(["alarm@40", "sleeper@50"]);
  });
});

it("the same sleepers give the same times, twice", async () => {
  const run = async () => {
    const { clock, events, note } = prepare();
    const walk = async (name: string, seed: number) => {
      for (let step = 0, at = seed; step < 50; step += 1, at = (at * 7 + 13) % 4999)
        await clock.sleep(at % 97).then(note(name));
    };
    await Promise.all([walk("a", 1), walk("b", 2), walk("c", 3)]);
    return events;
  };
  const first = await run();
  expect(first.length).toBeGreaterThan(100);
  expect(await run()).toEqual(first);
});

import { AsyncLocalStorage } from "node:async_hooks";
import type { ClusterRef } from "@upgradectl/provider-sdk";
import { describe, expect, it, vi } from "vitest";
import { cluster, connect, contextWith, observing, signal } from "../testing/guarded-plugin.ts";
import { healthyObservation } from "../testing/healthy.ts";
import type { SilenceClock } from "./silence-clock.ts";
import { blameStrays, type Supervision } from "./supervisor.ts";

/** A clock that goes when it is told to. */
class ManualClock implements SilenceClock {
  timersSet = 0;
  #now = 0;
  #timers: { readonly at: number; readonly call: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): void {
    this.timersSet += 1;
    this.#timers.push({ at: this.#now + ms, call });
  }

  pass(ms: number): void {
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { call } of due) call();
  }
}

/** Lets everything happen that waits for no time. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
describe("a plugin that does nothing", () => {
  const silent = { kind: "plugin", message: expect.stringContaining("the plugin did not answer") };
  const never = () => new Promise<never>(() => {});

  const quietMs = 20_000;

  it("is given up when the limit is over, and not before", async () => {
    const clock = new ManualClock();
    const reading = observing(never, { quietMs, clock });
    const settled = vi.fn();
    reading.then(settled, settled);
    await turn();
    clock.pass(quietMs - 1);
    await turn();
    expect(settled).not.toHaveBeenCalled();
    clock.pass(1);
    await expect(reading).rejects.toMatchObject(silent);
  });

  it("is not while something that it asked for is under way, and has the whole limit after it", async () => {
    const clock = new ManualClock();
    const answer = Promise.withResolvers<undefined>();
    const context = contextWith({ readFile: () => answer.promise });
    const connection = await connect(({ readFile }) => ({ observe: () => readFile("~/.acme").then(never) }), {
      context,
      quietMs,
      clock,
    });
    const reading = connection.observe(cluster, signal);
    const settled = vi.fn();
    reading.catch(settled);
    await turn();
    for (let times = 0; times < 5; times += 1) clock.pass(quietMs);
    answer.resolve(undefined);
    await turn();
    clock.pass(quietMs - 1);
    await turn();
    expect(settled).not.toHaveBeenCalled();
    clock.pass(quietMs);
    await expect(reading).rejects.toMatchObject(silent);
  });

  it("is not while another of its clusters gets answers", async () => {
    const clock = new ManualClock();
    const slow = Promise.withResolvers<void>();
    const connection = await connect(
      ({ readFile }) => ({
        observe: async ({ id }: ClusterRef) => {
          await (id === "waits" ? slow.promise : readFile("x"));
          return healthyObservation();
        },
      }),
      { quietMs, clock },
    );
    const waiting = connection.observe({ ...cluster, id: "waits" }, signal);
    for (let times = 0; times < 5; times += 1) {
      clock.pass(quietMs - 1);
      await connection.observe({ ...cluster, id: "asks" }, signal);
    }
    slow.resolve();
    expect(await waiting).toEqual(healthyObservation());
  });

  it("has some time at first, however long its connection was silent", async () => {
    const clock = new ManualClock();
    const connection = await connect(() => ({ observe: never }), { quietMs, clock });
    clock.pass(5 * quietMs);
    const reading = connection.observe(cluster, signal);
    const settled = vi.fn();
    reading.catch(settled);
    clock.pass(9_999);
    await turn();
    expect(settled).not.toHaveBeenCalled();
    clock.pass(1);
    await expect(reading).rejects.toMatchObject(silent);
  });

  it("sets one timer, however many of its clusters are read", async () => {
    const clock = new ManualClock();
    const connection = await connect(() => ({ observe: async () => healthyObservation() }), {
      quietMs,
      clock,
    });
    await Promise.all(Array.from({ length: 100 }, () => connection.observe(cluster, signal)));
    expect(clock.timersSet).toBe(1);
  });

  it("as it connects, too", async () => {
    const clock = new ManualClock();
    const connecting = connect(never, { quietMs, clock });
    connecting.catch(() => {});
    await turn();
    clock.pass(quietMs);
    await expect(connecting).rejects.toMatchObject(silent);
  });

  it("in its list, too", async () => {
    const clock = new ManualClock();
    const hanging = await connect(
      () => ({ observe: never, list: () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }) }),
      { quietMs, clock },
    );
    const page = hanging.list?.(signal)[Symbol.asyncIterator]().next();
    await turn();
    clock.pass(quietMs);
    await expect(page).rejects.toMatchObject(silent);
  });
});

describe("an error that gets lost", () => {
  /** As the process tells them, in the course of the code that threw. */
  function strays(): {
    readonly onStray: Supervision["onStray"];
    readonly throwStray: (error: unknown) => void;
  } {
    const listeners = new Set<(thrown: unknown) => void>();
    return {
      onStray: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      throwStray: (error) => {
        for (const listener of listeners) listener(error);
      },
    };
  }

  it("is an error of the call in whose course it was thrown, and of no other", async () => {
    const { onStray, throwStray } = strays();
    if (onStray === undefined) throw new Error("unreachable");
    blameStrays(onStray);
    const connection = await connect(
      () => ({
        observe: async ({ id }: ClusterRef) => {
          setTimeout(() => id === "loses" && throwStray("gone"), 5);
          await new Promise((resolve) => setTimeout(resolve, 20));
          return healthyObservation();
        },
      }),
      { onStray },
    );
    const inSomeContext = new AsyncLocalStorage<string>();
    const [lost, fine] = await inSomeContext.run("outside", () =>
      Promise.allSettled(["loses", "keeps"].map((id) => connection.observe({ ...cluster, id }, signal))),
    );
    expect(lost).toMatchObject({
      reason: { kind: "plugin", message: expect.stringContaining("the plugin lost an error") },
    });
    expect(fine).toMatchObject({ status: "fulfilled" });
  });
});

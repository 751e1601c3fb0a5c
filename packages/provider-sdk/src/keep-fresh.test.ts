import { describe, expect, it } from "vitest";
import { keepFresh } from "./keep-fresh.ts";

/** Values `1`, `2` ... that live for `lifeMs`; the clock moves by hand. */
function counter(lifeMs: number | null) {
  const state = { now: 1_000_000, asked: 0, fetched: 0, failing: false };
  const fresh = keepFresh(
    async () => {
      state.asked += 1;
      if (state.failing) throw new Error("down");
      state.fetched += 1;
      return { value: state.fetched, expiresAt: lifeMs === null ? null : state.now + lifeMs };
    },
    () => state.now,
  );
  return { state, fresh };
}

const { signal } = new AbortController();

describe("keepFresh", () => {
  it("keeps what does not expire", async () => {
    const { state, fresh } = counter(null);
    await fresh.current(signal);
    state.now += 1e12;
    expect(await fresh.current(signal)).toBe(1);
  });

  it.each([
    [3_600_000, 3_299_999, [1, 1]],
    [3_600_000, 3_300_000, [1, 2]],
    [3_600_000, 3_600_000, [2, 2]],
    [100_000, 79_999, [1, 1]],
    [100_000, 80_000, [1, 2]],
    [100_000, 100_000, [2, 2]],
    // Over on arrival: clocks differ, and it serves until it is refused.
    [0, 1_000_000, [1, 1]],
    [-5, 1_000_000, [1, 1]],
  ])("a life of %i ms after %i ms: values %j", async (life, passed, values) => {
    const { state, fresh } = counter(life);
    await fresh.current(signal);
    state.now += passed;
    const first = await fresh.current(signal);
    await new Promise((resolve) => setImmediate(resolve));
    expect([first, await fresh.current(signal)]).toEqual(values);
  });

  it("serves on, and is not waited for, while a renewal fails or hangs", async () => {
    const { state, fresh } = counter(3_600_000);
    await fresh.current(signal);
    state.now += 3_500_000;
    state.failing = true;
    expect(await fresh.current(signal)).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await fresh.current(signal)).toBe(1);
    expect(state.asked).toBe(2);
    state.now += 10_000;
    expect(await fresh.current(signal)).toBe(1);
    expect(state.asked).toBe(3);
    state.now += 100_000;
    await expect(fresh.current(signal)).rejects.toThrow("down");
    state.failing = false;
    expect(await fresh.current(signal)).toBe(2);
  });

  it("does not keep a failure", async () => {
    const { state, fresh } = counter(null);
    state.failing = true;
    await expect(fresh.current(signal)).rejects.toThrow("down");
    state.failing = false;
    expect(await fresh.current(signal)).toBe(1);
  });

  it("renews once for all who were refused, and not for who is late", async () => {
    const { state, fresh } = counter(null);
    await fresh.current(signal);
    const renewed = await Promise.all(
      Array.from({ length: 9 }, () => fresh.renew((value) => value === 1, signal)),
    );
    expect(renewed).toEqual(Array(9).fill(true));
    expect(await fresh.renew((value) => value === 1, signal)).toBe(true);
    expect(state.fetched).toBe(2);
  });

  it("tells where the new value is the refused one", async () => {
    const fresh = keepFresh(
      async () => ({ value: "same", expiresAt: null }),
      () => 0,
    );
    expect(await fresh.renew((value) => value === "same", signal)).toBe(false);
  });

  it("who gives up leaves the others their fetch", async () => {
    const gate = Promise.withResolvers<void>();
    let fetches = 0;
    const fresh = keepFresh(
      async () => {
        fetches += 1;
        await gate.promise;
        return { value: "v", expiresAt: null };
      },
      () => 0,
    );
    const giving = new AbortController();
    const first = fresh.current(giving.signal);
    const second = fresh.current(signal);
    giving.abort();
    await expect(first).rejects.toMatchObject({ kind: "cancelled" });
    const third = fresh.current(signal);
    gate.resolve();
    expect(await Promise.all([second, third])).toEqual(["v", "v"]);
    expect(fetches).toBe(1);
  });
});

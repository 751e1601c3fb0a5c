import { type Observation, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { verdictOf } from "../judge/apply-policy.ts";
import { estimateOf } from "../judge/judge-reading.ts";
import { Redactor } from "../redact.ts";
import { clustersOf, connect, forbidden } from "../testing/accounts.ts";
import { healthyObservation, now } from "../testing/healthy.ts";
import { operationIn } from "../testing/judged.ts";
import { type WaitOptions, waitForFleet } from "./wait-for-fleet.ts";

const minute = 60_000;
const upgrading = healthyObservation({
  version: "v1.28.5-r0",
  operations: [operationIn("running", { startedAt: null, updatedAt: null, finishedAt: null })],
});
const converged = healthyObservation();
const failed = healthyObservation({ operations: [operationIn("failed")] });
const down = new ProviderError({ kind: "unavailable", message: "down" });
const over = new ProviderError({ kind: "timeout", message: "the time is over" });

type Look = Observation | Error;
type See = (minutes: number, id: string, look: number) => Look | Promise<Look>;

/** A wait of accounts on a clock that only sleeping moves, and that ends the wait at its deadline. */
async function wait(accounts: readonly (readonly [number, See])[], changes: Partial<WaitOptions> = {}) {
  let time = now;
  const forMs = 60 * minute;
  const ending = new AbortController();
  const pauses: number[] = [];
  const looks = new Map<string, number>();
  const sleep: WaitOptions["clock"]["sleep"] = async (ms, signal) => {
    signal?.throwIfAborted();
    pauses.push(ms);
    time += ms;
    if (time >= now + forMs) ending.abort(over);
    await Promise.resolve();
    signal?.throwIfAborted();
  };
  const instances = accounts.map(([, see], index) =>
    connect(
      {
        observe: async ({ id }, signal) => {
          signal.throwIfAborted();
          const key = `${index}/${id}`;
          const look = (looks.get(key) ?? 0) + 1;
          looks.set(key, look);
          const seen = await see((time - now) / minute, id, look);
          if (seen instanceof Error) throw seen;
          return seen;
        },
      },
      `${index}/acme`,
    ),
  );
  const clusters = accounts.flatMap(([count], index) => {
    const instance = instances[index];
    return instance === undefined ? [] : clustersOf(instance, count);
  });
  const judged = await waitForFleet(clusters, {
    connected: new Map(instances.map((one) => [one.instance.key, one])),
    clock: { now: () => time, sleep, alarm: sleep },
    redactor: new Redactor(),
    signal: ending.signal,
    goal: { command: "check" },
    deadline: now + forMs,
    stable: 1,
    ...changes,
  });
  const verdicts = judged.map(verdictOf);
  return { judged, verdicts, looks: Object.fromEntries(looks), pauses, tookMs: time - now };
}

describe("waitForFleet", () => {
  it("returns at once where there is nothing to wait for", async () => {
    expect(await wait([[2, () => converged]])).toMatchObject({
      tookMs: 0,
      looks: { "0/id0": 1, "0/id1": 1 },
    });
  });

  it("looks until all are done, and only at those that are not", async () => {
    const result = await wait([[2, (minutes, id) => (id === "id0" || minutes >= 5 ? converged : upgrading)]]);
    expect(result.verdicts).toEqual(["converged", "converged"]);
    expect(result.looks["0/id0"]).toBe(1);
    expect(result.tookMs).toBeGreaterThanOrEqual(5 * minute);
    expect(result.tookMs).toBeLessThanOrEqual(6 * minute);
  });

  it("backs off while nothing changes, and begins anew where something did", async () => {
    const result = await wait([[1, (minutes) => (minutes < 3 ? upgrading : minutes < 8 ? down : converged)]]);
    expect(result.pauses.slice(0, 6)).toEqual([10_000, 15_000, 20_000, 30_000, 45_000, 60_000]);
    expect(result.pauses.slice(6, 8)).toEqual([10_000, 15_000]);
  });

  it("stops at once on what waiting cannot change, and leaves the others as they were seen", async () => {
    const see: See = (minutes, id) => (id === "id1" && minutes >= 2 ? failed : upgrading);
    const result = await wait([[2, see]]);
    expect(result.verdicts).toEqual(["upgrading", "failed"]);
    expect(result.tookMs).toBeLessThan(3 * minute);
    expect(await wait([[2, (_, id) => (id === "id0" ? forbidden : upgrading)]])).toMatchObject({
      verdicts: ["unknown", "upgrading"],
      tookMs: 0,
    });
  });

  it("stops the other accounts too, after their first look", async () => {
    const slow: See = async () => {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      return upgrading;
    };
    const result = await wait([
      [1, () => failed],
      [1, slow],
    ]);
    expect(result).toMatchObject({ verdicts: ["failed", "upgrading"], looks: { "1/id0": 1 }, tookMs: 0 });
  });

  it("rides out passing errors, whatever was seen before them", async () => {
    const see: See = (minutes) => (minutes < 2 ? upgrading : minutes < 6 ? down : converged);
    expect((await wait([[1, see]])).verdicts).toEqual(["converged"]);
    expect((await wait([[1, (minutes) => (minutes < 6 ? down : converged)]])).verdicts).toEqual([
      "converged",
    ]);
  });

  it("ends at the deadline with what was seen last", async () => {
    const result = await wait([[1, () => upgrading]]);
    expect(result).toMatchObject({ verdicts: ["upgrading"], tookMs: 60 * minute });
    const unread = await wait([[1, (minutes) => (minutes < 30 ? upgrading : down)]]);
    expect(unread.verdicts).toEqual(["unknown"]);
    expect(unread.judged[0]?.reading.error?.kind).toBe("unavailable");
  });

  it.each([
    ["the run's own end", over],
    ["a cancellation of the plugin's", new ProviderError({ kind: "cancelled", message: "stopped" })],
  ])("keeps the last reading where the end cuts a read short: %s", async (_what, thrown) => {
    const ending = new AbortController();
    const see: See = (_minutes, _id, look) => {
      if (look < 3) return upgrading;
      ending.abort(over);
      return thrown;
    };
    const result = await wait([[1, see]], { signal: ending.signal });
    expect(result).toMatchObject({ verdicts: ["upgrading"], looks: { "0/id0": 3 } });
    expect(result.judged[0]?.reading.error).toBeNull();
  });

  it("has no reading to keep where the first one is cut short", async () => {
    const ending = new AbortController();
    const see: See = () => {
      ending.abort(over);
      return new Promise<never>(() => {});
    };
    const { judged } = await wait([[1, see]], { signal: ending.signal });
    expect(judged[0]?.reading.error).toMatchObject({ kind: "timeout", message: "the time is over" });
  });

  it("wants --stable good readings in a row of each cluster", async () => {
    const flapping: See = (_, id, look) => (id === "id1" && look === 2 ? upgrading : converged);
    const result = await wait([[2, flapping]], { stable: 3 });
    expect(result).toMatchObject({ verdicts: ["converged", "converged"], looks: { "0/id0": 3, "0/id1": 5 } });
    const blip: See = (_, _id, look) => (look === 3 ? down : converged);
    expect((await wait([[1, blip]], { stable: 3 })).looks).toEqual({ "0/id0": 6 });
  });

  it("looks in the interval that was asked for", async () => {
    const result = await wait([[1, (minutes) => (minutes < 1 ? upgrading : converged)]], {
      intervalMs: 5000,
    });
    expect(new Set(result.pauses)).toEqual(new Set([5000]));
    expect(result.tookMs).toBe(minute);
  });

  it("learns from the looks how long a node takes, and looks more often towards the end", async () => {
    const nodes = Array.from({ length: 12 }, (_, index) => `n${index}`);
    const see: See = (minutes) => {
      const done = Math.min(12, Math.floor(minutes / 3));
      if (done === 12) return converged;
      const { operations } = upgrading;
      const part = { total: nodes, completed: nodes.slice(0, done), current: nodes.slice(done, done + 1) };
      return { ...upgrading, operations: operations.map((each) => ({ ...each, nodes: part })) };
    };
    const ending = new AbortController();
    const halfway = await wait(
      [
        [
          1,
          (minutes, id, look) => {
            if (minutes >= 18.5) ending.abort(over);
            return see(minutes, id, look);
          },
        ],
      ],
      { signal: ending.signal },
    );
    const seen = halfway.judged[0];
    if (seen === undefined) throw new Error("one cluster was given");
    const left = now + 36 * minute - seen.reading.observedAt;
    const estimate = estimateOf(seen);
    for (const end of [estimate?.earliest, estimate?.latest]) {
      const told = Date.parse(end ?? "") - seen.reading.observedAt;
      expect(Math.abs(told / left - 1)).toBeLessThan(0.2);
    }
    const whole = await wait([[1, see]]);
    expect(whole.verdicts).toEqual(["converged"]);
    expect(whole.tookMs).toBeLessThan(37 * minute);
  });
});

describe("what a wait tells while it lasts", () => {
  it("is each reading, whether it is new, and each pause", async () => {
    const told: string[] = [];
    const pausedUntil: number[] = [];
    await wait([[1, (minutes) => (minutes < 3 ? upgrading : converged)]], {
      intervalMs: minute,
      onReading: (judged, isNew) => {
        told.push(`${verdictOf(judged)}${isNew ? ", new" : ""}`);
      },
      onPause: (_account, until) => {
        pausedUntil.push((until - now) / minute);
      },
    });
    expect(told).toEqual(["upgrading, new", "upgrading", "upgrading", "converged, new"]);
    expect(pausedUntil).toEqual([1, 2, 3]);
  });
});

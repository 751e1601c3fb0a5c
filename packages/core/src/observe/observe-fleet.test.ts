import { type Connection, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { clustersOf, connect, forbidden, optionsFor } from "../testing/accounts.ts";
import { healthyObservation, healthyOperation } from "../testing/healthy.ts";
import { observeFleet, visitFleet } from "./observe-fleet.ts";

describe("observeFleet", () => {
  it("keeps the order of the clusters, whatever order they finish in", async () => {
    const instance = connect({
      async observe({ id }) {
        for (let turn = 0; turn < (id === "id0" ? 20 : 1); turn++) await Promise.resolve();
        return healthyObservation({ version: id });
      },
    });
    const readings = await observeFleet(clustersOf(instance, 3), optionsFor(instance));
    expect(readings.map(({ observation }) => observation?.version)).toEqual(["id0", "id1", "id2"]);
  });

  it("makes one cluster's failure that cluster's error", async () => {
    const instance = connect({
      async observe({ id }) {
        if (id === "id1") throw forbidden;
        return healthyObservation();
      },
    });
    const readings = await observeFleet(clustersOf(instance, 3), optionsFor(instance));
    expect(readings.map(({ error }) => error?.kind ?? "read")).toEqual(["read", "forbidden", "read"]);
  });

  it.each<[string, () => unknown]>([
    ["throws a TypeError", () => Promise.reject(new TypeError("x is undefined"))],
    [
      "throws synchronously",
      () => {
        throw new Error("at once");
      },
    ],
    ["throws nothing at all", () => Promise.reject(undefined)],
    ["returns undefined", () => undefined],
    ["returns unread without a kind", () => ({ ...healthyObservation(), unread: { message: "no" } })],
    ["returns a verdict", () => ({ verdict: "converged" })],
    [
      "returns a phase that does not exist",
      () => ({ ...healthyObservation(), operations: [{ phase: "done" }] }),
    ],
    [
      "returns a time of another form",
      () => ({ ...healthyObservation(), operations: [{ ...{}, startedAt: "yesterday" }] }),
    ],
    ...["2026-13-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T25:00:00Z", "2016-12-31T23:59:60Z"].map(
      (startedAt): [string, () => unknown] => [
        `returns the time ${startedAt}, which no clock has shown`,
        () => ({ ...healthyObservation(), operations: [healthyOperation({ phase: "failed", startedAt })] }),
      ],
    ),
  ])("calls it the plugin's fault when observe %s", async (_what, observe) => {
    const instance = connect({ observe: observe as Connection["observe"] });
    const [reading] = await observeFleet(clustersOf(instance, 1), optionsFor(instance));
    expect(reading).toMatchObject({ observation: null, error: { kind: "plugin", retryable: false } });
  });

  it("never has more clusters in work than the limit", async () => {
    let active = 0;
    let most = 0;
    const instance = connect(
      {
        async observe() {
          most = Math.max(most, ++active);
          for (let turn = 0; turn < 5; turn++) await Promise.resolve();
          active--;
          return healthyObservation();
        },
      },
      "0/acme",
      3,
    );
    await observeFleet(clustersOf(instance, 20), optionsFor(instance));
    expect(most).toBe(3);
  });

  it("ends at once when the run ends, also under a plugin that ignores the signal", async () => {
    const instance = connect({ observe: () => new Promise(() => {}) });
    const options = optionsFor(instance);
    const running = observeFleet(clustersOf(instance, 9), options);
    options.abort(new ProviderError({ kind: "timeout", message: "--timeout is over" }));
    const readings = await running;
    expect(readings).toHaveLength(9);
    expect(new Set(readings.map(({ error }) => error?.kind))).toEqual(new Set(["timeout"]));
  });

  it("keeps what was observed beside why its operations could not be read", async () => {
    const unread = { kind: "forbidden", message: "closed to hunter2hunter2", httpStatus: 403 } as const;
    const observation = healthyObservation({ unread });
    const instance = connect({ observe: async () => observation });
    const options = optionsFor(instance);
    options.redactor.add("hunter2hunter2");
    const [reading] = await observeFleet(clustersOf(instance, 1), options);
    expect(reading?.observation).toMatchObject({ version: observation.version, operations: [] });
    expect(reading?.error).toMatchObject({ kind: "forbidden", httpStatus: 403 });
    expect(reading?.error?.message).toMatch(/^closed to (?!.*hunter2)/);
  });

  it("masks secrets in a plugin's errors", async () => {
    const instance = connect({ observe: () => Promise.reject(new Error("bad key hunter2hunter2")) });
    const options = optionsFor(instance);
    options.redactor.add("hunter2hunter2");
    const [reading] = await observeFleet(clustersOf(instance, 1), options);
    expect(reading?.error?.message).not.toContain("hunter2");
  });
});

describe("visitFleet", () => {
  it("hands readings over as they are made", async () => {
    const instance = connect({
      async observe({ id }) {
        for (let turn = 0; turn < (id === "id0" ? 20 : 1); turn++) await Promise.resolve();
        return healthyObservation();
      },
    });
    const ids: string[] = [];
    await visitFleet(clustersOf(instance, 3), optionsFor(instance), ({ cluster }) => {
      ids.push(cluster.id);
    });
    expect(ids).toEqual(["id1", "id2", "id0"]);
  });

  it("reads no further while what takes the readings is busy", async () => {
    let read = 0;
    let taken = 0;
    let ahead = 0;
    const instance = connect(
      {
        async observe() {
          read += 1;
          ahead = Math.max(ahead, read - taken);
          return healthyObservation();
        },
      },
      "0/acme",
      3,
    );
    await visitFleet(clustersOf(instance, 50), optionsFor(instance), async () => {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      taken += 1;
    });
    expect({ read, taken }).toEqual({ read: 50, taken: 50 });
    expect(ahead).toBeLessThanOrEqual(3);
  });

  it("ends with what the taker throws", async () => {
    const instance = connect({ observe: async () => healthyObservation() });
    const full = visitFleet(clustersOf(instance, 2), optionsFor(instance), () => {
      throw new Error("the disk is full");
    });
    await expect(full).rejects.toThrow("the disk is full");
  });
});

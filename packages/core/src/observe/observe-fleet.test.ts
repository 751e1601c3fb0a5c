import {
  type ClusterRef,
  type Connection,
  type ListedCluster,
  ProviderError,
} from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import type { Cluster } from "../fleet.ts";
import { appendEvidence, currentEvidence } from "../http/evidence.ts";
import { Redactor } from "../redact.ts";
import { healthyCluster, healthyInstance, healthyObservation, now } from "../testing/healthy.ts";
import type { ConnectedInstance } from "./connect-fleet.ts";
import { observeFleet } from "./observe-fleet.ts";
import type { ObserveOptions } from "./reading.ts";

const http = {
  api() {
    throw new Error("not used");
  },
};

function connect(connection: Connection, key = "0/acme", concurrency = 4): ConnectedInstance {
  const transport = { http, services: () => new Map<string, string>(), close: async () => {} };
  return { instance: healthyInstance({ key }), connection, transport, concurrency };
}

function optionsFor(
  ...connected: readonly ConnectedInstance[]
): ObserveOptions & { abort(reason?: unknown): void } {
  const ending = new AbortController();
  return {
    connected: new Map(connected.map((one) => [one.instance.key, one])),
    clock: { now: () => now, sleep: async () => {} },
    redactor: new Redactor(),
    signal: ending.signal,
    abort: (reason) => ending.abort(reason),
  };
}

function clustersOf(instance: ConnectedInstance, count: number): Cluster[] {
  return Array.from({ length: count }, (_, index) =>
    healthyCluster({ name: `n${index}`, id: `id${index}`, instance: instance.instance }),
  );
}

function listed(id: string): ListedCluster {
  return { id, name: id, version: null, row: { state: "ok" } };
}

const forbidden = new ProviderError({ kind: "forbidden", message: "no right" });

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

describe("observeFleet with a plugin that can list", () => {
  function lister(pages: readonly (readonly string[])[], failure?: ProviderError) {
    const seen = { pages: 0, refs: [] as ClusterRef[] };
    const connection: Connection = {
      async *list() {
        for (const page of pages) {
          seen.pages++;
          yield page.map(listed);
        }
        if (failure !== undefined) throw failure;
      },
      async observe(cluster) {
        seen.refs.push(cluster);
        if (failure !== undefined) throw failure;
        return healthyObservation();
      },
    };
    return { seen, instance: connect(connection) };
  }

  it("lists once and hands each cluster its row", async () => {
    const { seen, instance } = lister([["other", "id1"], ["id0"], ["more"]]);
    await observeFleet(clustersOf(instance, 4), optionsFor(instance));
    expect(seen.refs.map(({ id, listed }) => [id, listed?.id])).toEqual([
      ["id1", "id1"],
      ["id0", "id0"],
      ["id2", undefined],
      ["id3", undefined],
    ]);
  });

  it("reads the first page's clusters while it waits for the next page", async () => {
    const nextPage = Promise.withResolvers<void>();
    const observed: string[] = [];
    const instance = connect({
      async *list() {
        yield [listed("id1")];
        await nextPage.promise;
        yield [listed("id0")];
      },
      async observe({ id }) {
        observed.push(id);
        nextPage.resolve();
        return healthyObservation();
      },
    });
    const readings = await observeFleet(clustersOf(instance, 2), optionsFor(instance));
    expect(observed).toEqual(["id1", "id0"]);
    expect(readings.map(({ cluster }) => cluster.id)).toEqual(["id0", "id1"]);
  });

  it("keeps what it has read when the list then fails, and reads the others by themselves", async () => {
    const refs: ClusterRef[] = [];
    const instance = connect({
      async *list() {
        yield [listed("id1")];
        throw forbidden;
      },
      async observe(cluster) {
        refs.push(cluster);
        return healthyObservation();
      },
    });
    const readings = await observeFleet(clustersOf(instance, 3), optionsFor(instance));
    expect(readings.map(({ error }) => error)).toEqual([null, null, null]);
    expect(refs.map(({ id, listed }) => [id, listed?.id])).toEqual([
      ["id1", "id1"],
      ["id0", undefined],
      ["id2", undefined],
    ]);
  });

  it("shows with each cluster the requests that may have brought its row", async () => {
    const answer = (action: string) =>
      appendEvidence(currentEvidence() ?? [], { action, requestId: null, httpStatus: 200, at: "" });
    const instance = connect({
      async *list() {
        answer("page 1");
        yield [listed("id0")];
        // Read side by side, and answered out of order.
        answer("page 3");
        answer("page 2");
        yield [listed("id1")];
        yield [listed("id2")];
      },
      observe: async () => healthyObservation(),
    });
    const readings = await observeFleet(clustersOf(instance, 4), optionsFor(instance));
    expect(readings.map(({ evidence }) => evidence.map(({ action }) => action))).toEqual([
      ["page 1"],
      ["page 3", "page 2"],
      ["page 3", "page 2"],
      [],
    ]);
  });

  it("reads no cluster twice when a list ignores the end of the run", async () => {
    const page = Promise.withResolvers<readonly ListedCluster[]>();
    const instance = connect({
      async *list() {
        yield await page.promise;
      },
      observe: async () => healthyObservation(),
    });
    const options = optionsFor(instance);
    let looks = 0;
    const now = () => {
      looks += 1;
      return options.clock.now();
    };
    const running = observeFleet(clustersOf(instance, 2), { ...options, clock: { ...options.clock, now } });
    options.abort(new ProviderError({ kind: "timeout", message: "--timeout is over" }));
    const readings = await running;
    page.resolve([listed("id0"), listed("id1")]);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    expect(readings.map(({ error }) => error?.kind)).toEqual(["timeout", "timeout"]);
    // Every reading looks at the clock; these two once, because nothing is asked of the plugin.
    expect(looks).toBe(2);
  });

  it("fails where the caller does", async () => {
    const { instance } = lister([["id0"], ["id1"]]);
    const bug = new Error("in the caller");
    const now = () => {
      throw bug;
    };
    const options = { ...optionsFor(instance), clock: { now, sleep: async () => {} } };
    await expect(observeFleet(clustersOf(instance, 3), options)).rejects.toBe(bug);
  });

  it("lists nothing for a single cluster", async () => {
    const { seen, instance } = lister([["id0"]]);
    await observeFleet(clustersOf(instance, 1), optionsFor(instance));
    expect(seen.pages).toBe(0);
  });

  it("stops listing when it has all rows", async () => {
    const { seen, instance } = lister([["id0", "id1", "id2"], ["a"], ["b"]]);
    await observeFleet(clustersOf(instance, 3), optionsFor(instance));
    expect(seen.pages).toBe(1);
  });

  it("reads no more pages than single reads would take", async () => {
    const pages = Array.from({ length: 50 }, (_, index) => [`foreign${index}`]);
    const { seen, instance } = lister(pages);
    await observeFleet(clustersOf(instance, 4), optionsFor(instance));
    expect(seen.pages).toBe(3);
    expect(seen.refs).toHaveLength(4);
  });

  it("asks for no cluster where the credentials are refused", async () => {
    const refused = new ProviderError({ kind: "unauthenticated", message: "bad key" });
    const { seen, instance } = lister([], refused);
    const readings = await observeFleet(clustersOf(instance, 5), optionsFor(instance));
    expect(seen.refs).toHaveLength(0);
    expect(readings.map(({ error }) => error?.kind)).toEqual(Array(5).fill("unauthenticated"));
  });

  it("reads each cluster by itself where listing is forbidden", async () => {
    const { seen, instance } = lister([], forbidden);
    await observeFleet(clustersOf(instance, 5), optionsFor(instance));
    expect(seen.refs).toHaveLength(5);
  });

  it("asks a service that is down for one cluster, not for all", async () => {
    const down = new ProviderError({ kind: "network", message: "refused" });
    const { seen, instance } = lister([], down);
    const readings = await observeFleet(clustersOf(instance, 50), optionsFor(instance));
    expect(seen.refs).toHaveLength(1);
    expect(readings.map(({ error }) => error?.kind)).toEqual(Array(50).fill("network"));
  });

  it("leaves other accounts alone", async () => {
    const refused = lister([], new ProviderError({ kind: "unauthenticated", message: "bad key" })).instance;
    const fine = connect({ observe: async () => healthyObservation() }, "0/fine");
    const clusters = [...clustersOf(refused, 3), ...clustersOf(fine, 3)];
    const readings = await observeFleet(clusters, optionsFor(refused, fine));
    expect(readings.map(({ observation }) => observation !== null)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});

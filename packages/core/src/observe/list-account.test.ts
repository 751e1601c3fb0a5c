import {
  type ClusterRef,
  type Connection,
  type ListedCluster,
  ProviderError,
} from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { appendEvidence, currentEvidence } from "../http/evidence.ts";
import { clustersOf, connect, forbidden, listed, optionsFor } from "../testing/accounts.ts";
import { healthyObservation } from "../testing/healthy.ts";
import { observeFleet } from "./observe-fleet.ts";

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

  it("reads by itself a cluster that has two rows on one page: one of them may be wrong", async () => {
    const { seen, instance } = lister([["id1", "id0", "id1"], ["id2"]]);
    await observeFleet(clustersOf(instance, 4), optionsFor(instance));
    expect(seen.refs.map(({ id, listed }) => [id, listed?.id])).toEqual([
      ["id0", "id0"],
      ["id2", "id2"],
      ["id1", undefined],
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
    const options = { ...optionsFor(instance), clock: { now, sleep: async () => {}, alarm: async () => {} } };
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

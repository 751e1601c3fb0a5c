import type { Cluster, Fleet, Share } from "@upgradectl/core";
import { describe, expect, it } from "vitest";
import { type SelectedClusters, selectClusters, warnOfShares } from "./selection.ts";

/** So many clusters of each of these instances. */
function fleetOf(counts: Readonly<Record<string, number>>, concurrency = 8): Fleet {
  const clusters = Object.entries(counts).flatMap(([name, count], at) => {
    const instance = {
      name,
      key: `0.${at}.${name}`,
      concurrency,
      location: { file: "f", line: 1, column: 1 },
    };
    return Array.from({ length: count }, (_, number) => ({ name: `${name}-${at}-${number}`, instance }));
  }) as unknown as readonly Cluster[];
  return { clusters, instances: [], secrets: [] };
}

function deal(fleet: Fleet, of: number): readonly (SelectedClusters | undefined)[] {
  const shards = Array.from({ length: of }, (_, at): Share => ({ index: at + 1, of }));
  return shards.map((shard) => {
    try {
      return selectClusters(fleet, { selects: () => true, labels: [], names: [], shard });
    } catch {
      return undefined;
    }
  });
}

describe("shards", () => {
  it.each([
    [{ a: 7, b: 1, c: 3 }, 4],
    [{ a: 1, b: 1, c: 1 }, 2],
    [{ a: 9, b: 9 }, 3],
    [{ a: 2 }, 5],
    [{ a: 2, b: 2, c: 2, d: 40 }, 7],
  ])(
    "of %j: the %i have each cluster once, and each instance's shares are those of whoever reads it",
    (counts, of) => {
      const fleet = fleetOf(counts);
      const shards = deal(fleet, of);
      const all = shards.flatMap((shard) => shard?.clusters ?? []);
      expect(all).toHaveLength(fleet.clusters.length);
      expect(new Set(all).size).toBe(fleet.clusters.length);
      for (const [at, [name, count]] of Object.entries(counts).entries()) {
        const shares = shards.flatMap((shard) => shard?.shares.get(`0.${at}.${name}`) ?? []);
        const expected = Array.from({ length: Math.min(of, count) }, (_, index) => index + 1);
        expect(shares.map(({ index }) => index).sort((a, b) => a - b)).toEqual(expected);
        expect(new Set(shares.map((share) => share.of))).toEqual(new Set([expected.length]));
        for (const shard of shards) {
          const has = shard?.clusters.some(({ instance }) => instance.name === name) ?? false;
          expect(has).toBe(shard?.shares.has(`0.${at}.${name}`) ?? false);
        }
      }
    },
  );

  it("have the first shares where they have a cluster more", () => {
    for (const shard of deal(fleetOf({ a: 3, b: 6 }), 4)) {
      const members = shard?.clusters.filter(({ instance }) => instance.name === "b").length ?? 0;
      expect(members).toBe((shard?.shares.get("0.1.b")?.index ?? 0) <= 2 ? 2 : 1);
    }
  });

  it("of which there are more than an instance may have requests in flight: a warning for that instance alone", () => {
    const fleet = fleetOf({ a: 2, b: 6 }, 2);
    const [first] = deal(fleet, 4);
    if (first === undefined) throw new Error("it has clusters");
    const warnings = warnOfShares(first.clusters, first.shares, {});
    expect(warnings).toMatchObject([
      { severity: "warning", code: "concurrency-exceeded", hint: "Use at most 2 shards, or allow more." },
    ]);
    expect(warnings[0]?.summary).toContain('"b"');
    expect(warnOfShares(first.clusters, first.shares, { concurrency: 4 })).toEqual([]);
    expect(warnOfShares(fleet.clusters, new Map(), {})).toEqual([]);
  });
});

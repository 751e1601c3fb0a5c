import { describe, expect, it } from "vitest";
import { connectLater } from "./connect-later.ts";
import type { Observation } from "./observation.ts";
import type { Connection } from "./provider.ts";

const { signal } = new AbortController();
const cluster = { name: "a", id: "a", with: {}, properties: [] };
const observation: Observation = { version: "1", state: { condition: "ready", raw: "ok" }, operations: [] };
const full: Connection = {
  observe: async () => observation,
  async *list() {
    yield [{ id: "a", name: "a", version: "1", row: null }];
  },
  postCheck: async () => ({
    phase: "succeeded",
    rawPhase: "ok",
    id: null,
    fromVersion: null,
    toVersion: null,
  }),
};

describe("a connection that is loaded later", () => {
  it("is loaded with its first call, and once", async () => {
    let loads = 0;
    const connection = connectLater(["list"], async () => {
      loads += 1;
      return full;
    });
    expect(loads).toBe(0);
    const both = [connection.observe(cluster, signal), connection.observe(cluster, signal)];
    expect(await Promise.all(both)).toEqual([observation, observation]);
    expect(await connection.observe(cluster, signal)).toBe(observation);
    expect(loads).toBe(1);
  });

  it("has the abilities that it was said to have, and no others", async () => {
    const load = async () => full;
    expect(Object.keys(connectLater([], load))).toEqual(["observe"]);
    const connection = connectLater(["list", "postCheck"], load);
    const pages = await Array.fromAsync(connection.list?.(signal) ?? []);
    expect(pages).toEqual([[{ id: "a", name: "a", version: "1", row: null }]]);
    const upgrade = { fromVersion: null, toVersion: null };
    expect(await connection.postCheck?.(cluster, upgrade, signal)).toMatchObject({ phase: "succeeded" });
  });

  it("says which ability it lacks after all", async () => {
    const connection = connectLater(["list", "postCheck"], async () => ({ observe: full.observe }));
    await expect(Array.fromAsync(connection.list?.(signal) ?? [])).rejects.toThrow(/list\(\)/);
    const checking = connection.postCheck?.(cluster, { fromVersion: null, toVersion: null }, signal);
    await expect(checking).rejects.toThrow(/postCheck\(\)/);
  });

  it("is not broken for good by a load that failed", async () => {
    let loads = 0;
    const connection = connectLater([], async () => {
      loads += 1;
      if (loads === 1) throw new Error("no file");
      return full;
    });
    await expect(connection.observe(cluster, signal)).rejects.toThrow("no file");
    expect(await connection.observe(cluster, signal)).toBe(observation);
  });
});

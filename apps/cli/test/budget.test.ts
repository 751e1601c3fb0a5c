import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { alibaba, type ClusterEntry, huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

const count = 200;

/** Of each kind of cluster, as `Omit` of a union keeps only what all of them have. */
type Unnamed<Cluster> = Cluster extends { readonly name: string } ? Omit<Cluster, "name"> : never;

function entries(provider: string, targetVersion: string): ClusterEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, "0");
    return { name: `${provider}-${number}`, id: `${provider}-${number}`, provider, targetVersion };
  });
}

describe("requests for 200 healthy clusters an account, counted by the simulator", () => {
  it("are at most 2.1 a cluster on Huawei Cloud and 1.1 on ACK, never more in flight than the limit", async () => {
    const upgraded = { to: "v1.29.8-r4", startedAgo: "2d", duration: "1h" } as const;
    const simulator = await simulate(
      huawei([{ name: "hw", id: "hw", version: "v1.28.15-r2", operations: [upgraded], count }], {
        latency: "2ms",
      }),
      alibaba([{ name: "ali", id: "ali", version: "1.32.1-aliyun.1", count }], { latency: "2ms" }),
    );
    const clusters = [...entries("hw", "v1.29.8-r4"), ...entries("ali", "1.32.1-aliyun.1")];
    const providers = manifest(simulator.url, clusters).providers as Record<string, { limits?: object }>;
    const limited = {
      hw: { ...providers.hw, limits: { concurrency: 5 } },
      ali: { ...providers.ali, limits: { concurrency: 7 } },
    };
    const cwd = await folderWith({
      "upgradectl.json": manifest(simulator.url, clusters, { providers: limited }),
    });
    const result = await runCli(["check", "-o", "json"], { cwd });
    expect(reportOf(result)).toMatchObject({
      exitCode: 0,
      complete: true,
      summary: { clusters: 400, ok: 400 },
    });
    expect(Object.keys(simulator.stats.byMethod)).toEqual(["GET"]);
    const { hw, ali } = simulator.stats.byAccount;
    expect(hw?.total).toBeLessThanOrEqual(2.1 * count);
    expect(ali?.total).toBeLessThanOrEqual(1.1 * count);
    expect(hw?.maxInFlight).toBeLessThanOrEqual(5);
    expect(ali?.maxInFlight).toBeLessThanOrEqual(7);
    // The limit is used, not merely kept.
    expect(hw?.maxInFlight).toBe(5);
    expect(simulator.stats.rejected).toEqual([]);
  });

  it.each([
    [
      "auto",
      "v1.29.8-r4",
      {
        service: "cce-autopilot",
        version: "v1.28.15-r2",
        operations: [{ to: "v1.29.8-r4", startedAgo: "2d", duration: "1h" }],
      },
      {},
    ],
    [
      "css",
      "7.10.2",
      {
        service: "css",
        version: "7.10.2",
        image: "7.10.2_22.5.1_1230",
        zones: ["cn-north-4a", "cn-north-4c"],
        operations: [
          { to: "7.10.2_24.3.0_0827", startedAgo: "2d", duration: "1h" },
          { kind: "zone-switch", to: "cn-north-4c", startedAgo: "1d", duration: "1h" },
        ],
      },
      { expect: { image: "7.10.2_24.3.0_0827", availabilityZones: ["cn-north-4c"] } },
    ],
  ] satisfies [string, string, Unnamed<HuaweiClusterScenario>, object][])(
    "are at most 2.1 a cluster on %s",
    async (provider, targetVersion, cluster, more) => {
      const simulator = await simulate(huawei([{ name: provider, id: provider, count, ...cluster }]));
      const clusters = entries(provider, targetVersion).map((entry) => ({ ...entry, ...more }));
      const cwd = await folderWith({ "upgradectl.json": manifest(simulator.url, clusters) });
      const report = reportOf(await runCli(["check", "-o", "json"], { cwd }));
      expect(report.summary).toMatchObject({ clusters: count, ok: count });
      expect(simulator.stats.byAccount.hw?.total).toBeLessThanOrEqual(2.1 * count);
      expect(Object.keys(simulator.stats.byMethod)).toEqual(["GET"]);
      expect(simulator.stats.rejected).toEqual([]);
    },
  );

  it("follow --concurrency, which beats the manifest, and the account's rate", async () => {
    const simulator = await simulate(
      alibaba([{ name: "ali", id: "ali", version: "1.32.1-aliyun.1", count: 20 }], { latency: "5ms" }),
    );
    const clusters = entries("ali", "1.32").slice(0, 20);
    const base = manifest(simulator.url, clusters).providers as Record<string, object>;
    const slow = { ali: { ...base.ali, limits: { concurrency: 9, requestsPerSecond: 40 } } };
    const cwd = await folderWith({
      "upgradectl.json": manifest(simulator.url, clusters, { providers: slow }),
    });
    const startedAt = Date.now();
    const result = await runCli(["check", "--concurrency", "2", "-o", "json"], { cwd });
    expect(reportOf(result).exitCode).toBe(0);
    expect(simulator.stats.byAccount.ali?.maxInFlight).toBeLessThanOrEqual(2);
    // 21 requests at 40 a second take half a second at the least.
    expect(Date.now() - startedAt).toBeGreaterThan(450);
  });
});

describe("credentials that are refused", () => {
  it("stop the fan-out of their account after one request, and of no other", async () => {
    const simulator = await simulate(
      huawei([{ name: "hw", id: "hw", version: "v1.29.8-r4", count }]),
      alibaba([{ name: "ali", id: "ali", version: "1.32.1-aliyun.1", count: 3 }]),
    );
    const clusters = [...entries("hw", "1.29"), ...entries("ali", "1.32").slice(0, 3)];
    const base = manifest(simulator.url, clusters);
    const text = JSON.stringify(base).replace("cce-secret-that-nobody-may-see", "a-wrong-secret-of-this-key");
    const cwd = await folderWith({ "upgradectl.json": text });
    const result = await runCli(["check", "-o", "json"], { cwd });
    const report = reportOf(result);
    expect(report).toMatchObject({ exitCode: 4, summary: { ok: 3, incomplete: count } });
    expect(report.clusters[0]).toMatchObject({ verdict: "unknown", error: { kind: "unauthenticated" } });
    expect(simulator.stats.rejected).toHaveLength(1);
  });

  it("are counted for an access key over all provider instances: five failures at most", async () => {
    const simulator = await simulate(huawei([{ name: "hw", id: "hw", version: "v1.29.8-r4" }]));
    const clusters = entries("hw", "1.29").slice(0, 9);
    const { hw } = manifest(simulator.url, clusters).providers as Record<string, object>;
    const providers = Object.fromEntries(clusters.map((_, index) => [`hw${index}`, hw]));
    const spread = clusters.map((cluster, index) => ({ ...cluster, provider: `hw${index}` }));
    const text = JSON.stringify({ ...manifest(simulator.url, spread), providers }).replaceAll(
      "cce-secret-that-nobody-may-see",
      "a-wrong-secret-of-this-key",
    );
    const cwd = await folderWith({ "upgradectl.json": text });
    const report = reportOf(await runCli(["check", "-o", "json"], { cwd }));
    expect(report.clusters.map(({ error }) => error?.kind)).toEqual(Array(9).fill("unauthenticated"));
    expect(simulator.stats.total).toBeLessThanOrEqual(5);
  });
});

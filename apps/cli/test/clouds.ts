import {
  type AccountScenario,
  type AlibabaAccountScenario,
  type AlibabaClusterScenario,
  type HuaweiAccountScenario,
  type HuaweiClusterScenario,
  type Simulator,
  startSimulator,
} from "@upgradectl/simulator";
import { onTestFinished } from "vitest";

const projectId = "0123456789abcdef0123456789abcdef";

export const secrets = {
  huawei: "cce-secret-that-nobody-may-see",
  alibaba: "ack-secret-that-nobody-may-see",
} as const;

export function huawei(
  clusters: readonly HuaweiClusterScenario[],
  changes: Partial<HuaweiAccountScenario> = {},
): HuaweiAccountScenario {
  return {
    cloud: "huawei",
    name: "hw",
    region: "cn-north-4",
    projectId,
    accessKeyId: "HWTESTKEY00000000001",
    secretAccessKey: secrets.huawei,
    clusters,
    ...changes,
  };
}

export function alibaba(
  clusters: readonly AlibabaClusterScenario[],
  changes: Partial<AlibabaAccountScenario> = {},
): AlibabaAccountScenario {
  return {
    cloud: "alibaba",
    name: "ali",
    region: "cn-hangzhou",
    accessKeyId: "LTAI5tTestKey000000001",
    accessKeySecret: secrets.alibaba,
    clusters,
    ...changes,
  };
}

/** A simulator of these accounts, closed after the test. */
export async function simulate(...accounts: readonly AccountScenario[]): Promise<Simulator> {
  return simulateAt(Date.now, ...accounts);
}

/** The same, by a clock of its own. */
export async function simulateAt(
  now: () => number,
  ...accounts: readonly AccountScenario[]
): Promise<Simulator> {
  const simulator = await startSimulator({ scenario: { accounts }, now });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** The `providers` of a manifest for both accounts: `hw` and `css`, and `ali`. */
export function providersAt(url: string) {
  const huaweiConfig = {
    region: "cn-north-4",
    projectId,
    endpoint: url,
    credentials: { accessKeyId: "HWTESTKEY00000000001", secretAccessKey: secrets.huawei },
  };
  return {
    hw: { source: "huawei-cce", config: huaweiConfig },
    css: { source: "huawei-css", config: huaweiConfig },
    auto: {
      source: "huawei-cce-autopilot",
      config: {
        region: "cn-north-4",
        projectId,
        endpoint: url,
        credentials: { accessKeyId: "HWTESTKEY00000000001", secretAccessKey: secrets.huawei },
      },
    },
    ali: {
      source: "alibaba-ack",
      config: {
        region: "cn-hangzhou",
        endpoint: url,
        credentials: { accessKeyId: "LTAI5tTestKey000000001", accessKeySecret: secrets.alibaba },
      },
    },
  };
}

export interface ClusterEntry {
  readonly name: string;
  readonly id: string;
  readonly provider: string;
  readonly targetVersion: string;
  readonly [more: string]: unknown;
}

/** A manifest as data; JSON is YAML too. */
export function manifest(url: string, clusters: readonly ClusterEntry[], more: object = {}) {
  const used = new Set(clusters.map(({ provider }) => provider));
  const providers = Object.fromEntries(Object.entries(providersAt(url)).filter(([name]) => used.has(name)));
  return { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters, ...more };
}

/** A drifted CCE cluster and a healthy ACK cluster, with their manifest. */
export async function twoClouds(more: Parameters<typeof huawei>[1] = {}) {
  const simulator = await simulate(
    huawei([{ name: "payments", id: "p-1", version: "v1.28.15-r2" }], more),
    alibaba([{ name: "orders", id: "o-1", version: "1.32.1-aliyun.1" }]),
  );
  const fleet = manifest(simulator.url, [
    {
      name: "payments",
      id: "p-1",
      provider: "hw",
      targetVersion: "v1.29.8-r4",
      labels: { env: "prod", tier: "1" },
    },
    { name: "orders", id: "o-1", provider: "ali", targetVersion: "1.32", labels: { env: "dev" } },
  ]);
  return { simulator, fleet };
}

import { type AccountScenario, listClusters, type Scenario } from "@upgradectl/simulator";

/** One cloud to measure, with what it costs to read one healthy cluster there. */
export interface Subject {
  readonly cloud: "alibaba" | "huawei";
  readonly name: string;
  /** Reads of a healthy cluster, besides the pages of the account's list. */
  readonly readsPerCluster: number;
}

export const subjects: readonly Subject[] = [
  { cloud: "alibaba", name: "ACK", readsPerCluster: 1 },
  { cloud: "huawei", name: "CCE", readsPerCluster: 2 },
];

/** `fleet` answers late and has all clusters; `start` answers at once and has a single one. */
export type Size = "fleet" | "start";

const versions = { alibaba: "1.32.1-aliyun.1", huawei: "v1.29.8-r4" } as const;
const sources = { alibaba: "alibaba-ack", huawei: "huawei-cce" } as const;
const projects = { fleet: "0123456789abcdef0123456789abcdef", start: "fedcba9876543210fedcba9876543210" };
const key = "BENCHMARKKEY";
const secret = "benchmark-secret";

/** Both clouds, each with an account of `clusters` healthy clusters behind a latency and an account of one. */
export function buildScenario(clusters: number, latencyMs: number): Scenario {
  const accounts = subjects.flatMap(({ cloud }) => [
    buildAccount(cloud, "fleet", clusters, `${latencyMs}ms`),
    buildAccount(cloud, "start", 1, "0ms"),
  ]);
  return { accounts };
}

function buildAccount(cloud: Subject["cloud"], size: Size, count: number, latency: string): AccountScenario {
  const region = regionOf(cloud, size);
  const account = { name: `${cloud}-${size}`, region, accessKeyId: key, latency };
  const cluster = { name: `${cloud}-${size}`, version: versions[cloud], count };
  return cloud === "alibaba"
    ? { ...account, cloud, accessKeySecret: secret, clusters: [cluster] }
    : { ...account, cloud, projectId: projects[size], secretAccessKey: secret, clusters: [cluster] };
}

/** A manifest of one account's clusters, each at its version. */
export function writeManifest(scenario: Scenario, url: string, cloud: Subject["cloud"], size: Size): string {
  const clusters = listClusters(scenario).filter(({ account }) => account === `${cloud}-${size}`);
  const secretName = cloud === "alibaba" ? "accessKeySecret" : "secretAccessKey";
  return `apiVersion: upgradectl.dev/v1
kind: Fleet
providers:
  bench:
    source: ${sources[cloud]}
    config:
      endpoint: ${url}
      region: ${regionOf(cloud, size)}
${cloud === "huawei" ? `      projectId: ${projects[size]}\n` : ""}      credentials: { accessKeyId: ${key}, ${secretName}: ${secret} }
defaults:
  provider: bench
clusters:
${clusters
  .map(
    ({ name, id }) => `  - name: ${name}
    id: ${id}
    targetVersion: ${versions[cloud]}
    labels: { env: prod, team: payments }
`,
  )
  .join("")}`;
}

function regionOf(cloud: Subject["cloud"], size: Size): string {
  if (cloud === "alibaba") return size === "fleet" ? "cn-hangzhou" : "cn-beijing";
  return size === "fleet" ? "cn-north-4" : "cn-east-3";
}

import type { CceClusterScenario, HuaweiClusterScenario, SimulatorStats } from "@upgradectl/simulator";
import { type ClusterEntry, huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

export const target = "v1.29.8-r4";

/** A cluster that was upgraded two hours ago and is as declared since. */
export function upgraded(name: string, more: Partial<CceClusterScenario> = {}): CceClusterScenario {
  return {
    name,
    id: name,
    version: "v1.28.15-r2",
    operations: [{ to: target, startedAgo: "2h" }],
    ...more,
  };
}

export function entry(name: string, more: Partial<ClusterEntry> = {}): ClusterEntry {
  return { name, id: name, provider: "hw", targetVersion: target, ...more };
}

/** `check --post-check` of these clusters of one account. */
export async function check(
  clusters: readonly HuaweiClusterScenario[],
  {
    flags = ["--post-check"],
    entries = clusters.map(({ name }) => entry(name)),
  }: {
    readonly flags?: readonly string[];
    readonly entries?: readonly ClusterEntry[];
  } = {},
) {
  const simulator = await simulate(huawei(clusters));
  const cwd = await folderWith({ "upgradectl.yaml": manifest(simulator.url, entries) });
  const result = await runCli(["check", "-o", "json", ...flags], { cwd });
  const report = reportOf(result);
  return { report, first: report.clusters[0], stats: simulator.stats };
}

export function sent({ requests }: SimulatorStats) {
  return requests.filter(({ method }) => method !== "GET");
}

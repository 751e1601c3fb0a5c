import { type Cluster, findVersion, listOperations, type UpgradeState } from "@upgradectl/huawei-cloud";
import { type Condition, factsOf, type Observation } from "@upgradectl/provider-sdk";

/**
 * `status.phase` of a cluster (CCE API reference; vendor SDK 3.1.211, August 2026). Terraform's provider knows
 * `Shelved` and `Unknow` besides; undocumented, they stay unknown here.
 */
const conditions: Readonly<Record<string, Condition>> = {
  available: "ready",
  upgrading: "upgrading",
  rollingback: "rolling-back",
  error: "failed",
  rollbackfailed: "failed",
  unavailable: "failed",
  scalingup: "busy",
  scalingdown: "busy",
  resizing: "busy",
  creating: "busy",
  deleting: "busy",
  hibernating: "busy",
  hibernation: "busy",
  awaking: "busy",
  empty: "busy",
};

/** The facts about a cluster, of what was read of it and of its upgrades. */
export function observeCluster(cluster: Cluster, upgrades: UpgradeState): Observation {
  return {
    ...findVersion(cluster, upgrades.info),
    state: stateOf(cluster),
    operations: listOperations(upgrades),
    ...(upgrades.closed === null ? {} : { unread: factsOf(upgrades.closed) }),
  };
}

/** What is known of a cluster whose upgrades could not be read. */
export function summarise(cluster: Cluster): string {
  const { version } = findVersion(cluster, null);
  return `state ${cluster.status.phase ?? "not told"}, version line ${version ?? "not told"}`;
}

/** True where the cluster's state says that an upgrade or a rollback is under way. */
export function isUpgrading(cluster: Cluster): boolean {
  const { condition } = stateOf(cluster);
  return condition === "upgrading" || condition === "rolling-back";
}

function stateOf({ status }: Cluster): Observation["state"] {
  const raw = status.phase ?? "";
  const key = raw.toLowerCase();
  return { condition: (Object.hasOwn(conditions, key) && conditions[key]) || "unknown", raw };
}

import { type Condition, factsOf, type Observation } from "@upgradectl/provider-sdk";
import { findVersion } from "./exact-version.ts";
import { listOperations, type UpgradeState } from "./operations.ts";
import type { Cluster } from "./responses.ts";

type Conditions = Readonly<Record<string, Condition>>;

/** The facts about a cluster, of what was read of it and of its upgrades. */
export function observeCluster(
  cluster: Cluster,
  upgrades: UpgradeState,
  conditions: Conditions,
): Observation {
  return {
    ...findVersion(cluster, upgrades.info),
    state: stateOf(cluster, conditions),
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
export function isUpgrading(cluster: Cluster, conditions: Conditions): boolean {
  const { condition } = stateOf(cluster, conditions);
  return condition === "upgrading" || condition === "rolling-back";
}

function stateOf({ status }: Cluster, conditions: Conditions): Observation["state"] {
  const raw = status.phase ?? "";
  const key = raw.toLowerCase();
  return { condition: (Object.hasOwn(conditions, key) && conditions[key]) || "unknown", raw };
}

import type { Condition, Observation, Operation, PropertyValue } from "@upgradectl/provider-sdk";
import type { NodePools } from "./read-node-pools.ts";
import type { ClusterFields, NodePool } from "./responses.ts";

/** The states of DescribeClusterDetail (vendor's SDK 7.2.0). Any other is unknown, `deleted` is no cluster any more. */
const conditions: ReadonlyMap<string, Condition> = new Map(
  Object.entries({
    running: "ready",
    upgrading: "upgrading",
    failed: "failed",
    unavailable: "failed",
    inactive: "failed",
    disconnected: "failed",
    delete_failed: "failed",
    initial: "busy",
    updating: "busy",
    removing: "busy",
    draining: "busy",
    scaling: "busy",
    deleting: "busy",
    waiting: "busy",
  } satisfies Record<string, Condition>),
);

export function conditionOf(state: string | null): Condition {
  return conditions.get(state?.toLowerCase() ?? "") ?? "unknown";
}

/** @param nodePools null where nobody asks for them */
export function toObservation(
  cluster: ClusterFields,
  operations: readonly Operation[],
  nodePools: Pick<NodePools, "pools"> | null,
): Observation {
  return {
    version: cluster.current_version,
    state: { condition: conditionOf(cluster.state), raw: cluster.state ?? "" },
    operations,
    ...(nodePools === null
      ? {}
      : { properties: { nodePools: nodePools.pools && kubeletVersions(nodePools.pools) } }),
  };
}

/**
 * The kubelet version of each pool by the pool's name, with its id where the name is not unique. Older answers have no
 * `node_components`, and no other API of the service tells the version then.
 */
export function kubeletVersions(nodePools: readonly NodePool[]): PropertyValue {
  const nameOf = ({ nodepool_info: info }: NodePool) => info?.name ?? info?.nodepool_id ?? "(unnamed)";
  const names = nodePools.map(nameOf);
  return Object.fromEntries(
    nodePools.map((pool, index) => {
      const name = nameOf(pool);
      const isUnique = names.filter((other) => other === name).length === 1;
      const kubelet = pool.node_components.find((component) => component.name?.toLowerCase() === "kubelet");
      return [
        isUnique ? name : `${name} (${pool.nodepool_info?.nodepool_id ?? index + 1})`,
        kubelet?.version ?? null,
      ];
    }),
  );
}

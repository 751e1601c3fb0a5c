import type { KubernetesCluster, NodePool, Operation } from "../scenario/world.ts";
import { type OperationAt, operationAt } from "./operation-at.ts";

export interface PlayedOperation {
  readonly operation: Operation;
  readonly at: OperationAt;
}

/** A Kubernetes cluster at one moment, as far as it does not depend on the cloud's vocabulary. */
export interface ClusterAt {
  readonly cluster: KubernetesCluster;
  readonly version: string;
  /** Under way, or (`settling`) its success is not yet the cluster's own. The newest one, if there are several. */
  readonly busyWith: PlayedOperation | null;
  /** Those that exist by now, oldest first. */
  readonly operations: readonly PlayedOperation[];
  readonly pools: readonly PoolAt[];
  readonly updatedAt: number;
}

export interface PoolAt {
  readonly pool: NodePool;
  readonly version: string | null;
  readonly upgrading: boolean;
}

/** What a cluster is at `now`, computed from its operations; nothing is ever changed. */
export function clusterAt(cluster: KubernetesCluster, now: number): ClusterAt {
  const operations: PlayedOperation[] = [];
  for (const operation of cluster.operations) {
    const at = operationAt(operation.plan, now);
    if (at !== null) operations.push({ operation, at });
  }
  return {
    cluster,
    version: versionAfter(operations.filter(changesCluster), cluster.version) ?? cluster.version,
    busyWith: operations.findLast((played) => changesCluster(played) && isBusy(played, now)) ?? null,
    operations,
    pools: cluster.pools.map((pool) => poolAt(pool, operations, now)),
    updatedAt: Math.max(cluster.createdAt, ...operations.map((played) => played.at.updatedAt)),
  };
}

function changesCluster({ operation }: PlayedOperation): boolean {
  return operation.kind === "version" || operation.kind === "rollback";
}

function isBusy({ operation, at }: PlayedOperation, now: number): boolean {
  if (at.phase === "running" || at.phase === "paused") return true;
  return at.phase === "succeeded" && at.finishedAt !== null && now < at.finishedAt + operation.settleMs;
}

function versionAfter(operations: readonly PlayedOperation[], before: string | null): string | null {
  const succeeded = operations.filter(({ at }) => at.phase === "succeeded");
  const last = succeeded.toSorted((a, b) => (a.at.finishedAt ?? 0) - (b.at.finishedAt ?? 0)).at(-1);
  return last?.operation.to ?? before;
}

function poolAt(pool: NodePool, operations: readonly PlayedOperation[], now: number): PoolAt {
  const own = operations.filter(
    ({ operation }) => operation.kind === "node-pool" && operation.poolId === pool.id,
  );
  return {
    pool,
    version: pool.version === null ? null : versionAfter(own, pool.version),
    upgrading: own.some((played) => isBusy(played, now)),
  };
}

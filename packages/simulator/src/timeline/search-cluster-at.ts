import type { CssEngine } from "../scenario/css-scenario.ts";
import type { SearchCluster, SearchOperation } from "../scenario/world.ts";
import { type OperationAt, operationAt, type StepAt } from "./operation-at.ts";

export interface PlayedSearchOperation {
  readonly operation: SearchOperation;
  readonly at: OperationAt;
  /** Names of nodes, in the order of the work. */
  readonly completed: readonly string[];
  /** Under way, or where it stopped. */
  readonly current: readonly string[];
  /** Those of the current batch; empty where there is none. */
  readonly steps: readonly StepAt[];
}

/** A CSS cluster at one moment. */
export interface SearchClusterAt {
  readonly cluster: SearchCluster;
  readonly version: string;
  readonly image: string;
  readonly engine: CssEngine;
  /** Availability zones by node name. */
  readonly zones: ReadonlyMap<string, string>;
  readonly isEos: boolean;
  /** The newest operation under way. */
  readonly busyWith: PlayedSearchOperation | null;
  /** Those that exist by now, oldest first. */
  readonly operations: readonly PlayedSearchOperation[];
  readonly updatedAt: number;
}

/** What a CSS cluster is at `now`, computed from its operations; nothing is ever changed. */
export function searchClusterAt(cluster: SearchCluster, now: number): SearchClusterAt {
  const operations: PlayedSearchOperation[] = [];
  for (const operation of cluster.operations) {
    const at = operationAt(operation.plan, now);
    if (at !== null) operations.push(play(operation, at));
  }
  const upgrade = operations.findLast(isFinishedUpgrade)?.operation;
  const image = upgrade === undefined || upgrade.kind === "zone-switch" ? null : upgrade.image;
  return {
    cluster,
    version: image?.version ?? cluster.version,
    image: image?.name ?? cluster.image,
    engine: image?.engine ?? cluster.engine,
    zones: zonesAfter(cluster, operations),
    isEos: image === null && cluster.isEos,
    busyWith: operations.findLast(({ at }) => at.phase === "running" || at.phase === "pending") ?? null,
    operations,
    updatedAt: Math.max(cluster.createdAt, ...operations.map(({ at }) => at.updatedAt)),
  };
}

function play(operation: SearchOperation, at: OperationAt): PlayedSearchOperation {
  const { batches, stepsPerBatch } = operation;
  const stepsOf = (batch: number) => at.steps.slice(batch * stepsPerBatch, (batch + 1) * stepsPerBatch);
  const open = batches.findIndex((_, batch) => stepsOf(batch).some(({ phase }) => phase !== "succeeded"));
  const under = open >= 0 && at.phase !== "pending" ? open : null;
  return {
    operation,
    at,
    completed: (open < 0 ? batches : batches.slice(0, open)).flat(),
    current: under === null ? [] : (batches[under] ?? []),
    steps: under === null ? [] : stepsOf(under),
  };
}

function isFinishedUpgrade({ operation, at }: PlayedSearchOperation): boolean {
  return operation.kind !== "zone-switch" && at.phase === "succeeded";
}

/** A node stands in the new zone as soon as it is done. */
function zonesAfter(
  cluster: SearchCluster,
  operations: readonly PlayedSearchOperation[],
): ReadonlyMap<string, string> {
  const zones = new Map(cluster.nodes.map(({ name, zone }) => [name, zone]));
  for (const { operation, completed } of operations)
    if (operation.kind === "zone-switch") for (const name of completed) zones.set(name, operation.to);
  return zones;
}

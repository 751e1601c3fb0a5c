import type { Scenario } from "../index.ts";
import { buildWorld } from "../scenario/build-world.ts";
import type { Cluster } from "../scenario/world.ts";
import { type ClusterAt, clusterAt } from "../timeline/cluster-at.ts";
import { type SearchClusterAt, searchClusterAt } from "../timeline/search-cluster-at.ts";

/** When a simulator with this clock was started. */
export const start: number = Date.parse("2026-11-20T10:00:00.500Z");

/** The first cluster of a scenario, one of Kubernetes, so many minutes after the start. */
export function stateAfter(minutes: number, scenario: Scenario): ClusterAt {
  const cluster = firstOf(scenario);
  if (cluster.service === "css") throw new Error("the first cluster is one of CSS");
  return clusterAt(cluster, start + minutes * 60_000);
}

/** The first cluster of a scenario, one of CSS, so many minutes after the start. */
export function searchStateAfter(minutes: number, scenario: Scenario): SearchClusterAt {
  const cluster = firstOf(scenario);
  if (cluster.service !== "css") throw new Error("the first cluster is none of CSS");
  return searchClusterAt(cluster, start + minutes * 60_000);
}

function firstOf(scenario: Scenario): Cluster {
  const cluster = buildWorld(scenario, start).accounts[0]?.clusters.values().next().value;
  if (cluster === undefined) throw new Error("the world has no cluster");
  return cluster;
}

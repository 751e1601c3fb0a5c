import type { Scenario } from "../index.ts";
import { buildWorld } from "../scenario/build-world.ts";
import { type ClusterAt, clusterAt } from "../timeline/cluster-at.ts";

/** When a simulator with this clock was started. */
export const start: number = Date.parse("2026-11-20T10:00:00.500Z");

/** The first cluster of a scenario, so many minutes after the start. */
export function stateAfter(minutes: number, scenario: Scenario): ClusterAt {
  const cluster = buildWorld(scenario, start).accounts[0]?.clusters.values().next().value;
  if (cluster === undefined) throw new Error("the world has no cluster");
  return clusterAt(cluster, start + minutes * 60_000);
}

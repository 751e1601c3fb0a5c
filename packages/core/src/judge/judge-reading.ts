import { type Estimate, estimateEnd } from "../estimate/estimate-end.ts";
import type { Sighting } from "../estimate/sighting.ts";
import type { Cluster } from "../fleet.ts";
import type { ClusterReading } from "../observe/reading.ts";
import { accusePlugin } from "../plugins/accuse-plugin.ts";
import { readFacts } from "../plugins/plain-facts.ts";
import type { Expectation } from "./drift.ts";
import { type Judgement, judge } from "./judge.ts";
import type { PostCheckResult } from "./judge-post-check.ts";

export interface JudgedCluster {
  readonly reading: ClusterReading;
  /** Null where there is no observation to judge: the verdict is then `unknown`, the reason the error. */
  readonly judgement: Judgement | null;
  /** Where one was run. */
  readonly postCheck?: PostCheckResult;
  /** Looks at the operation under way, this one included, where there were several. */
  readonly sightings?: readonly Sighting[];
}

/** Judges a reading as of the moment at which it was made. */
export function judgeReading(reading: ClusterReading): JudgedCluster {
  const { cluster, observation, observedAt } = reading;
  if (observation === null) return { reading, judgement: null };
  try {
    return { reading, judgement: judge(expectationOf(cluster), observation, observedAt) };
  } catch (thrown) {
    // The version order is the plugin's code.
    const message = `the plugin failed to compare versions: ${String(thrown)}`;
    const facts = readFacts(thrown) ?? { kind: "plugin", message, retryable: false };
    const error = accusePlugin(facts, cluster.instance.plugin);
    return { reading: { ...reading, observation: null, error }, judgement: null };
  }
}

/** When the operation under way will end; null where there is none, or that cannot be known. */
export function estimateOf({ reading, judgement, sightings }: JudgedCluster): Estimate | null {
  // What takes longer than anybody expected does not go on as it did.
  if (judgement?.verdict === "stalled") return null;
  const operations = reading.observation?.operations ?? [];
  return estimateEnd(judgement?.operation ?? null, operations, sightings ?? [], reading.observedAt);
}

function expectationOf(cluster: Cluster): Expectation {
  const { splitVersion, cluster: shape } = cluster.instance.plugin.definition;
  return {
    target: cluster.target,
    expect: cluster.expect,
    properties: shape.expect ?? {},
    stalledAfterMs: cluster.stalledAfterMs,
    splitVersion,
  };
}

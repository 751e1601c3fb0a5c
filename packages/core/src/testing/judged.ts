import type { Observation, Operation, Phase } from "@upgradectl/provider-sdk";
import type { Judgement } from "../judge/judge.ts";
import { judgeReading } from "../judge/judge-reading.ts";
import { healthyCluster, healthyObservation, healthyOperation, healthyReading } from "./healthy.ts";

/** The judgement of a healthy observation with changes, for a healthy cluster with changes. */
export function judged(
  observation: Partial<Observation>,
  cluster: Parameters<typeof healthyCluster>[0] = {},
): Judgement {
  const reading = healthyReading({
    cluster: healthyCluster(cluster),
    observation: healthyObservation(observation),
  });
  const { judgement } = judgeReading(reading);
  if (judgement === null) throw new Error("an observation was given, so there is a judgement");
  return judgement;
}

export function operationIn(phase: Phase, changes: Partial<Operation> = {}): Operation {
  return healthyOperation({ phase, rawPhase: phase, ...changes });
}

import { failsCheck, type JudgedCluster, type PolicyFlags, type Report } from "@upgradectl/core";
import type { AllowedClusters } from "./views/weigh-cluster.ts";

/** The clusters, by their names in the report, that a check's policy lets pass although they may not be as declared. */
export function allowedClusters(
  report: Report,
  judged: readonly JudgedCluster[],
  policy: PolicyFlags,
): AllowedClusters {
  const allowed = judged.flatMap((each, index) => {
    const name = report.clusters[index]?.name;
    return name === undefined || failsCheck(each, policy) ? [] : [name];
  });
  return new Set(allowed);
}

import type { JudgedCluster, PolicyTerm, Report } from "@upgradectl/core";
import type { AllowedClusters } from "./views/weigh-cluster.ts";

/** The clusters that a check's policy lets pass although they may not be as declared; `failOn` replaces each cluster's own. */
export function allowedClusters(
  report: Report,
  judged: readonly JudgedCluster[],
  failOn: readonly PolicyTerm[] | undefined,
): AllowedClusters {
  const allowed = report.clusters.filter(({ verdict, outcome }, index) => {
    const terms = failOn ?? judged[index]?.reading.cluster.failOn ?? [];
    return !terms.includes(verdict) && !terms.includes(outcome);
  });
  return new Set(allowed.map(({ name }) => name));
}

import { deriveUuid } from "../../../scenario/derive-id.ts";
import type { ClusterAt } from "../../../timeline/cluster-at.ts";

/** The plan of an automatic upgrade: `items` is one object, though the kind is List (vendor SDK 3.1.211). */
export function upgradePlansBody({ cluster, version }: ClusterAt): object {
  const plan = cluster.upgradePlan;
  const list = { kind: "List", apiVersion: "v3" };
  if (plan === null) return list;
  return {
    ...list,
    items: {
      kind: "UpgradePlan",
      apiVersion: "v3",
      metadata: { uid: deriveUuid(cluster.id, "upgrade-plan") },
      spec: {
        clusterID: cluster.id,
        clusterVersion: version,
        targetVersion: plan.to,
        ...(plan.notBefore !== undefined && { notBefore: plan.notBefore }),
        ...(plan.notAfter !== undefined && { notAfter: plan.notAfter }),
        ...(plan.notBeforeDeadline !== undefined && { notBeforeDeadline: plan.notBeforeDeadline }),
      },
      status: { phase: plan.phase ?? "Scheduled" },
    },
  };
}

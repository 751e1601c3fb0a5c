import type { SearchClusterAt } from "../../../timeline/search-cluster-at.ts";
import { zonelessTime } from "../times.ts";

/** A cluster as the list and the detail give it (vendor SDK 3.1.211, Huawei API reference, 2025-01). */
export function clusterBody(state: SearchClusterAt): Readonly<Record<string, unknown>> {
  const { cluster, busyWith } = state;
  const action = actionOf(state);
  return {
    id: cluster.id,
    name: cluster.name,
    status: statusOf(state),
    datastore: {
      type: state.engine,
      version: state.version,
      subVersion: state.image,
      isEosCluster: state.isEos,
      supportSecuritymode: false,
    },
    instances: instancesOf(state),
    actions: [...(action === null ? [] : [action]), ...cluster.actions],
    actionProgress:
      action === null || busyWith === null ? {} : { [action]: `${Math.floor(busyWith.at.progress * 100)}%` },
    created: zonelessTime(cluster.createdAt),
    updated: zonelessTime(state.updatedAt),
    ...(cluster.message !== null && {
      failedReason: { errorCode: "CSS.6005", errorMsg: cluster.message },
    }),
    endpoint: "192.168.0.88:9200",
    vpcId: "41f9b8c7-0f1f-4a0e-9d0a-000000000001",
    subnetId: "41f9b8c7-0f1f-4a0e-9d0a-000000000002",
    securityGroupId: "41f9b8c7-0f1f-4a0e-9d0a-000000000003",
    httpsEnable: false,
    authorityEnable: false,
    diskEncrypted: false,
    backupAvailable: false,
    period: false,
    enterpriseProjectId: "0",
    tags: [],
  };
}

/** "200" is "available" also while an upgrade runs: only `actions` tells of it (public samples, 2021). */
function statusOf({ cluster }: SearchClusterAt): string {
  return cluster.state ?? "200";
}

/** No document names the action of an upgrade; these are the words of UpgradeDetail's `action_mode`. */
function actionOf({ busyWith }: SearchClusterAt): string | null {
  if (busyWith === null) return null;
  return busyWith.operation.kind === "zone-switch" ? "AZ_MIGRATION" : "UPGRADING";
}

/** No node tells a version. One that is being worked on is "100". */
function instancesOf({ cluster, zones, busyWith, engine }: SearchClusterAt): readonly object[] {
  const working = new Set(busyWith?.current);
  return cluster.nodes.map(({ id, name, zone }, index) => ({
    id,
    name,
    type: engine === "logstash" ? "lgs" : "ess",
    status: working.has(name) ? "100" : "200",
    specCode: "ess.spec-4u8g",
    azCode: zones.get(name) ?? zone,
    ip: `192.168.0.${(index % 250) + 1}`,
    volume: { type: "HIGH", size: 40 },
  }));
}

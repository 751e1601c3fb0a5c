import { accountReads } from "@upgradectl/huawei-cloud";
import type { Read } from "@upgradectl/provider-sdk";

const clusters = "/v1.0/{project_id}/clusters";
const cluster = `${clusters}/{cluster_id}`;

/** The action of "Querying Cluster Details"; the vendor's table (2025-11) has no rows for upgrades and images. */
export const permission = "css:cluster:get";

/** CSS API reference, "Cluster Management" (v1.0), under the names of the vendor's SDKs. */
export const reads: readonly Read[] = [
  {
    action: "ListClustersDetails",
    path: clusters,
    permission: "css:cluster:list",
    per: "account",
    when: "once for two or more clusters of an account, and where a cluster seems to be missing",
  },
  {
    action: "ShowClusterDetail",
    path: cluster,
    permission,
    when: "only where the list has no usable row of the cluster",
  },
  {
    action: "UpgradeDetail",
    path: `${cluster}/upgrade/detail`,
    permission,
    when: "twice, for upgrades and for zone switchovers, unless `with.operations` names only one",
  },
  {
    action: "ListImages",
    path: `${cluster}/target/{upgrade_type}/images`,
    permission,
    when: "only where the cluster's image is out of support, or its last upgrade failed",
  },
  ...accountReads,
];

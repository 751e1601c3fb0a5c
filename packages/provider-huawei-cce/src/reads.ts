import { projectRead, type UpgradeActions } from "@upgradectl/huawei-cloud";
import type { Read } from "@upgradectl/provider-sdk";

const clusters = "/api/v3/projects/{project_id}/clusters";
const operation = `${clusters}/{cluster_id}/operation`;
const permission = "cce:cluster:get";

/**
 * CCE API reference, "Cluster Management" and "Cluster Upgrade", under the names of the vendor's SDKs. None of the
 * lists has pages.
 */
export const reads: readonly Read[] = [
  {
    action: "ListClusters",
    path: clusters,
    permission: "cce:cluster:list",
    per: "account",
    when: "once for two or more clusters of an account",
  },
  {
    action: "ShowCluster",
    path: `${clusters}/{cluster_id}`,
    permission,
    when: "only where the list has no usable row of the cluster",
  },
  { action: "ShowClusterUpgradeInfo", path: `${clusters}/{cluster_id}/upgradeinfo`, permission },
  {
    action: "ListUpgradeWorkFlows",
    path: `${operation}/upgradeworkflows`,
    permission,
    when: "unless `with` names an operation",
  },
  {
    action: "ShowUpgradeWorkFlow",
    path: `${operation}/upgradeworkflows/{upgrade_workflow_id}`,
    permission,
    when: "only with `with.workflowId`",
  },
  {
    action: "ListUpgradeClusterTasks",
    path: `${operation}/upgrade/tasks`,
    permission,
    when: "only where an upgrade is or was under way that the workflows do not explain",
  },
  {
    action: "ShowUpgradeClusterTask",
    path: `${operation}/upgrade/tasks/{task_id}`,
    permission,
    when: "only with `with.taskId`",
  },
  projectRead,
];

export const upgradeActions: UpgradeActions = {
  info: "ShowClusterUpgradeInfo",
  workflows: "ListUpgradeWorkFlows",
  workflow: "ShowUpgradeWorkFlow",
  tasks: "ListUpgradeClusterTasks",
  task: "ShowUpgradeClusterTask",
  permission,
};

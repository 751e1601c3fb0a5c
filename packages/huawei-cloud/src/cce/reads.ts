import type { Read } from "@upgradectl/provider-sdk";
import { accountReads } from "../account-reads.ts";
import { type CceActions, type CceProduct, permissions } from "./product.ts";

/**
 * Every request of a product: API reference, "Cluster Management" and "Cluster Upgrade". None of the lists has pages.
 */
export function createCceReads({ prefix, actions }: CceProduct): readonly Read[] {
  const clusters = `${prefix}/v3/projects/{project_id}/clusters`;
  const cluster = `${clusters}/{cluster_id}`;
  const operation = `${cluster}/operation`;
  return [
    {
      action: actions.clusters,
      path: clusters,
      permission: permissions.list,
      per: "account",
      when: "once for two or more clusters of an account",
    },
    get(actions.cluster, cluster, "only where the list has no usable row of the cluster"),
    get(actions.info, `${cluster}/upgradeinfo`),
    ...operationReads(actions, operation),
    ...(actions.plans === undefined
      ? []
      : [
          get(
            actions.plans,
            `${cluster}/upgradeplans`,
            "only where an upgrade is under way or failed, or no workflow tells how the last one ended",
          ),
        ]),
    {
      action: actions.postCheck,
      method: "POST",
      path: `${operation}/postcheck`,
      permission: permissions.upgrade,
      purpose: "post-check",
      when: "only with --post-check, on a cluster that is as declared after an upgrade",
    },
    ...accountReads,
  ];
}

/** Workflows, tasks and pre-upgrade checks. */
function operationReads(actions: CceActions, operation: string): readonly Read[] {
  return [
    get(actions.workflows, `${operation}/upgradeworkflows`, "unless `with` names an operation"),
    get(
      actions.workflow,
      `${operation}/upgradeworkflows/{upgrade_workflow_id}`,
      "only with `with.workflowId`",
    ),
    get(
      actions.tasks,
      `${operation}/upgrade/tasks`,
      "without `with`, where an upgrade is under way or failed, or no workflow tells how the last one ended",
    ),
    get(
      actions.task,
      `${operation}/upgrade/tasks/{task_id}`,
      "only with `with.taskId`, and for the task under way of the workflow that `with.workflowId` names",
    ),
    get(
      actions.preCheck,
      `${operation}/precheck/tasks/{task_id}`,
      "only where the upgrade or its pre-upgrade check failed",
    ),
    get(
      actions.preChecks,
      `${operation}/precheck/tasks`,
      "only where the upgrade failed, and does not name its pre-upgrade check",
    ),
  ];
}

function get(action: string, path: string, when?: string): Read {
  return { action, path, permission: permissions.get, ...(when === undefined ? {} : { when }) };
}

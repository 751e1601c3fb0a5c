import { newestOf, type Operation, type ProviderError } from "@upgradectl/provider-sdk";
import { reconcileInfo } from "./info-operations.ts";
import { joinPinned } from "./join-pinned.ts";
import { phaseOfTask } from "./phases.ts";
import type { UpgradeInfo, UpgradeTask, Workflow } from "./responses.ts";
import { operationOfTask } from "./task-operation.ts";
import { operationOfWorkflow, taskIdsOf } from "./workflow-operation.ts";

/** Everything that was read of a cluster's upgrades. */
export interface UpgradeState {
  readonly info: UpgradeInfo;
  readonly workflows: readonly Workflow[];
  readonly tasks: readonly UpgradeTask[];
  /** True where the user named the workflow or task: only what was named is reported. */
  readonly pinned: boolean;
  /** Why a part of it could not be read: the upgrade API is closed to the account. */
  readonly closed: ProviderError | null;
}

/**
 * Every operation that the API knows of. A task that a workflow's point names is a part of that workflow, so a
 * cancelled workflow takes its failed task with it.
 */
export function listOperations({ info, workflows, tasks, pinned }: UpgradeState): readonly Operation[] {
  const parts = new Set<UpgradeTask>();
  const operations = workflows.map((workflow) => {
    const ids = taskIdsOf(workflow);
    const own = tasks.filter(({ metadata }) => metadata.uid !== null && ids.includes(metadata.uid));
    const operation = operationOfWorkflow(workflow, own);
    for (const task of own) if (!pinned || !contradicts(task, operation)) parts.add(task);
    return operation;
  });
  operations.push(...tasks.filter((task) => !parts.has(task)).map(operationOfTask));
  const { listed, unlisted } = reconcileInfo(info, operations);
  return pinned ? joinPinned(listed, workflows.length) : [...listed, ...unlisted];
}

/** A success must not hide what the task says that the user named beside it. */
function contradicts({ status }: UpgradeTask, workflow: Operation): boolean {
  return workflow.phase === "succeeded" && phaseOfTask(status.phase) !== "succeeded";
}

/**
 * Are the tasks needed to know how things stand? Not where nothing ever was under way, nor where the newest workflow
 * tells how the last upgrade ended and neither upgrade info nor the cluster's state disagrees.
 */
export function needsTasks(info: UpgradeInfo, workflows: readonly Workflow[], isUpgrading: boolean): boolean {
  if (isUpgrading) return true;
  const phases = [info.status.phase, info.spec.lastUpgradeInfo.phase].filter((phase) => phase !== null);
  if (workflows.length === 0) return phases.length > 0;
  const newest = newestOf(workflows.map((workflow) => operationOfWorkflow(workflow, [])));
  const isSettled = newest?.phase === "cancelled" || newest?.phase === "succeeded";
  return !(isSettled && phases.every((phase) => phaseOfTask(phase) === "succeeded"));
}

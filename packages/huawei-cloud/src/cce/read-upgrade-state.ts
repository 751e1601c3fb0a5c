import { type ProviderError, readTogether } from "@upgradectl/provider-sdk";
import { needsTasks, type UpgradeState } from "./operations.ts";
import { type CceActions, permissions } from "./product.ts";
import type { ReadBody } from "./read-body.ts";
import {
  type UpgradeTask,
  upgradeInfo,
  upgradeTask,
  upgradeTaskList,
  type Workflow,
  workflow,
  workflowList,
} from "./responses.ts";
import { explainClosed, explainMissing, isClosed } from "./upgrade-errors.ts";
import { findTaskUnderWay } from "./workflow-operation.ts";

/** Operations that the user named in `with`. */
export interface Pins {
  readonly workflowId?: string;
  readonly taskId?: string;
}

export interface UpgradeTarget {
  /** What is known of the cluster, for the message where its upgrades cannot be read: "state Available". */
  readonly summary: string;
  /** True where the cluster's own state says that an upgrade or a rollback is under way. */
  readonly isUpgrading: boolean;
  readonly pins: Pins;
}

/**
 * Reads upgrade info and the operations of a cluster that itself could be read. What is closed to the account is left
 * out, and said.
 */
export async function readUpgradeState(
  read: ReadBody,
  actions: CceActions,
  target: UpgradeTarget,
  signal: AbortSignal,
): Promise<UpgradeState> {
  const { workflowId, taskId } = target.pins;
  const pinned = workflowId !== undefined || taskId !== undefined;
  const refusals = new Map<string, ProviderError>();
  const unlessClosed = async <T>(what: string, reading: Promise<T>, instead: T): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      if (!isClosed(error)) throw error;
      refusals.set(what, explainClosed(error, target.summary, permissions.get));
      return instead;
    }
  };
  const [info, [workflows, pinnedTasks]] = await readTogether(
    signal,
    (both) => unlessClosed("info", read(actions.info, upgradeInfo, {}, both), noInfo),
    (both) =>
      readTogether(
        both,
        (each) =>
          unlessClosed(
            "workflows",
            pinned ? readWorkflow(read, actions, workflowId, each) : readWorkflows(read, actions, each),
            [],
          ),
        (each) => unlessClosed("task", readPinnedTask(read, actions, taskId, each), []),
      ),
  );
  const readMore = async (): Promise<readonly UpgradeTask[]> => {
    if (!pinned)
      return needsTasks(info, workflows, target.isUpgrading) ? readTasks(read, actions, signal) : [];
    const own = workflows.map(findTaskUnderWay).find((id) => id !== undefined && id !== taskId);
    return own === undefined ? [] : [await readTask(read, actions, own, signal)];
  };
  const tasks = [...pinnedTasks, ...(await unlessClosed("tasks", readMore(), []))];
  // Whichever answered first: the same cluster gives the same report.
  const refused = ["info", "workflows", "task", "tasks"].flatMap((what) => refusals.get(what) ?? []);
  return { info, workflows, tasks, pinned, closed: refused[0] ?? null };
}

/** What upgrade info says where nothing can be read of it. */
const noInfo = upgradeInfo.parse({ kind: "UpgradeInfo" });

async function readWorkflows(
  read: ReadBody,
  actions: CceActions,
  signal: AbortSignal,
): Promise<readonly Workflow[]> {
  return (await read(actions.workflows, workflowList, {}, signal)).items;
}

function uidOf({ metadata }: Workflow | UpgradeTask): string | null {
  return metadata.uid;
}

async function readWorkflow(
  read: ReadBody,
  actions: CceActions,
  id: string | undefined,
  signal: AbortSignal,
): Promise<readonly Workflow[]> {
  if (id === undefined) return [];
  try {
    const found = await read(actions.workflow, workflow, { upgrade_workflow_id: id }, signal, {
      what: "workflow",
      id,
      idOf: uidOf,
    });
    return [{ ...found, metadata: { ...found.metadata, uid: found.metadata.uid ?? id } }];
  } catch (error) {
    throw explainMissing(error, `workflow ${id}, which \`with.workflowId\` names`);
  }
}

async function readPinnedTask(
  read: ReadBody,
  actions: CceActions,
  id: string | undefined,
  signal: AbortSignal,
): Promise<readonly UpgradeTask[]> {
  if (id === undefined) return [];
  try {
    return [await readTask(read, actions, id, signal)];
  } catch (error) {
    throw explainMissing(error, `upgrade task ${id}, which \`with.taskId\` names`);
  }
}

async function readTask(
  read: ReadBody,
  actions: CceActions,
  id: string,
  signal: AbortSignal,
): Promise<UpgradeTask> {
  const about = { what: "upgrade task", id, idOf: uidOf };
  const found = await read(actions.task, upgradeTask, { task_id: id }, signal, about);
  return { ...found, metadata: { ...found.metadata, uid: found.metadata.uid ?? id } };
}

async function readTasks(
  read: ReadBody,
  actions: CceActions,
  signal: AbortSignal,
): Promise<readonly UpgradeTask[]> {
  return (await read(actions.tasks, upgradeTaskList, {}, signal)).items;
}

import {
  type ClusterRef,
  findCurrent,
  isProviderError,
  isUnderWay,
  type Observation,
  type Operation,
  ProviderError,
} from "@upgradectl/provider-sdk";
import type { AckClient } from "./client.ts";
import { isId, type With } from "./config.ts";
import { isClosed } from "./errors.ts";
import { conditionOf } from "./observe.ts";
import type { ClusterFields, TaskInfo, TaskRow } from "./responses.ts";
import { statusOperation } from "./status-operation.ts";
import { mergeTask, toOperation, upgradeKind } from "./task-operation.ts";

/** Where `unread` is given, `operations` are some of the cluster's upgrades, and newer ones may be missing. */
export type Reading = Pick<Observation, "operations" | "unread">;

/** Reads the cluster's upgrades from where `with` says. */
export async function readOperations(
  client: AckClient,
  cluster: ClusterRef<With>,
  fields: ClusterFields,
  signal: AbortSignal,
): Promise<Reading> {
  const { taskId, source = "auto" } = cluster.with;
  if (taskId !== undefined) return { operations: [await readPinned(client, cluster.id, taskId, signal)] };
  if (source === "upgrade-status") return { operations: await readStatus(client, cluster.id, signal) };
  if (source === "tasks") return readTasks(client, cluster.id, signal);
  return readAuto(client, cluster.id, fields, signal);
}

/**
 * Tasks first: GetUpgradeStatus is being switched off (vendor's announcement of 2025-12-25: from 2026-07-04, everywhere
 * by 2026-09-30). It speaks where the tasks cannot be read at all, since it knows less than some of them, and where they
 * do not explain an upgrading cluster.
 */
async function readAuto(
  client: AckClient,
  clusterId: string,
  fields: ClusterFields,
  signal: AbortSignal,
): Promise<Reading> {
  let read: Reading;
  try {
    read = await readTasks(client, clusterId, signal);
  } catch (error) {
    if (!isClosed(error)) throw error;
    return { operations: await readStatusIfOpen(client, clusterId, signal, error) };
  }
  if (conditionOf(fields.state) !== "upgrading" || read.operations.some(isUnderWay)) return read;
  const status = await readStatusIfOpen(client, clusterId, signal);
  // An end that it shows may be that of an earlier upgrade, and the tasks know the ends better.
  const ended = status.every(({ phase }) => phase === "succeeded" || phase === "cancelled");
  return ended ? read : { ...read, operations: [...read.operations, ...status] };
}

/** Throws `instead` where the API is closed, or knows of nothing then. */
async function readStatusIfOpen(
  client: AckClient,
  clusterId: string,
  signal: AbortSignal,
  instead?: unknown,
): Promise<readonly Operation[]> {
  try {
    return await readStatus(client, clusterId, signal);
  } catch (error) {
    if (!isClosed(error)) throw error;
    if (instead !== undefined) throw instead;
    return [];
  }
}

async function readStatus(client: AckClient, clusterId: string, signal: AbortSignal) {
  const operation = statusOperation(await client.readUpgradeStatus(clusterId, signal));
  return operation === null ? [] : [operation];
}

/** All upgrades among the cluster's tasks, with the detail of the one that will be judged. */
async function readTasks(client: AckClient, clusterId: string, signal: AbortSignal): Promise<Reading> {
  const { tasks, closed } = await client.readTasks(clusterId, signal);
  const operations = await readUpgrades(client, clusterId, tasks, signal);
  return { operations, ...(closed === null ? {} : { unread: closed }) };
}

async function readUpgrades(
  client: AckClient,
  clusterId: string,
  tasks: readonly TaskRow[],
  signal: AbortSignal,
): Promise<readonly Operation[]> {
  const upgrades = tasks.flatMap((task) => {
    const kind = upgradeKind(task.task_type);
    return kind === undefined ? [] : [{ task, kind, operation: toOperation(task, kind) }];
  });
  const current = findCurrent(upgrades.map(({ operation }) => operation));
  const upgrade = upgrades.find(({ operation }) => operation === current);
  const operations = upgrades.map(({ operation }) => operation);
  if (upgrade === undefined || current === undefined) return operations;
  if (current.phase === "succeeded" || current.phase === "cancelled") return operations;
  const info = await readDetail(client, clusterId, upgrade.task, current, signal);
  if (info === null) return operations;
  const detailed = toOperation(mergeTask(upgrade.task, info), upgrade.kind);
  return operations.map((operation) => (operation === current ? detailed : operation));
}

/**
 * Stages, target and error of a task; null where the row has to do. RAM can grant DescribeTaskInfo for all clusters or
 * none, so a refusal is usual. The row has the phase, but only the detail has the target: where an upgrade runs and the
 * detail failed for another reason, it is not known whether it leads away from what the manifest wants.
 */
async function readDetail(
  client: AckClient,
  clusterId: string,
  { task_id: taskId }: TaskRow,
  { phase }: Operation,
  signal: AbortSignal,
): Promise<TaskInfo | null> {
  if (taskId === null || !isId(taskId)) return null;
  try {
    return await client.readTask(taskId, signal, clusterId);
  } catch (error) {
    if (!isProviderError(error)) throw error;
    if (["forbidden", "not-found", "unavailable"].includes(error.kind)) return null;
    const decided = phase !== "running" && phase !== "pending";
    if (decided && ["rate-limited", "timeout", "network", "unexpected-response"].includes(error.kind))
      return null;
    throw error;
  }
}

async function readPinned(
  client: AckClient,
  clusterId: string,
  taskId: string,
  signal: AbortSignal,
): Promise<Operation> {
  const task = await client.readTask(taskId, signal);
  if (task.cluster_id !== null && task.cluster_id !== clusterId)
    throw new ProviderError({
      kind: "not-found",
      message: `task ${taskId} belongs to cluster ${task.cluster_id}, not to ${clusterId}`,
      hint: "Correct `with.taskId`, or remove it to follow the newest upgrade.",
    });
  return toOperation(task, upgradeKind(task.task_type) ?? task.task_type ?? "task");
}

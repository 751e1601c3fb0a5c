import {
  type Answer,
  type Api,
  type ErrorFacts,
  factsOf,
  parseBody,
  requireSame,
} from "@upgradectl/provider-sdk";
import { isClosed } from "./errors.ts";
import { type PageQuery, readPages } from "./paging.ts";
import type { Action } from "./reads.ts";
import {
  type Check,
  type CheckRow,
  type ClusterFields,
  checkBody,
  checksBody,
  clusterBody,
  clustersBody,
  type NodePool,
  nodePoolsBody,
  type TaskInfo,
  type TaskRow,
  taskBody,
  tasksBody,
  type UpgradeStatus,
  upgradeStatusBody,
} from "./responses.ts";

/** The reads, each with its paths, paging and shape. */
export interface AckClient {
  listClusters(region: string, signal: AbortSignal): AsyncIterable<readonly ClusterFields[]>;
  readCluster(clusterId: string, signal: AbortSignal): Promise<ClusterFields>;
  /** The tasks that the service keeps of the cluster; one of another cluster is an unexpected response. */
  readTasks(clusterId: string, signal: AbortSignal): Promise<TaskList>;
  /** With `clusterId`, a task of another cluster is an unexpected response. */
  readTask(taskId: string, signal: AbortSignal, clusterId?: string): Promise<TaskInfo>;
  readUpgradeStatus(clusterId: string, signal: AbortSignal): Promise<UpgradeStatus>;
  readNodePools(clusterId: string, signal: AbortSignal): Promise<readonly NodePool[]>;
  /** All checks that the service keeps of the cluster, of every type. */
  readChecks(clusterId: string, signal: AbortSignal): Promise<readonly CheckRow[]>;
  readCheck(clusterId: string, checkId: string, signal: AbortSignal): Promise<Check>;
}

export interface TaskList {
  readonly tasks: readonly TaskRow[];
  /** Why the pages after the first are not all there, where asking again would not help; null for a whole list. */
  readonly closed: ErrorFacts | null;
}

export function createClient(api: Api): AckClient {
  const read: ReadAction = (action, path, signal, query = {}) => api.read(action, { path, query, signal });
  return {
    listClusters: (region, signal) => listClusters(read, region, signal),

    async readCluster(clusterId, signal) {
      const answer = await read("DescribeClusterDetail", { clusterId }, signal);
      const cluster = parseBody(clusterBody, answer);
      requireSame("cluster", cluster.cluster_id, clusterId, answer);
      return cluster;
    },

    readTasks: (clusterId, signal) => readTasks(read, clusterId, signal),

    async readTask(taskId, signal, clusterId) {
      const answer = await read("DescribeTaskInfo", { taskId }, signal);
      const task = parseBody(taskBody, answer);
      requireSame("task", task.task_id, taskId, answer);
      if (clusterId !== undefined) requireSame("cluster", task.cluster_id, clusterId, answer);
      return task;
    },

    async readUpgradeStatus(clusterId, signal) {
      return parseBody(upgradeStatusBody, await read("GetUpgradeStatus", { clusterId }, signal));
    },

    async readNodePools(clusterId, signal) {
      const answer = await read("DescribeClusterNodePools", { clusterId }, signal);
      return parseBody(nodePoolsBody, answer).nodepools;
    },

    async readChecks(clusterId, signal) {
      return parseBody(checksBody, await read("ListClusterChecks", { clusterId }, signal)).checks;
    },

    async readCheck(clusterId, checkId, signal) {
      const answer = await read("GetClusterCheck", { clusterId, checkId }, signal);
      const check = parseBody(checkBody, answer);
      requireSame("check", check.check_id, checkId, answer);
      return check;
    },
  };
}

type ReadAction = (
  action: Action,
  path: Readonly<Record<string, string>>,
  signal: AbortSignal,
  query?: PageQuery,
) => Promise<Answer>;

function listClusters(
  read: ReadAction,
  region: string,
  signal: AbortSignal,
): AsyncIterable<readonly ClusterFields[]> {
  return readPages(
    "DescribeClustersForRegion",
    async (query) => {
      const answer = await read("DescribeClustersForRegion", { region }, signal, query);
      const { clusters, page_info } = parseBody(clustersBody, answer);
      return { rows: clusters, total: page_info?.total_count ?? null, nextToken: null };
    },
    (row) => row.cluster_id,
  );
}

async function readTasks(read: ReadAction, clusterId: string, signal: AbortSignal): Promise<TaskList> {
  let isOpen = false;
  const pages = readPages(
    "DescribeClusterTasks",
    async (query) => {
      const answer = await read("DescribeClusterTasks", { clusterId }, signal, query);
      const { tasks, page_info, next_token } = parseBody(tasksBody, answer);
      for (const task of tasks) requireSame("cluster", task.cluster_id, clusterId, answer);
      isOpen = true;
      return { rows: tasks, total: page_info?.total_count ?? null, nextToken: next_token };
    },
    (row) => row.task_id,
  );
  const tasks: TaskRow[] = [];
  try {
    for await (const rows of pages) tasks.push(...rows);
    return { tasks, closed: null };
  } catch (error) {
    if (!isOpen || !isClosed(error)) throw error;
    const message = `${error.message} (a later page, after ${tasks.length} tasks)`;
    return { tasks, closed: { ...factsOf(error), message } };
  }
}

import type { KubernetesCluster } from "../../../scenario/world.ts";
import { queryValue } from "../../../server/raw-request.ts";
import { type ClusterAt, clusterAt } from "../../../timeline/cluster-at.ts";
import type { Call, ClusterCall, Reply, Route } from "../../cloud.ts";
import { serviceError } from "../errors.ts";
import { checkDetail, checkRow, checksOf } from "./check-body.ts";
import { clusterDetail, clusterRow, poolBody } from "./cluster-body.ts";
import { pageOf } from "./page.ts";
import { taskInfo, taskRow, upgradeStatus } from "./task-body.ts";

const listQuery = [
  "cluster_id",
  "cluster_spec",
  "cluster_type",
  "name",
  "page_number",
  "page_size",
  "profile",
];

/** The reads of ACK that tell about versions and upgrades (CS 2015-12-15, vendor SDK 7.2.0). */
export const ackRoutes: readonly Route[] = [
  {
    action: "DescribeClustersForRegion",
    method: "GET",
    path: "/regions/{region_id}/clusters",
    query: listQuery,
    reply: listOfRegion,
  },
  {
    action: "DescribeClustersV1",
    method: "GET",
    path: "/api/v1/clusters",
    query: [...listQuery, "region_id"],
    upgradeApi: true,
    reply: listOfAccount,
  },
  {
    action: "DescribeClusterDetail",
    method: "GET",
    path: "/clusters/{ClusterId}",
    query: [],
    reply: { service: "ack", cluster: (call) => ok(clusterDetail(stateOf(call))) },
  },
  {
    action: "DescribeClusterTasks",
    method: "GET",
    path: "/clusters/{ClusterId}/tasks",
    // The last ones are not documented, but official tools send them. They filter nothing here: rely on the rows.
    query: ["page_size", "page_number", "max_results", "next_token", "detail", "state", "type", "task_type"],
    reply: { service: "ack", cluster: listTasks },
  },
  {
    action: "DescribeTaskInfo",
    method: "GET",
    path: "/tasks/{task_id}",
    query: [],
    reply: { service: "ack", cluster: showTask },
  },
  {
    action: "DescribeClusterNodePools",
    method: "GET",
    path: "/clusters/{ClusterId}/nodepools",
    query: ["NodepoolName"],
    reply: { service: "ack", cluster: listPools },
  },
  {
    action: "ListClusterChecks",
    method: "GET",
    path: "/clusters/{ClusterId}/checks",
    query: ["type", "target"],
    reply: { service: "ack", cluster: listChecks },
  },
  {
    action: "GetClusterCheck",
    method: "GET",
    path: "/clusters/{ClusterId}/checks/{check_id}",
    query: [],
    reply: { service: "ack", cluster: showCheck },
  },
  {
    action: "GetUpgradeStatus",
    method: "GET",
    path: "/api/v2/clusters/{ClusterId}/upgrade/status",
    query: [],
    upgradeApi: true,
    reply: { service: "ack", cluster: (call) => ok(upgradeStatus(stateOf(call))) },
  },
];

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function stateOf(call: ClusterCall): ClusterAt {
  return clusterAt(call.cluster, call.now);
}

/** A region where these credentials have no account is a region without clusters. */
function listOfRegion(call: Call): Reply {
  return list(call, call.params.region_id, clusterRow);
}

function listOfAccount(call: Call): Reply {
  return list(call, queryValue(call.request, "region_id"), clusterDetail);
}

function list(call: Call, region: string | undefined, rowOf: (state: ClusterAt) => object): Reply {
  const wanted = (name: string) => queryValue(call.request, name) || undefined;
  const clusters = call.accounts
    .filter((account) => region === undefined || account.region === region)
    .flatMap((account) => [...account.clusters.values()])
    .filter((each): each is KubernetesCluster => each.service === "ack")
    .filter(({ id }) => [undefined, id].includes(wanted("cluster_id")))
    .filter(({ name }) => name.includes(wanted("name") ?? ""))
    .filter(() => [undefined, "ManagedKubernetes"].includes(wanted("cluster_type")))
    .filter(() => [undefined, "ack.pro.small"].includes(wanted("cluster_spec")))
    .filter(() => [undefined, "Default"].includes(wanted("profile")));
  const { rows, page_info } = pageOf(call.request, clusters);
  return ok({ clusters: rows.map((cluster) => rowOf(clusterAt(cluster, call.now))), page_info });
}

/** The order is not documented, so readers must not rely on one; by id it is as good as shuffled. */
function listTasks(call: ClusterCall): Reply {
  const tasks = stateOf(call).operations.map(taskRow);
  const shuffled = tasks.toSorted((a, b) => (`${a.task_id}` < `${b.task_id}` ? -1 : 1));
  const { rows, page_info } = pageOf(call.request, shuffled);
  return ok({ requestId: call.requestId, next_token: "", page_info, tasks: rows });
}

/** `locate` has found the task's cluster by the task, so the task is there. */
function showTask(call: ClusterCall): Reply {
  const played = stateOf(call).operations.find(({ operation }) => operation.id === call.params.task_id);
  if (played === undefined) throw new Error("the task was found before its cluster's clock reached it");
  return ok(taskInfo(call.cluster.id, played));
}

function listPools(call: ClusterCall): Reply {
  const state = stateOf(call);
  const name = queryValue(call.request, "NodepoolName");
  const pools = state.pools.filter(({ pool }) => name === undefined || pool.name === name);
  return ok({ nodepools: pools.map((pool) => poolBody(state, pool)) });
}

/** Without pages, as documented; the order is not, and by id it is as good as shuffled. */
function listChecks(call: ClusterCall): Reply {
  const type = queryValue(call.request, "type");
  const target = queryValue(call.request, "target");
  const checks = checksOf(stateOf(call))
    .filter((check) => type === undefined || check.type === type)
    .filter((check) => target === undefined || check.target === target)
    .toSorted((a, b) => (a.id.slice(-5) < b.id.slice(-5) ? -1 : 1));
  return ok({ checks: checks.map(checkRow) });
}

function showCheck(call: ClusterCall): Reply {
  const id = call.params.check_id;
  const check = checksOf(stateOf(call)).find((candidate) => candidate.id === id);
  if (check !== undefined) return ok(checkDetail(check));
  return serviceError(call, 404, "ErrorCheckNotFound", `check ${id} not found`);
}

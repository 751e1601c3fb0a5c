import { queryValue } from "../../../server/raw-request.ts";
import { type ClusterAt, clusterAt } from "../../../timeline/cluster-at.ts";
import type { Call, ClusterCall, Reply, Route } from "../../cloud.ts";
import { cceError } from "../errors.ts";
import { clusterBody, phaseOf } from "./cluster-body.ts";
import { taskBody, tasksOf, upgradeInfoBody } from "./task-body.ts";
import { minorLine } from "./versions.ts";
import { workflowBody } from "./workflow-body.ts";

const clusters = "/api/v3/projects/{project_id}/clusters";
const cluster = `${clusters}/{cluster_id}`;
const operation = `${cluster}/operation`;

/** The reads of CCE that tell about versions and upgrades (Huawei API reference, 2024-11; vendor SDK 3.1.211). */
export const cceRoutes: readonly Route[] = [
  {
    action: "ListClusters",
    method: "GET",
    path: clusters,
    query: ["detail", "status", "type", "version"],
    reply: listClusters,
  },
  { action: "ShowCluster", method: "GET", path: cluster, query: ["detail"], reply: { cluster: showCluster } },
  {
    action: "ShowClusterUpgradeInfo",
    method: "GET",
    path: `${cluster}/upgradeinfo`,
    query: [],
    upgradeApi: true,
    reply: { cluster: (call) => ok(upgradeInfoBody(stateOf(call))) },
  },
  {
    action: "ListUpgradeWorkFlows",
    method: "GET",
    path: `${operation}/upgradeworkflows`,
    query: [],
    upgradeApi: true,
    reply: { cluster: listWorkflows },
  },
  {
    action: "ShowUpgradeWorkFlow",
    method: "GET",
    path: `${operation}/upgradeworkflows/{upgrade_workflow_id}`,
    query: [],
    upgradeApi: true,
    reply: { cluster: showWorkflow },
  },
  {
    action: "ListUpgradeClusterTasks",
    method: "GET",
    path: `${operation}/upgrade/tasks`,
    query: [],
    upgradeApi: true,
    reply: { cluster: listTasks },
  },
  {
    action: "ShowUpgradeClusterTask",
    method: "GET",
    path: `${operation}/upgrade/tasks/{task_id}`,
    query: [],
    upgradeApi: true,
    reply: { cluster: showTask },
  },
];

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function stateOf(call: ClusterCall): ClusterAt {
  return clusterAt(call.cluster, call.now);
}

/** The list calls itself "Cluster", not "List" (live bodies, 2026), and has no pages. */
function listClusters(call: Call): Reply {
  const wanted = {
    status: queryValue(call.request, "status"),
    type: queryValue(call.request, "type"),
    version: queryValue(call.request, "version"),
  };
  const states = [...call.account.clusters.values()]
    .map((each) => clusterAt(each, call.now))
    .filter((state) => wanted.status === undefined || wanted.status === phaseOf(state))
    .filter(() => wanted.type === undefined || wanted.type === "VirtualMachine")
    .filter((state) => wanted.version === undefined || wanted.version === minorLine(state.version));
  const items = states.map((state) => clusterBody(state, isDetailed(call)));
  return ok({ kind: "Cluster", apiVersion: "v3", items });
}

function showCluster(call: ClusterCall): Reply {
  return ok(clusterBody(stateOf(call), isDetailed(call)));
}

function isDetailed(call: Call): boolean {
  return queryValue(call.request, "detail") === "true";
}

function listWorkflows(call: ClusterCall): Reply {
  const workflows = stateOf(call).operations.filter(({ operation: { id } }) => id !== null);
  const items = byId(workflows, ({ operation: { id } }) => id ?? "");
  return ok({
    kind: "List",
    apiVersion: "v3",
    items: items.map((played) => workflowBody(call.cluster.id, played)),
  });
}

function showWorkflow(call: ClusterCall): Reply {
  const id = call.params.upgrade_workflow_id;
  const played = stateOf(call).operations.find(({ operation: candidate }) => candidate.id === id);
  if (played === undefined) return cceError(404, `upgrade workflow [${id}] not found`);
  return ok(workflowBody(call.cluster.id, played));
}

function listTasks(call: ClusterCall): Reply {
  const tasks = byId(tasksOf(stateOf(call)), (task) => task.id);
  return ok({ kind: "List", apiVersion: "v3", metadata: {}, items: tasks.map(taskBody) });
}

function showTask(call: ClusterCall): Reply {
  const id = call.params.task_id;
  const task = tasksOf(stateOf(call)).find((candidate) => candidate.id === id);
  return task === undefined ? cceError(404, `upgrade task [${id}] not found`) : ok(taskBody(task));
}

/** The order of both lists is not documented, so readers must not rely on one; by id it is as good as shuffled. */
function byId<T>(items: readonly T[], idOf: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

import type { KubernetesCluster } from "../../../scenario/world.ts";
import { queryValue } from "../../../server/raw-request.ts";
import { type ClusterAt, clusterAt } from "../../../timeline/cluster-at.ts";
import type { Call, ClusterCall, ClusterReply, Reply, Route } from "../../cloud.ts";
import { cceError } from "../errors.ts";
import { clusterBody, phaseOf } from "./cluster-body.ts";
import { createPostCheck } from "./post-check.ts";
import { checksOf, preCheckBody } from "./pre-check-body.ts";
import { taskBody, tasksOf, upgradeInfoBody } from "./task-body.ts";
import { upgradePlansBody } from "./upgrade-plans-body.ts";
import { minorLine } from "./versions.ts";
import { workflowBody } from "./workflow-body.ts";

type Service = "cce" | "cce-autopilot";

/** CCE's calls that tell about versions and upgrades (Huawei API reference, 2024-11; vendor SDK 3.1.211). */
export const cceRoutes: readonly Route[] = routesOf("cce", "/api/v3", (action) => action);

/** The same calls with the same bodies, under names and a path of their own, and the plans of automatic upgrades. */
export const autopilotRoutes: readonly Route[] = [
  ...routesOf("cce-autopilot", "/autopilot/v3", (action) =>
    action.replace(/^(List|Show|Create)/, "$1Autopilot"),
  ),
  {
    action: "ListAutopilotUpgradePlans",
    method: "GET",
    path: "/autopilot/v3/projects/{project_id}/clusters/{cluster_id}/upgradeplans",
    query: [],
    upgradeApi: true,
    reply: { service: "cce-autopilot", cluster: (call) => ok(upgradePlansBody(stateOf(call))) },
  },
];

function routesOf(service: Service, prefix: string, named: (action: string) => string): readonly Route[] {
  const clusters = `${prefix}/projects/{project_id}/clusters`;
  const cluster = `${clusters}/{cluster_id}`;
  const about = (reply: (call: ClusterCall) => Reply): ClusterReply => ({ service, cluster: reply });
  const upgrade = (action: string, path: string, reply: (call: ClusterCall) => Reply): Route => ({
    action: named(action),
    method: "GET",
    path: `${cluster}/${path}`,
    query: [],
    upgradeApi: true,
    reply: about(reply),
  });
  return [
    {
      action: named("ListClusters"),
      method: "GET",
      path: clusters,
      query: ["detail", "status", "type", "version"],
      reply: (call) => listClusters(call, service),
    },
    {
      action: named("ShowCluster"),
      method: "GET",
      path: cluster,
      query: ["detail"],
      reply: about(showCluster),
    },
    upgrade("ShowClusterUpgradeInfo", "upgradeinfo", (call) => ok(upgradeInfoBody(stateOf(call)))),
    upgrade("ListUpgradeWorkFlows", "operation/upgradeworkflows", listWorkflows),
    upgrade("ShowUpgradeWorkFlow", "operation/upgradeworkflows/{upgrade_workflow_id}", showWorkflow),
    upgrade("ListUpgradeClusterTasks", "operation/upgrade/tasks", listTasks),
    upgrade("ShowUpgradeClusterTask", "operation/upgrade/tasks/{task_id}", showTask),
    upgrade("ListPreCheckTasks", "operation/precheck/tasks", listPreChecks),
    upgrade("ShowPreCheck", "operation/precheck/tasks/{task_id}", showPreCheck),
    { ...upgrade("CreatePostCheck", "operation/postcheck", createPostCheck), method: "POST" },
  ];
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function stateOf(call: ClusterCall): ClusterAt {
  return clusterAt(call.cluster, call.now);
}

/** The list calls itself "Cluster", not "List" (live bodies, 2026), and has no pages. */
function listClusters(call: Call, service: Service): Reply {
  const wanted = {
    status: queryValue(call.request, "status"),
    type: queryValue(call.request, "type"),
    version: queryValue(call.request, "version"),
  };
  const states = [...call.account.clusters.values()]
    .filter((each): each is KubernetesCluster => each.service === service)
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

function listPreChecks(call: ClusterCall): Reply {
  const checks = byId(checksOf(stateOf(call)), (check) => check.id);
  const items = checks.map((check) => preCheckBody(call.cluster.id, check));
  return ok({ kind: "List", apiVersion: "v3", metadata: {}, items });
}

function showPreCheck(call: ClusterCall): Reply {
  const id = call.params.task_id;
  const check = checksOf(stateOf(call)).find((candidate) => candidate.id === id);
  if (check === undefined) return cceError(404, `precheck task [${id}] not found`);
  return ok(preCheckBody(call.cluster.id, check));
}

/** The order of these lists is not documented, so readers must not rely on one; by id it is as good as shuffled. */
function byId<T>(items: readonly T[], idOf: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

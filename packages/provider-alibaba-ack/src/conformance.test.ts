import { type Case, type Exchange, testProvider } from "@upgradectl/provider-testkit";
import { describe, it } from "vitest";
import provider from "./index.ts";
import { id, row, running, task } from "./testing/healthy-cluster.ts";

const own = `/clusters/${id}`;
const secrets = ["ak-secret-of-the-testkit", "sts-token-of-the-testkit"] as const;

const older = {
  ...task,
  task_id: "T-0",
  created: "2026-05-20T10:00:00+08:00",
  updated: "2026-05-20T11:00:00Z",
};
const failed = {
  ...task,
  state: "fail",
  error: { code: "PreCheckFailed", message: "the load balancer is gone" },
};
const check = {
  check_id: "1697100584236600453-c1-clustercheck-lboto",
  type: "ClusterUpgrade",
  status: "Failed",
  message: "task failed",
  created_at: "2026-11-20T01:58:02.565982623Z",
  finished_at: "2026-11-20T01:58:18.881054031Z",
};
const checkItems = {
  ClusterResource: [{ Name: "SLB", Level: { error: { Message: "is gone", Targets: [{ Target: "lb-1" }] } } }],
};
const pools: Exchange = {
  path: `${own}/nodepools`,
  body: {
    nodepools: [
      {
        nodepool_info: { name: "default", nodepool_id: "np-1" },
        node_components: [{ name: "kubelet", version: "1.32.1-aliyun.1" }],
      },
    ],
  },
};

function caseOf(state: string, ...more: readonly Exchange[]): Case {
  return { cluster: { id }, exchanges: [{ path: own, body: { ...row, state } }, pools, ...more] };
}

function tasksOf(...rows: readonly object[]): Exchange {
  const paging = { page_number: 1, page_size: 50, total_count: rows.length };
  return { path: `${own}/tasks`, body: { tasks: rows, page_info: paging } };
}

function detailOf(info: object, changes: object = {}): Exchange {
  return { path: "/tasks/T-1", body: { ...info, cluster_id: id, ...changes } };
}

const refused = (code: string) => ({ code, message: code, requestId: "r-1" });

testProvider(
  { describe, it },
  {
    provider,
    config: (url) => ({
      endpoint: url,
      region: "cn-hangzhou",
      credentials: {
        accessKeyId: "STS.TESTKIT0000001",
        accessKeySecret: secrets[0],
        securityToken: secrets[1],
      },
    }),
    secrets,
    cases: {
      healthy: caseOf("running", tasksOf(task, older)),
      upgrading: caseOf(
        "upgrading",
        tasksOf(running, older),
        detailOf(running, {
          parameters: { next_version: "1.32.1-aliyun.1" },
          stages: [{ name: "master", state: "running", start_time: "2026-11-20T10:01:00+08:00" }],
        }),
      ),
      failed: caseOf(
        "running",
        tasksOf(failed, older),
        detailOf(failed),
        { path: `${own}/checks`, body: { checks: [check] } },
        { path: `${own}/checks/${check.check_id}`, body: { ...check, check_items: checkItems } },
      ),
      absent: {
        cluster: { id },
        exchanges: [{ path: own, status: 404, body: refused("ErrorClusterNotFound") }],
      },
      "upgrading as the status says": {
        ...caseOf("upgrading", tasksOf(older), {
          path: `/api/v2${own}/upgrade/status`,
          body: { status: "running", upgrade_step: "upgrading", upgrade_task: { status: "running" } },
        }),
        expect: { verdict: "upgrading", phase: "running" },
      },
      "pinned to a task": {
        ...caseOf("running", detailOf(task)),
        cluster: { id, with: { taskId: "T-1" } },
        expect: { verdict: "converged" },
      },
      disconnected: { ...caseOf("disconnected", tasksOf(task)), expect: { verdict: "failed" } },
    },
    list: {
      ids: [id, "c-2", "c-3"],
      exchanges: [
        {
          path: "/regions/cn-hangzhou/clusters",
          query: { page_number: 1 },
          body: { clusters: [row, { ...row, cluster_id: "c-2" }], page_info: { total_count: 3 } },
        },
        {
          path: "/regions/cn-hangzhou/clusters",
          query: { page_number: 2 },
          body: { clusters: [{ ...row, cluster_id: "c-3" }], page_info: { total_count: 3 } },
        },
      ],
    },
    // What is no upgrade (scaling, add-ons) is no operation of the cluster.
    selectors: { DescribeClusterTasks: ["tasks[].task_type"], DescribeTaskInfo: ["task_type"] },
  },
);

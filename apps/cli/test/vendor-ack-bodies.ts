import type { AlibabaClusterScenario } from "@upgradectl/simulator";
import { ackVersion, type Case, idOf } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;
export type Row = Readonly<Record<string, unknown>>;

/** How the gateway answers for a call that it does not have (any more). */
export const gone = {
  status: 404,
  body: {
    RequestId: "R-1",
    Message: "Specified api is not found, please check your url and method.",
    HostId: "cs.cn-hangzhou.aliyuncs.com",
    Code: "InvalidAction.NotFound",
  },
};
export const denied = {
  status: 403,
  body: { code: "StatusForbidden", message: "policy Forbidden for action", requestId: "R-2", status: 403 },
};
export const missing = {
  status: 404,
  body: { code: "ErrorClusterNotFound", message: "cluster not found", requestId: "R-3", status: 404 },
};

/** A row of DescribeClusterTasks. */
export const upgrade: Row = {
  task_id: "T-1",
  task_type: "cluster_upgrade",
  state: "running",
  created: "2026-11-20T09:57:26+08:00",
  updated: "2026-11-20T10:12:03.482+08:00",
};

export function tasks(...rows: readonly Row[]) {
  return {
    body: {
      requestId: "r-1",
      next_token: "",
      page_info: { page_number: 1, page_size: 50, total_count: rows.length },
      tasks: rows,
    },
  };
}

/** A case whose task has a detail; the simulator finds the cluster by an operation of that id. */
export function detailCase(
  index: number,
  name: string,
  state: string,
  detail: Row,
  expected: AckCase["expected"],
  more: Partial<AckCase> = {},
): AckCase {
  const row = { ...upgrade, task_id: `T-${index}`, state };
  const { answers, ...rest } = more;
  return {
    name,
    answers: {
      DescribeClusterTasks: tasks(row),
      DescribeTaskInfo: { body: { ...row, cluster_id: idOf(index), ...detail } },
      ...answers,
    },
    cluster: {
      state: "running",
      operations: [{ id: `T-${index}`, to: ackVersion, startedAgo: "1h", duration: "1m" }],
    },
    expected,
    ...rest,
  };
}

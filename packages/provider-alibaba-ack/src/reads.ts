import type { Read } from "@upgradectl/provider-sdk";
import { signInReads } from "./credentials/sign-in-reads.ts";

/**
 * What is asked of ACK; paths and RAM actions as in the API reference of CS 2015-12-15. The RAM action of
 * DescribeClusterNodePools has no page of its own there; it is named by the vendor's rule (`cs:` and the operation).
 */
export const ackReads = [
  {
    action: "DescribeClustersForRegion",
    path: "/regions/{region}/clusters",
    permission: "cs:DescribeClustersForRegion",
    per: "account",
    when: "once for every 50 clusters of the region, for two or more clusters of the manifest",
  },
  {
    action: "DescribeClusterDetail",
    path: "/clusters/{clusterId}",
    permission: "cs:DescribeClusterDetail",
    when: "for a cluster that was not listed",
  },
  {
    action: "DescribeClusterTasks",
    path: "/clusters/{clusterId}/tasks",
    permission: "cs:DescribeClusterTasks",
    when: "unless `with` has a taskId or the source upgrade-status",
  },
  {
    action: "DescribeTaskInfo",
    path: "/tasks/{taskId}",
    permission: "cs:DescribeTaskInfo",
    when: "for a taskId in `with`, and for an upgrade that has not succeeded",
  },
  {
    action: "GetUpgradeStatus",
    path: "/api/v2/clusters/{clusterId}/upgrade/status",
    permission: "cs:GetUpgradeStatus",
    when: "with the source upgrade-status, or where the tasks are closed to the account or do not explain the state upgrading",
  },
  {
    action: "DescribeClusterNodePools",
    path: "/clusters/{clusterId}/nodepools",
    permission: "cs:DescribeClusterNodePools",
    when: "where `expect` names nodePools",
  },
  {
    action: "ListClusterChecks",
    path: "/clusters/{clusterId}/checks",
    permission: "cs:ListClusterChecks",
    when: "where an upgrade failed, to say why",
  },
  {
    action: "GetClusterCheck",
    path: "/clusters/{clusterId}/checks/{checkId}",
    permission: "cs:GetClusterCheck",
    when: "where an upgrade and a check of the cluster failed, to say why",
  },
] as const satisfies readonly Read[];

/** Every request of this provider. */
export const reads = [...ackReads, ...signInReads] as const satisfies readonly Read[];

export type Action = (typeof ackReads)[number]["action"];

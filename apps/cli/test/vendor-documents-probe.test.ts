import { it } from "vitest";
import { info, listOf, task, upgradeProgress, workflow } from "./vendor-cce-bodies.ts";
import { checkAck, checkCce } from "./vendor-probe-table.ts";
const early = "2026-03-01 08:00:00 +0000 UTC";
const late = "2026-06-01 08:00:00 +0000 UTC";
const x = { verdict: "?" };
const away = { ...task("t-1", "Running", late), spec: { version: "v1.29.8-r4", targetVersion: "v1.31.4-r2" } };
const cancelled = workflow("w-1", "Cancel", late, [{ taskType: "Cluster", taskID: "t-1", status: "Failed", startTimeStamp: late, endTimeStamp: late }]);
it("cce", async () => {
  await checkCce([
    { name: "upgrading, only tasks know, away", cluster: { state: "Upgrading" }, answers: { ListUpgradeClusterTasks: listOf([away]) }, expected: x },
    { name: "upgrading, only tasks know, paused", cluster: { state: "Upgrading" }, answers: { ListUpgradeClusterTasks: listOf([task("t-1", "Pause", late)]) }, expected: x },
    { name: "pending wf early, later bare task success", answers: { ListUpgradeWorkFlows: listOf([workflow("w", "Pending", early)]), ListUpgradeClusterTasks: listOf([task("t", "Success", late)]) }, expected: x },
    { name: "cancel wf + info failed", answers: { ShowClusterUpgradeInfo: info(upgradeProgress("Failed", late)), ListUpgradeWorkFlows: listOf([cancelled]), ListUpgradeClusterTasks: listOf([task("t-1", "Failed", late)]) }, expected: x },
    { name: "cancel wf + info last failed", answers: { ShowClusterUpgradeInfo: info(undefined, {lastUpgradeInfo: upgradeProgress("Failed", late)}), ListUpgradeWorkFlows: listOf([cancelled]), ListUpgradeClusterTasks: listOf([task("t-1", "Failed", late)]) }, expected: x },
    { name: "simulated cancel", cluster: { version: "v1.28.15-r2", operations: [{ to: "v1.29.8-r4", startedAgo: "5h", duration: "1h", outcome: "cancelled", stopsAt: "Cluster" }] }, expected: x },
    { name: "simulated cancel at precheck", cluster: { version: "v1.28.15-r2", operations: [{ to: "v1.29.8-r4", startedAgo: "5h", duration: "1h", outcome: "cancelled", stopsAt: "PreCheck" }] }, expected: x },
    { name: "rolled back", answers: { ListUpgradeWorkFlows: listOf([workflow("w", "Success", late, [{ taskType: "Cluster", status: "Failed", startTimeStamp: early }, { taskType: "Rollback", status: "Success", startTimeStamp: late }])]) }, expected: x },
    { name: "rollback state no op", cluster: { state: "RollingBack" }, expected: x },
    { name: "upgrading + wf success", cluster: { state: "Upgrading" }, answers: { ListUpgradeWorkFlows: listOf([workflow("w", "Success", late)]) }, expected: x },
    { name: "wf Running info Failed", answers: { ShowClusterUpgradeInfo: info(upgradeProgress("Failed", late)), ListUpgradeWorkFlows: listOf([workflow("w", "Running", late)]), ListUpgradeClusterTasks: listOf([]) }, expected: x },
    { name: "wf Init info Success", answers: { ShowClusterUpgradeInfo: info(upgradeProgress("Success", early)), ListUpgradeWorkFlows: listOf([workflow("w", "Init", late)]), ListUpgradeClusterTasks: listOf([]) }, expected: x },
    { name: "wf Pending info Running (retry)", answers: { ShowClusterUpgradeInfo: info(upgradeProgress("Running", early)), ListUpgradeWorkFlows: listOf([workflow("w", "Pending", late)]), ListUpgradeClusterTasks: listOf([]) }, expected: x },
    { name: "wf unknown old + success new", answers: { ListUpgradeWorkFlows: listOf([workflow("a", "Melting", early), workflow("w", "Success", late)]) }, expected: x },
    { name: "info status object wrong", answers: { ShowClusterUpgradeInfo: info("Running") }, expected: x },
    { name: "info phase number", answers: { ShowClusterUpgradeInfo: info({ phase: 3 }) }, expected: x },
    { name: "info status array", answers: { ShowClusterUpgradeInfo: info([{ phase: "Running" }]) }, expected: x },
  ]);
});
const t = (state: string) => ({ DescribeClusterTasks: { body: { tasks: [{ task_id: "T-1", task_type: "cluster_upgrade", state, created: "2026-11-20T09:57:26+08:00" }] } } });
it("ack", async () => {
  await checkAck([
    ...["pausing", "cancelling", "canceling", "initial", "pending", "resumed"].map((s) => ({ name: s, answers: t(s), expected: x })),
    { name: "success+updating", cluster: { state: "updating" }, answers: t("success"), expected: x },
    { name: "upgrade_task text", answers: { GetUpgradeStatus: { body: { status: "success", upgrade_task: "x" } } }, entry: { with: { source: "upgrade-status" } }, expected: x },
    { name: "upgrade_task array", answers: { GetUpgradeStatus: { body: { status: "success", upgrade_task: [{ status: "Failed" }] } } }, entry: { with: { source: "upgrade-status" } }, expected: x },
    { name: "upgrade_task {}", answers: { GetUpgradeStatus: { body: { status: "success", upgrade_task: {} } } }, entry: { with: { source: "upgrade-status" } }, expected: x },
    { name: "fail with code", answers: { GetUpgradeStatus: { body: { status: "fail", code: "X", message: "y" } } }, entry: { with: { source: "upgrade-status" } }, expected: x },
    { name: "nodepools map", answers: { DescribeClusterNodePools: { body: { nodepools: { a: {} } } } }, entry: { expect: { nodePools: "1.32" } }, expected: x },
    { name: "no nodepools", answers: { DescribeClusterNodePools: { body: { nodepools: [] } } }, entry: { expect: { nodePools: "1.32" } }, expected: x },
    { name: "behind and pool unknown", cluster: { version: "1.31.1-aliyun.1", nodePools: [{ name: "a" }] }, entry: { expect: { nodePools: "1.32" } }, expected: x },
    { name: "unknown type running", answers: { DescribeClusterTasks: { body: { tasks: [{ task_id: "T-1", task_type: null, state: "running", created: "2026-11-20T09:57:26+08:00" }] } } }, expected: x },
  ]);
});

import { describe, expect, it } from "vitest";
import type { AlibabaOperationScenario, NodePoolScenario, Outcome } from "../../../index.ts";
import { alibabaAccount, scenarioOf } from "../../../testing/scenario.ts";
import { stateAfter } from "../../../testing/state.ts";
import { poolBody, stateWord } from "./cluster-body.ts";
import { taskInfo, taskRow, upgradeStatus } from "./task-body.ts";

function ack(
  operations: readonly AlibabaOperationScenario[],
  minutes = 0,
  nodePools: readonly NodePoolScenario[] = [],
) {
  const clusters = [{ name: "orders", id: "o", version: "1.31.9-aliyun.1", operations, nodePools }];
  return stateAfter(minutes, scenarioOf(alibabaAccount({ clusters })));
}

const ackUpgrade = { to: "1.32.1-aliyun.1", duration: "100m" } as const;

describe("an ACK cluster", () => {
  it.each([
    [0, "1.31.9-aliyun.1", "upgrading", "running"],
    [100, "1.32.1-aliyun.1", "upgrading", "success"],
    [100.9, "1.32.1-aliyun.1", "upgrading", "success"],
    [101, "1.32.1-aliyun.1", "running", "success"],
  ])(
    "at minute %d of its upgrade is at %s, %s, while its task says %s",
    (minutes, version, word, taskState) => {
      const state = ack([ackUpgrade], minutes);
      const newest = state.operations.at(-1);
      expect([state.version, stateWord(state), newest && taskRow(newest).state]).toEqual([
        version,
        word,
        taskState,
      ]);
    },
  );

  it.each<[string, Partial<AlibabaOperationScenario> | null, number, object]>([
    ["never upgraded", null, 0, { status: "", upgrade_step: "not_start" }],
    ["not begun", { queuedFor: "5m" }, 1, { status: "", upgrade_step: "not_start" }],
    [
      "in its check",
      {},
      5,
      { status: "running", upgrade_step: "prechecking", upgrade_task: { status: "running" } },
    ],
    [
      "under way",
      {},
      50,
      { status: "running", upgrade_step: "upgrading", upgrade_task: { status: "running" } },
    ],
    ["done", {}, 500, { status: "success", upgrade_step: "success", upgrade_task: { status: "Success" } }],
    [
      "paused",
      { outcome: "paused" },
      500,
      { status: "pause", upgrade_step: "pause", upgrade_task: { status: "running" } },
    ],
    [
      "failed, which stands at pause",
      { outcome: "failed", message: "node not ready" },
      500,
      {
        status: "fail",
        upgrade_step: "pause",
        error_message: "node not ready",
        upgrade_task: { status: "Failed", message: "node not ready" },
      },
    ],
    ["cancelled", { outcome: "cancelled" }, 500, { status: "", upgrade_step: "not_start" }],
  ])("GetUpgradeStatus: %s", (_, operation, minutes, expected) => {
    const operations = operation === null ? [] : [{ ...ackUpgrade, ...operation }];
    expect(upgradeStatus(ack(operations, minutes))).toMatchObject(expected);
  });

  it.each<[Outcome, string]>([
    ["failed", "fail"],
    ["paused", "paused"],
    ["cancelled", "canceled"],
    ["running", "running"],
  ])("whose task ended as %s says %s", (outcome, word) => {
    const state = ack([{ ...ackUpgrade, outcome, message: "why" }], 500);
    const newest = state.operations.at(-1);
    if (newest === undefined) throw new Error("there is no task");
    expect(taskRow(newest).state).toBe(word);
    const info = taskInfo("o", newest);
    expect(info).toMatchObject({
      current_stage: "UpgradeMaster",
      parameters: { next_version: "1.32.1-aliyun.1" },
    });
    if (outcome === "failed") expect(info).toMatchObject({ error: { message: "why" } });
    else expect(info).not.toHaveProperty("error");
  });

  it("moves a node pool alone, and shows no kubelet version where the scenario has none", () => {
    const pools = [{ name: "web", version: "1.30.7-aliyun.1" }, { name: "old" }];
    const move = { kind: "node-pool", nodePool: "web", to: "1.31.9-aliyun.1", duration: "10m" } as const;
    const during = ack([move], 5, pools);
    expect(stateWord(during)).toBe("running");
    expect(during.pools.map((pool) => poolBody(during, pool))).toMatchObject([
      { status: { state: "updating" }, node_components: [{ name: "kubelet", version: "1.30.7-aliyun.1" }] },
      { status: { state: "active" } },
    ]);
    const after = ack([move], 20, pools);
    expect(after.pools.map(({ version }) => version)).toEqual(["1.31.9-aliyun.1", null]);
    const [, old] = after.pools.map((pool) => poolBody(after, pool));
    expect(old).toMatchObject({ nodepool_info: { name: "old" } });
    expect(old).not.toHaveProperty("node_components");
    expect(after.version).toBe("1.31.9-aliyun.1");
  });

  it("lists its creation among its tasks", () => {
    expect(ack([]).operations.map((played) => taskRow(played).task_type)).toEqual(["cluster_create"]);
  });
});

import { describe, expect, it } from "vitest";
import type { AlibabaOperationScenario } from "../../../index.ts";
import { alibabaAccount, scenarioOf } from "../../../testing/scenario.ts";
import { stateAfter } from "../../../testing/state.ts";
import { checkDetail, checkRow, checksOf } from "./check-body.ts";

/** Its check takes the first ten minutes. */
const upgrade = { to: "1.32.1-aliyun.1", duration: "100m" } as const;

function checksAfter(minutes: number, ...operations: readonly AlibabaOperationScenario[]) {
  const nodePools = [{ name: "web", id: "np1", version: "1.31.9-aliyun.1" }];
  const clusters = [{ name: "orders", id: "c1", version: "1.31.9-aliyun.1", nodePools, operations }];
  return checksOf(stateAfter(minutes, scenarioOf(alibabaAccount({ clusters }))));
}

function detailAfter(minutes: number, operation: AlibabaOperationScenario): object {
  const [check] = checksAfter(minutes, operation);
  if (check === undefined) throw new Error("there is no check");
  return checkDetail(check);
}

describe("the check before an ACK upgrade", () => {
  it.each([
    [5, "Running", "", undefined],
    [10, "Succeeded", "task succeed", "2026-11-20T10:10:00.500982623Z"],
  ])("at minute %i is %s", (minutes, status, message, finished_at) => {
    const [check] = checksAfter(minutes, upgrade);
    expect(check && checkRow(check)).toEqual({
      check_id: expect.stringMatching(/^\d{19}-c1-clustercheck-[a-p]{5}$/),
      type: "ClusterUpgrade",
      status,
      message,
      created_at: "2026-11-20T10:00:00.500982623Z",
      ...(finished_at === undefined ? {} : { finished_at }),
    });
  });

  it("has nothing found while it runs, and what passed afterwards", () => {
    expect(detailAfter(5, upgrade)).toMatchObject({ check_items: {} });
    expect(detailAfter(50, upgrade)).toMatchObject({
      check_items: {
        ClusterResource: [
          { Name: "APIService", Group: "ClusterResource", Level: { normal: { Message: "" } } },
        ],
        NodeResource: [{ Name: "NodeStatus" }],
      },
    });
  });

  const failed = { ...upgrade, outcome: "failed", stopsAt: "PreCheck" } as const;

  it("that failed without findings names the item that stopped it", () => {
    expect(detailAfter(50, { ...failed, message: "etcd is slow" })).toMatchObject({
      status: "Failed",
      message: "etcd is slow",
      check_items: {
        ClusterResource: [
          { Level: { normal: {} } },
          { Name: "ClusterStatus", Level: { error: { Message: "etcd is slow", Targets: [] } } },
        ],
      },
    });
  });

  it("shows the findings of the scenario by group and level", () => {
    const findings = [
      { item: "DockerVersion", group: "NodeResource", level: "warning", message: "old", resource: "node-1" },
      { item: "Quota", group: "__proto__", level: "odd" },
    ];
    const detail = JSON.parse(JSON.stringify(detailAfter(50, { ...failed, preCheck: { findings } })));
    expect(detail.check_items.NodeResource[1]).toEqual({
      Name: "DockerVersion",
      Group: "NodeResource",
      Level: { warning: { Message: "old", Targets: [{ Target: "node-1" }] } },
    });
    expect(Object.keys(detail.check_items)).toEqual(["ClusterResource", "NodeResource", "__proto__"]);
  });

  it("of a node pool names it as its target; what has begun no check has none", () => {
    const pool = { kind: "node-pool", nodePool: "web", to: "1.32.1-aliyun.1" } as const;
    expect(checksAfter(50, pool)).toMatchObject([{ type: "NodePoolUpgrade", target: "np1" }]);
    const steps = [{ name: "UpgradeMaster", duration: "1h" }];
    expect(checksAfter(50, { to: "1.32.1-aliyun.1", steps })).toEqual([]);
    expect(checksAfter(1, { ...upgrade, queuedFor: "5m" })).toEqual([]);
  });
});

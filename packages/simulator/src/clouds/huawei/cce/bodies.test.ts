import { describe, expect, it } from "vitest";
import type { HuaweiOperationScenario, Outcome } from "../../../index.ts";
import { huaweiAccount, scenarioOf } from "../../../testing/scenario.ts";
import { stateAfter } from "../../../testing/state.ts";
import { clusterBody, phaseOf } from "./cluster-body.ts";
import { taskBody, tasksOf, upgradeInfoBody } from "./task-body.ts";
import { workflowBody } from "./workflow-body.ts";

function cce(operations: readonly HuaweiOperationScenario[], minutes = 0) {
  const clusters = [{ name: "payments", id: "p", version: "v1.27.16-r2", operations }];
  return stateAfter(minutes, scenarioOf(huaweiAccount({ clusters })));
}

const upgrade = { to: "v1.29.8-r4", duration: "100m" } as const;

describe("a CCE cluster", () => {
  it.each([
    [-1, "v1.27.16-r2", "Available", []],
    [0, "v1.27.16-r2", "Upgrading", ["Running"]],
    [99, "v1.27.16-r2", "Upgrading", ["Running"]],
    [100, "v1.29.8-r4", "Available", ["Success"]],
  ])("at minute %i of its upgrade is at %s, %s", (minutes, version, phase, workflows) => {
    const state = cce([upgrade], minutes);
    expect([state.version, phaseOf(state)]).toEqual([version, phase]);
    const bodies = state.operations.map((played) => workflowBody("p", played));
    expect(bodies.map((body) => Reflect.get(Reflect.get(body, "status"), "phase"))).toEqual(workflows);
  });

  it.each<[Outcome, string, string, string, string]>([
    ["failed", "Pending", "Failed", "Failed", "Available"],
    ["paused", "Running", "Running", "Pause", "Upgrading"],
    ["cancelled", "Cancel", "Failed", "Failed", "Available"],
    ["running", "Running", "Running", "Running", "Upgrading"],
  ])(
    "whose upgrade ended as %s: workflow %s, point %s, task %s, cluster %s",
    (outcome, flow, point, task, phase) => {
      const state = cce([{ ...upgrade, outcome }], 1000);
      const played = state.operations.at(-1);
      if (played === undefined) throw new Error("there is no operation");
      expect(workflowBody("p", played)).toMatchObject({
        spec: { clusterID: "p", clusterVersion: "v1.27.16-r2", targetVersion: "v1.29.8-r4" },
        status: {
          phase: flow,
          pointStatuses: [{}, {}, { taskType: "Cluster", status: point }, { taskType: "PostCheck" }],
        },
      });
      expect(tasksOf(state).map(taskBody)).toMatchObject([{ status: { phase: task, progress: "50.00" } }]);
      expect(upgradeInfoBody(state)).toMatchObject({ status: { phase: task, progress: "50.00" } });
      expect([phaseOf(state), state.version]).toEqual([phase, "v1.27.16-r2"]);
    },
  );

  it("whose process failed before the upgrade has a workflow, but no task and nothing in upgradeinfo", () => {
    const state = cce([{ ...upgrade, outcome: "failed", stopsAt: "PreCheck" }], 1000);
    expect(tasksOf(state)).toEqual([]);
    expect(upgradeInfoBody(state)).not.toHaveProperty("status");
    expect(state.operations).toHaveLength(1);
  });

  it("upgraded through the API alone has a task and no workflow", () => {
    const state = cce([{ ...upgrade, workflow: false, taskId: "t1" }], 50);
    expect(state.operations[0]?.operation.id).toBeNull();
    expect(tasksOf(state)).toMatchObject([{ id: "t1", phase: "Running", progress: 0.5 }]);
  });

  it("in a rollback is RollingBack, then at the older version", () => {
    const rollback = { kind: "rollback", to: "v1.25.3-r0", duration: "10m" } as const;
    expect(phaseOf(cce([rollback], 5))).toBe("RollingBack");
    expect(cce([rollback], 10).version).toBe("v1.25.3-r0");
  });

  it("shows its state as the scenario words it, with a reason unless it is available", () => {
    const account = huaweiAccount({
      clusters: [{ name: "a", version: "v1.29.8-r4", state: "Error", message: "etcd" }],
    });
    const state = stateAfter(0, scenarioOf(account));
    expect(clusterBody(state, false)).toMatchObject({
      status: { phase: "Error", reason: "Error", message: "etcd" },
    });
    expect(clusterBody(cce([]), false)).not.toHaveProperty("status.reason");
  });

  it.each([
    ["v1.29.8-r4", "v1.29"],
    ["v1.21.1-r0", "v1.21"],
    ["v1.19.16-r80", "v1.19.16-r80"],
    ["v1.33", "v1.33"],
  ])("at %s has the spec.version %s", (version, shown) => {
    const account = huaweiAccount({ clusters: [{ name: "a", version }] });
    const state = stateAfter(0, scenarioOf(account));
    expect(clusterBody(state, false)).toMatchObject({ spec: { version: shown, legacyVersion: version } });
  });

  it("writes times as Go does, and a completion time long before the completion", () => {
    const [task] = tasksOf(cce([{ ...upgrade, duration: "100m" }], 21)).map(taskBody);
    expect(task).toMatchObject({
      metadata: { creationTimestamp: expect.stringMatching(/^2026-11-20 18:20:00\.5\d* \+0800 CST$/) },
      status: { completionTime: expect.stringMatching(/^2026-11-20 18:21:00\.5\d* \+0800 CST$/) },
    });
    const [played] = cce([upgrade], 21).operations;
    if (played === undefined) throw new Error("there is no operation");
    expect(workflowBody("p", played)).toMatchObject({
      metadata: { creationTimestamp: expect.stringMatching(/^2026-11-20 10:00:00\.5\d* \+0000 UTC$/) },
    });
  });

  it("takes `from` from the operation before, unless it is given", () => {
    const state = cce([
      { to: "v1.29.8-r4", startedAgo: "1h", from: "v1.0" },
      { to: "v1.28.15-r0", startedAgo: "1d" },
    ]);
    expect(state.operations.map(({ operation }) => [operation.from, operation.to])).toEqual([
      ["v1.27.16-r2", "v1.28.15-r0"],
      ["v1.0", "v1.29.8-r4"],
    ]);
    expect(
      cce([
        { to: "b", startedAgo: "1h" },
        { to: "a", startedAgo: "1d" },
      ]).operations.at(-1)?.operation.from,
    ).toBe("a");
  });
});

import { describe, expect, it } from "vitest";
import type { HuaweiOperationScenario } from "../../../index.ts";
import { huaweiAccount, scenarioOf } from "../../../testing/scenario.ts";
import { stateAfter } from "../../../testing/state.ts";
import { checksOf, preCheckBody } from "./pre-check-body.ts";
import { workflowBody } from "./workflow-body.ts";

/** Its check takes the first ten minutes. */
const upgrade = { id: "w1", to: "v1.29.8-r4", duration: "100m" } as const;

function stateOf(operation: HuaweiOperationScenario, minutes: number) {
  const clusters = [{ name: "payments", id: "p", version: "v1.28.15-r2", operations: [operation] }];
  return stateAfter(minutes, scenarioOf(huaweiAccount({ clusters })));
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
function bodyOf(operation: HuaweiOperationScenario, minutes: number): any {
  const [check] = checksOf(stateOf(operation, minutes));
  if (check === undefined) throw new Error("there is no check");
  return preCheckBody("p", check);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function itemsOf({ status }: any): readonly any[] {
  return [
    ...status.clusterCheckStatus.itemsStatus,
    ...status.addonCheckStatus.itemsStatus,
    // biome-ignore lint/suspicious/noExplicitAny: as above
    ...status.nodeCheckStatus.nodeStageStatus.flatMap((stage: any) => stage.itemsStatus),
  ];
}

describe("the check before an upgrade", () => {
  it("is the task that the workflow's point names", () => {
    const state = stateOf(upgrade, 5);
    const [played] = state.operations;
    if (played === undefined) throw new Error("there is no operation");
    const [check] = checksOf(state);
    expect(workflowBody("p", played)).toMatchObject({
      status: { pointStatuses: [{ taskType: "PreCheck", taskID: check?.id }, {}, {}, {}] },
    });
    expect(check?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("runs, with nothing found yet", () => {
    const body = bodyOf({ ...upgrade, preCheck: { findings: [{ item: "quota" }] } }, 5);
    expect(body).toMatchObject({
      kind: "PreCheckTask",
      apiVersion: "v3",
      spec: { clusterID: "p", clusterVersion: "v1.28.15-r2", targetVersion: "v1.29.8-r4" },
      status: { phase: "Running" },
    });
    expect(body.status).not.toHaveProperty("expireTimeStamp");
    expect(itemsOf(body).map(({ phase }) => phase)).toEqual(["Running", "Running", "Running"]);
  });

  it("that passed counts for one hour", () => {
    const body = bodyOf(upgrade, 30);
    expect(body.status).toMatchObject({
      phase: "Success",
      expireTimeStamp: expect.stringMatching(/^2026-11-20 11:10:00\.5\d* \+0000 UTC$/),
    });
    expect(body.metadata.updateTimestamp).toMatch(/^2026-11-20 10:10:00\.5/);
    expect(new Set(itemsOf(body).map(({ phase }) => phase))).toEqual(new Set(["Success"]));
  });

  it("that passed may have risks, which are no exceptions", () => {
    const finding = { item: "quota", level: "Warning", message: "nearly full" };
    const body = bodyOf({ ...upgrade, preCheck: { findings: [finding] } }, 30);
    expect(body.status.phase).toBe("Success");
    expect(itemsOf(body)).toContainEqual(
      expect.objectContaining({ name: "quota", kind: "Risk", level: "Warning", phase: "Failed" }),
    );
  });

  const failed = { ...upgrade, outcome: "failed", stopsAt: "PreCheck" } as const;

  it("that failed without findings names the item that stopped it", () => {
    const body = bodyOf({ ...failed, message: "no quota left" }, 30);
    expect(body.status).toMatchObject({ phase: "Failed", message: "no quota left" });
    expect(body.status).not.toHaveProperty("expireTimeStamp");
    expect(itemsOf(body).filter(({ phase }) => phase === "Failed")).toMatchObject([
      { kind: "Exception", level: "Fatal", group: "LimitCheck", message: "no quota left" },
    ]);
  });

  it.each([
    ["NodeCheck", "node-7", { nodeRisks: [{ NodeID: expect.stringMatching(/^[0-9a-f-]{36}$/) }] }],
    ["MasterCheck", "master-1", { nodeRisks: [{ NodeID: expect.any(String) }] }],
    ["AddonCheck", "coredns", { addonRisks: [{ addonTemplateName: "coredns", alias: "coredns" }] }],
    ["LimitCheck", "/apis/policy/v1beta1", { deprecatedAPIRisks: [{ url: "/apis/policy/v1beta1" }] }],
    ["ExecuteException", "kube-apiserver", { configurationRisks: [{ field: "kube-apiserver" }] }],
  ])("finds for %s what is wrong with %s", (group, resource, riskSource) => {
    const findings = [{ item: "x", level: "Fatal", group, resource, message: "odd" }];
    const body = bodyOf({ ...failed, preCheck: { findings } }, 30);
    const found = itemsOf(body).filter(({ phase }) => phase === "Failed");
    expect(found).toMatchObject([{ name: "x", group, message: "odd", riskSource }]);
    const stages = body.status.nodeCheckStatus.nodeStageStatus;
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const nodes = stages.map((stage: any) => [stage.nodeInfo.name, stage.nodeInfo.nodeType]);
    if (group === "NodeCheck") expect(nodes).toContainEqual(["node-7", "node"]);
    if (group === "MasterCheck") expect(nodes).toContainEqual(["master-1", "master"]);
  });

  it("keeps a level that nobody knows", () => {
    const findings = [{ item: "x", level: "Catastrophe" }];
    const items = itemsOf(bodyOf({ ...failed, preCheck: { findings } }, 30));
    expect(items).toContainEqual(expect.objectContaining({ level: "Catastrophe", kind: "Risk" }));
  });

  it.each<[string, HuaweiOperationScenario, number]>([
    ["has not begun", { ...upgrade, queuedFor: "5m" }, 1],
    ["is of a bare task", { ...upgrade, workflow: false }, 30],
    ["is of a rollback", { kind: "rollback", to: "v1.25.3-r0" }, 5],
  ])("is not there where it %s", (_, operation, minutes) => {
    expect(checksOf(stateOf(operation, minutes))).toEqual([]);
  });
});

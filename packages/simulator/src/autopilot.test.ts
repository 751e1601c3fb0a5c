import { afterEach, describe, expect, it } from "vitest";
import { type HuaweiAccountScenario, type Simulator, startSimulator } from "./index.ts";
import { type Received, sendHuawei } from "./testing/client.ts";
import { huaweiAccount, scenarioOf } from "./testing/scenario.ts";
import { autopilotPath, ccePath, upgraded, upgradedAutopilot } from "./testing/upgraded.ts";

let simulator: Simulator;
afterEach(() => simulator.close());

async function start(changes: Partial<HuaweiAccountScenario> = {}): Promise<void> {
  const account = huaweiAccount({ clusters: [upgraded, upgradedAutopilot], ...changes });
  simulator = await startSimulator({ scenario: scenarioOf(account) });
}

function read(target: string): Promise<Received> {
  return sendHuawei(simulator.url, target);
}

describe("CCE Autopilot", () => {
  const paths = [
    "",
    "/upgradeinfo",
    "/operation/upgradeworkflows",
    "/operation/upgradeworkflows/w1",
    "/operation/upgrade/tasks",
    "/operation/precheck/tasks",
  ];

  it("has its own clusters, and CCE has not", async () => {
    await start();
    const names = async (target: string) =>
      (await read(target)).body.items.map((item: { metadata: { name: string } }) => item.metadata.name);
    expect(await names(autopilotPath)).toEqual(["batch"]);
    expect(await names(ccePath)).toEqual(["payments"]);
    for (const path of paths) {
      expect((await read(`${autopilotPath}/b${path}`)).status, path).toBe(200);
      expect((await read(`${ccePath}/p${path}`)).status, path).toBe(200);
      const strange = [await read(`${autopilotPath}/p${path}`), await read(`${ccePath}/b${path}`)];
      expect(strange.map(({ status, body }) => [status, body.errorCode])).toEqual([
        [404, "CCE.01404001"],
        [404, "CCE.01404001"],
      ]);
    }
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("calls itself Turbo, without nodes and conditions", async () => {
    await start();
    const { body } = await read(`${autopilotPath}/b?detail=true`);
    expect(body).toMatchObject({
      metadata: { annotations: { installedAddonInstances: "[]" } },
      spec: {
        category: "Turbo",
        flavor: "cce.autopilot.cluster",
        version: "v1.29",
        legacyVersion: "v1.29.8-r4",
      },
      status: { phase: "Available" },
    });
    expect(body.status).not.toHaveProperty("conditions");
    expect(body.metadata.annotations).not.toHaveProperty("totalNodesNumber");
    const standard = await read(`${ccePath}/p`);
    expect(standard.body.spec).toMatchObject({ category: "CCE" });
    expect(standard.body.spec).not.toHaveProperty("enableAutopilot");
  });

  it("tells the plan of an automatic upgrade as one object, or nothing", async () => {
    const upgradePlan = {
      to: "v1.31.4-r2",
      notBefore: "2026-12-01 02:00:00",
      notAfter: "2026-12-08 02:00:00",
    };
    await start({
      clusters: [
        { ...upgradedAutopilot, upgradePlan },
        { ...upgradedAutopilot, name: "c", id: "c" },
      ],
    });
    expect((await read(`${autopilotPath}/b/upgradeplans`)).body).toMatchObject({
      kind: "List",
      items: {
        spec: {
          clusterID: "b",
          clusterVersion: "v1.29.8-r4",
          targetVersion: "v1.31.4-r2",
          notBefore: "2026-12-01 02:00:00",
          notAfter: "2026-12-08 02:00:00",
        },
        status: { phase: "Scheduled" },
      },
    });
    expect((await read(`${autopilotPath}/c/upgradeplans`)).body).toEqual({ kind: "List", apiVersion: "v3" });
    expect((await read(`${ccePath}/c/upgradeplans`)).body.error_code).toBe("APIG.0101");
  });

  it.each([
    ["closed", 403],
    ["absent", 404],
  ] as const)(
    "answers for upgrade calls that are %s, but still shows the cluster",
    async (upgradeApi, status) => {
      await start({ upgradeApi });
      for (const path of [...paths.slice(1), "/upgradeplans"])
        expect((await read(`${autopilotPath}/b${path}`)).status, path).toBe(status);
      expect((await read(`${autopilotPath}/b`)).status).toBe(200);
    },
  );

  it("takes faults and literal answers by its own names", async () => {
    const faults = [{ kind: 503, action: "ShowAutopilotCluster" }] as const;
    await start({ faults, responses: { ListAutopilotUpgradePlans: { body: { items: [] } } } });
    expect((await read(`${autopilotPath}/b`)).status).toBe(503);
    expect((await read(`${ccePath}/p`)).status).toBe(200);
    expect((await read(`${autopilotPath}/b/upgradeplans`)).body).toEqual({ items: [] });
  });
});

describe("checks before upgrades", () => {
  it.each([ccePath, autopilotPath])("are listed and shown under %s", async (prefix) => {
    await start();
    const id = prefix === ccePath ? "p" : "b";
    const { body: list } = await read(`${prefix}/${id}/operation/precheck/tasks`);
    expect(list).toMatchObject({
      kind: "List",
      items: [{ kind: "PreCheckTask", status: { phase: "Success" } }],
    });
    const uid = list.items[0].metadata.uid;
    const { body: workflow } = await read(`${prefix}/${id}/operation/upgradeworkflows/w1`);
    expect(workflow.status.pointStatuses[0].taskID).toBe(uid);
    expect((await read(`${prefix}/${id}/operation/precheck/tasks/${uid}`)).body).toEqual(list.items[0]);
    const missing = await read(`${prefix}/${id}/operation/precheck/tasks/none`);
    expect(missing).toMatchObject({ status: 404, body: { errorCode: "CCE.01404001" } });
  });

  it("cannot be made: nothing but the post-upgrade check is a POST", async () => {
    await start();
    const path = `${ccePath}/p/operation/precheck`;
    const answer = await sendHuawei(simulator.url, path, { method: "POST", body: "{}" });
    expect(answer).toMatchObject({ status: 404, body: { error_code: "APIG.0101" } });
  });
});

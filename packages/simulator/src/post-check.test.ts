import { afterEach, describe, expect, it } from "vitest";
import { type HuaweiAccountScenario, type Simulator, startSimulator } from "./index.ts";
import { huaweiHeaders, type Received, send, sendHuawei } from "./testing/client.ts";
import { huaweiAccount, scenarioOf } from "./testing/scenario.ts";
import { autopilotPath, ccePath, upgraded, upgradedAutopilot } from "./testing/upgraded.ts";

let simulator: Simulator;
afterEach(() => simulator.close());

async function start(changes: Partial<HuaweiAccountScenario> = {}): Promise<void> {
  const account = huaweiAccount({ clusters: [upgraded, upgradedAutopilot], ...changes });
  simulator = await startSimulator({ scenario: scenarioOf(account) });
}

function confirm(body: unknown, path = `${ccePath}/p`): Promise<Received> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "content-type": "application/json" };
  return sendHuawei(simulator.url, `${path}/operation/postcheck`, { method: "POST", body: text, headers });
}

const right = {
  kind: "PostCheckTask",
  apiVersion: "v3",
  spec: { clusterID: "p", clusterVersion: "v1.28.15-r2", targetVersion: "v1.29.8-r4" },
};

describe("the post-upgrade check", () => {
  it("answers as the vendor's sample does, and is counted with what was sent", async () => {
    await start();
    const { status, body } = await confirm(right);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...right,
      metadata: { uid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      status: { phase: "Success" },
    });
    expect(simulator.stats).toMatchObject({
      byMethod: { POST: 1 },
      byAction: { CreatePostCheck: 1 },
      rejected: [],
    });
    expect(simulator.stats.requests).toMatchObject([
      { method: "POST", cluster: "p", body: JSON.stringify(right) },
    ]);
  });

  it("works for Autopilot under its own path", async () => {
    await start();
    const { body } = await confirm({ ...right, spec: { clusterID: "b" } }, `${autopilotPath}/b`);
    expect(body).toMatchObject({
      spec: { clusterID: "b", clusterVersion: "v1.28.15-r2", targetVersion: "v1.29.8-r4" },
      status: { phase: "Success" },
    });
    expect(simulator.stats.byAction).toEqual({ CreateAutopilotPostCheck: 1 });
  });

  it.each(["Failed", "Error", "Maybe"])("answers %s where the scenario says so", async (postCheck) => {
    await start({ clusters: [{ ...upgraded, postCheck }] });
    expect((await confirm(right)).body.status).toEqual({ phase: postCheck });
  });

  it("tells no earlier version of a cluster that was never upgraded", async () => {
    await start({ clusters: [{ name: "new", id: "n", version: "v1.29.8-r4" }] });
    const { body } = await confirm({ ...right, spec: {} }, `${ccePath}/n`);
    expect(body.spec).toEqual({ clusterID: "n", targetVersion: "v1.29.8-r4" });
    expect(simulator.stats.rejected).toEqual([]);
  });

  it.each([
    ["nothing", "", "not a JSON object"],
    ["half of it", '{"kind":"PostCheckTask"', "not a JSON object"],
    ["a list", "[]", "not a JSON object"],
    ["another kind", { ...right, kind: "PreCheckTask" }, 'kind must be PostCheckTask, found "PreCheckTask"'],
    ["no kind", { apiVersion: "v3", spec: {} }, "kind must be PostCheckTask, found nothing"],
    ["another apiVersion", { ...right, apiVersion: "v1" }, 'apiVersion must be v3, found "v1"'],
    ["no spec", { kind: "PostCheckTask", apiVersion: "v3" }, "spec is missing"],
    ["a spec that is none", { ...right, spec: "x" }, "spec is missing"],
    ["a version that is none", { ...right, spec: { targetVersion: 1 } }, "spec.targetVersion must be a text"],
    ["another cluster", { ...right, spec: { clusterID: "b" } }, 'spec.clusterID is "b"'],
  ])("refuses %s", async (_, body, reason) => {
    await start();
    const answer = await confirm(body);
    expect(answer).toMatchObject({ status: 400, body: { errorCode: "CCE.01400001" } });
    expect(simulator.stats.rejected).toMatchObject([
      {
        severity: "refused",
        method: "POST",
        action: "CreatePostCheck",
        reason: expect.stringContaining(reason),
      },
    ]);
  });

  it.each([
    [{ clusterVersion: "v1.27" }, 'spec.clusterVersion is "v1.27", the cluster\'s is v1.28.15-r2'],
    [{ targetVersion: "v1.29" }, 'spec.targetVersion is "v1.29", the cluster\'s is v1.29.8-r4'],
  ])("answers, and notes, the versions %j", async (spec, reason) => {
    await start();
    expect((await confirm({ ...right, spec })).status).toBe(200);
    expect(simulator.stats.rejected).toMatchObject([{ severity: "warning", reason }]);
  });

  it("is not there for GET, and closed where the upgrade calls are", async () => {
    await start({ upgradeApi: "closed" });
    expect((await sendHuawei(simulator.url, `${ccePath}/p/operation/postcheck`)).status).toBe(404);
    expect(await confirm(right)).toMatchObject({ status: 403, body: { errorCode: "CCE.01403001" } });
  });

  it("can fail and be answered literally, as any call", async () => {
    const faults = [{ kind: 500, action: "CreatePostCheck", times: 1 }] as const;
    await start({ faults, responses: { CreatePostCheck: { status: 201, body: { odd: true } } } });
    expect((await confirm(right)).status).toBe(500);
    expect(await confirm("{")).toMatchObject({ status: 201, body: { odd: true } });
  });

  it("does not believe a body other than the signed one", async () => {
    await start();
    const path = `${ccePath}/p/operation/postcheck`;
    const headers = huaweiHeaders(simulator.url, path, { method: "POST", body: JSON.stringify(right) });
    const body = JSON.stringify({ ...right, spec: {} });
    expect((await send(simulator.url, path, { method: "POST", headers, body })).status).toBe(401);
  });
});

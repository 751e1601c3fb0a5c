import { afterEach, describe, expect, it } from "vitest";
import { type AlibabaAccountScenario, type Simulator, startSimulator } from "./index.ts";
import { sendAlibaba } from "./testing/client.ts";
import { alibabaAccount, scenarioOf } from "./testing/scenario.ts";

let simulator: Simulator;
afterEach(() => simulator.close());

const cluster = {
  name: "orders",
  id: "c1",
  version: "1.31.9-aliyun.1",
  nodePools: [{ name: "web", id: "np1", version: "1.31.9-aliyun.1" }],
  operations: [
    { to: "1.32.1-aliyun.1", startedAgo: "2d" },
    { kind: "node-pool", nodePool: "web", to: "1.32.1-aliyun.1", startedAgo: "1d" },
  ],
} as const;

async function start(changes: Partial<AlibabaAccountScenario> = {}): Promise<void> {
  simulator = await startSimulator({
    scenario: scenarioOf(alibabaAccount({ clusters: [cluster], ...changes })),
  });
}

function list(query = "") {
  return sendAlibaba(simulator.url, "ListClusterChecks", `/clusters/c1/checks${query}`);
}

function show(id: string) {
  return sendAlibaba(simulator.url, "GetClusterCheck", `/clusters/c1/checks/${id}`);
}

describe("ACK cluster checks", () => {
  it.each([
    ["", ["ClusterUpgrade", "NodePoolUpgrade"]],
    ["?type=ClusterUpgrade", ["ClusterUpgrade"]],
    ["?type=NodePoolUpgrade&target=np1", ["NodePoolUpgrade"]],
    ["?target=np2", []],
    ["?type=ClusterMigrate", []],
  ])("with %s lists %j", async (query, types) => {
    await start();
    const { body } = await list(query);
    expect(body.checks.map(({ type }: { type: string }) => type).toSorted()).toEqual(types);
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("shows what it lists, with the items", async () => {
    await start();
    const { body } = await list("?type=ClusterUpgrade");
    const [row] = body.checks;
    expect((await show(row.check_id)).body).toEqual({ ...row, check_items: expect.any(Object) });
  });

  it("answers 404 for a check or a cluster that is not there, and cannot run one", async () => {
    await start();
    expect(await show("none")).toMatchObject({ status: 404, body: { code: "ErrorCheckNotFound" } });
    const other = await sendAlibaba(simulator.url, "ListClusterChecks", "/clusters/c2/checks");
    expect(other).toMatchObject({ status: 404, body: { code: "ErrorClusterNotFound" } });
    expect(simulator.stats.rejected).toEqual([]);
    const run = await sendAlibaba(simulator.url, "RunClusterCheck", "/clusters/c1/checks", {
      method: "POST",
    });
    expect(run).toMatchObject({ status: 404, body: { Code: "InvalidAction.NotFound" } });
  });

  it("takes faults and literal answers, and notes a page that the list does not have", async () => {
    const faults = [{ kind: 403, action: "ListClusterChecks", times: 1 }] as const;
    await start({ faults, responses: { GetClusterCheck: { body: { check_items: null } } } });
    expect((await list()).status).toBe(403);
    expect((await list("?page_size=1")).body.checks).toHaveLength(2);
    expect((await show("any")).body).toEqual({ check_items: null });
    expect(simulator.stats.rejected).toMatchObject([{ severity: "warning" }]);
  });
});

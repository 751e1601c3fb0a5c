import { afterEach, describe, expect, it } from "vitest";
import {
  type CssClusterScenario,
  type HuaweiAccountScenario,
  type Simulator,
  startSimulator,
} from "./index.ts";
import { type Received, sendHuawei } from "./testing/client.ts";
import { huaweiAccount, scenarioOf } from "./testing/scenario.ts";

let simulator: Simulator;
afterEach(() => simulator.close());

const base = "/v1.0/0123456789abcdef0123456789abcdef/clusters";
const logs: CssClusterScenario = {
  service: "css",
  name: "logs",
  id: "logs-1",
  version: "7.10.2",
  operations: [
    { id: "u1", to: "7.10.2_24.3.0_0827", startedAgo: "9d" },
    { id: "u2", to: "7.10.2_24.3.1_0901", startedAgo: "5d" },
    { id: "z1", kind: "zone-switch", to: "cn-north-4c", startedAgo: "1d" },
  ],
};

async function start(changes: Partial<HuaweiAccountScenario> = {}): Promise<void> {
  const account = huaweiAccount({ clusters: [logs], ...changes });
  simulator = await startSimulator({ scenario: scenarioOf(account) });
}

function read(target: string): Promise<Received> {
  return sendHuawei(simulator.url, `${base}${target}`);
}

/** 25 clusters: `bulk-001` to `bulk-025`. */
const bulk = { ...logs, name: "bulk", id: "bulk", count: 25, operations: [] };

describe("CSS paging", () => {
  it.each<[NonNullable<HuaweiAccountScenario["cssPaging"]>, string, number]>([
    ["both", "offset=11", 11],
    ["both", "start=11", 11],
    ["offset", "offset=11", 11],
    ["offset", "start=11", 1],
    ["start", "start=11", 11],
    ["start", "offset=11", 1],
    ["ignored", "offset=11", 1],
    ["ignored", "start=11", 1],
    ["both", "limit=10", 1],
  ])("of a server that knows %s begins for %s at row %i", async (cssPaging, query, first) => {
    await start({ cssPaging, clusters: [bulk] });
    const { body } = await read(`?${query}`);
    expect(body.totalSize).toBe(25);
    const names = body.clusters.map(({ name }: { name: string }) => name);
    expect(names).toHaveLength(10);
    expect(names[0]).toBe(`bulk-${String(first).padStart(3, "0")}`);
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("has ten rows by default, and up to a thousand", async () => {
    await start({ clusters: [bulk] });
    expect((await read("")).body.clusters).toHaveLength(10);
    expect((await read("?limit=1000")).body.clusters).toHaveLength(25);
    expect((await read("?offset=21&limit=10")).body.clusters).toHaveLength(5);
    expect((await read("?offset=99")).body).toMatchObject({ totalSize: 25, clusters: [] });
  });

  it("gives no more rows than the account's largest page", async () => {
    await start({ clusters: [bulk], cssLargestPage: 7 });
    expect((await read("?limit=1000")).body).toMatchObject({ totalSize: 25, clusters: { length: 7 } });
    expect((await read("?limit=3")).body.clusters).toHaveLength(3);
    expect((await read("?limit=1000&offset=22")).body.clusters).toHaveLength(4);
  });

  it.each(["limit=0", "limit=1001", "limit=x", "limit=", "offset=0", "start=-1", "offset=1.5"])(
    "refuses %s",
    async (query) => {
      await start();
      for (const path of ["", "/logs-1/upgrade/detail"]) {
        const { status, body } = await read(`${path}?${query}`);
        expect([status, body.errCode]).toEqual([400, "CSS.0001"]);
        expect(body.externalMessage).toMatch(/^CSS\.0001 : Incorrect parameters\. \(/);
      }
    },
  );
});

describe("CSS calls", () => {
  it("lists the newest cluster first, and those of one engine", async () => {
    const other = { ...logs, name: "traces", id: "t", engine: "opensearch", operations: [] } as const;
    await start({ clusters: [logs, other, { name: "cce", version: "v1.29.8-r4" }] });
    const { body } = await read("");
    expect(body.clusters.map(({ name }: { name: string }) => name)).toEqual(["traces", "logs"]);
    const filtered = await read("?datastoreType=opensearch");
    expect(filtered.body).toMatchObject({ totalSize: 1, clusters: [{ name: "traces" }] });
    expect((await read("?datastoreType=logstash")).body).toEqual({ totalSize: 0, clusters: [] });
  });

  it.each([
    ["", ["u1", "u2"]],
    ["?action_mode=UPGRADING", ["u1", "u2"]],
    ["?action_mode=AZ_MIGRATION", ["z1"]],
    ["?limit=1&offset=2", ["u2"]],
  ])("UpgradeDetail%s has the rows %j", async (query, ids) => {
    await start();
    const { body } = await read(`/logs-1/upgrade/detail${query}`);
    expect(body.detailList.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(body.totalSize).toBe(query.includes("AZ") ? 1 : 2);
  });

  it("refuses another action_mode, and has no rows for a cluster that was never upgraded", async () => {
    await start({ clusters: [{ ...logs, operations: [] }] });
    expect((await read("/logs-1/upgrade/detail?action_mode=x")).body.errCode).toBe("CSS.0001");
    expect((await read("/logs-1/upgrade/detail")).body).toEqual({ totalSize: 0, detailList: [] });
  });

  it.each([
    ["same", ["7.10.2_25.1.0_0101", "7.10.2_24.3.0_0827"]],
    ["cross", ["7.17.5_25.1.0_0101"]],
    ["cross-engine", ["2.19.0_25.1.0_0101"]],
    ["crossEngine", ["2.19.0_25.1.0_0101"]],
  ])("ListImages offers for %s %j", async (type, names) => {
    const images = [
      { name: "7.10.2_25.1.0_0101" },
      { name: "7.17.5_25.1.0_0101", version: "7.17.5" },
      { name: "2.19.0_25.1.0_0101", version: "2.19.0", engine: "opensearch" },
      { name: "7.10.2_24.3.0_0827", priority: 7 },
    ] as const;
    await start({ clusters: [{ ...logs, images }] });
    const { body } = await read(`/logs-1/target/${type}/images?offset=0&limit=10`);
    expect(body).toMatchObject({ needUploadUpgradePlugin: false, totalSize: names.length });
    expect(body.imageInfoList.map((image: { displayName: string }) => image.displayName)).toEqual(names);
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("ListImages counts rows from 0, has none by default, and refuses another type", async () => {
    await start({ clusters: [{ ...logs, images: [{ name: "a" }, { name: "b" }] }] });
    const { body } = await read("/logs-1/target/same/images?offset=1");
    expect(body).toMatchObject({ totalSize: 2, imageInfoList: [{ displayName: "b", priority: 1 }] });
    expect((await read("/logs-1/target/other/images")).body.errCode).toBe("CSS.0001");
    expect((await read("/logs-1/target/toString/images")).body.errCode).toBe("CSS.0001");
  });
});

describe("CSS errors", () => {
  it.each(["/none", "/none/upgrade/detail", "/none/target/same/images", "/cce-1"])(
    "answers 403 CSS.0015 for %s, which is no cluster of CSS",
    async (path) => {
      await start({ clusters: [logs, { name: "payments", id: "cce-1", version: "v1.29.8-r4" }] });
      const { status, body } = await read(path);
      expect({ status, body }).toEqual({
        status: 403,
        body: { errCode: "CSS.0015", externalMessage: expect.stringContaining("CSS.0015 : ") },
      });
      expect(simulator.stats.rejected).toEqual([]);
    },
  );

  it("does not show its clusters to CCE, and keeps other projects out", async () => {
    await start();
    const cce = "/api/v3/projects/0123456789abcdef0123456789abcdef/clusters";
    expect((await sendHuawei(simulator.url, cce)).body.items).toEqual([]);
    expect((await sendHuawei(simulator.url, `${cce}/logs-1`)).status).toBe(404);
    const foreign = await sendHuawei(simulator.url, "/v1.0/ffff/clusters");
    expect(foreign).toMatchObject({ status: 403, body: { errCode: "CSS.0010" } });
  });

  it.each([
    ["closed", 403, "CSS.0015"],
    ["absent", 404, "APIG.0101"],
  ] as const)("closes the upgrade calls that are %s, and no others", async (upgradeApi, status, code) => {
    await start({ upgradeApi });
    for (const path of ["/logs-1/upgrade/detail", "/logs-1/target/same/images"]) {
      const answer = await read(path);
      expect([answer.status, answer.body.errCode ?? answer.body.error_code]).toEqual([status, code]);
    }
    expect((await read("/logs-1")).status).toBe(200);
    expect((await read("")).status).toBe(200);
  });

  it.each([
    [400, "CSS.0001"],
    [403, "CSS.0010"],
    [404, "APIG.0101"],
    [409, "CSS.0011"],
    [429, "APIG.0308"],
    [500, "CSS.0005"],
    [503, "APIG.0613"],
  ] as const)("a fault of %i comes with %s", async (kind, code) => {
    await start({ faults: [{ kind, action: "UpgradeDetail" }] });
    const { status, body } = await read("/logs-1/upgrade/detail");
    expect([status, body.errCode ?? body.error_code]).toEqual([kind, code]);
  });

  it.each(["ListClustersDetails", "ShowClusterDetail", "UpgradeDetail", "ListImages"])(
    "serves a literal answer of %s",
    async (action) => {
      await start({ responses: { [action]: { status: 202, body: { odd: true } } } });
      const paths = {
        ListClustersDetails: "",
        ShowClusterDetail: "/logs-1",
        UpgradeDetail: "/logs-1/upgrade/detail",
        ListImages: "/logs-1/target/same/images",
      };
      const path = Object.entries(paths).find(([name]) => name === action)?.[1];
      expect(await read(path ?? "/?")).toMatchObject({ status: 202, body: { odd: true } });
    },
  );

  it("notes a query parameter that the call does not have", async () => {
    await start();
    expect((await read("/logs-1?detail=true")).status).toBe(200);
    expect(simulator.stats.rejected).toMatchObject([
      { severity: "warning", reason: "ShowClusterDetail has no query parameter detail" },
    ]);
  });
});

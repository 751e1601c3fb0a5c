import type { ErrorFacts } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import provider from "./index.ts";
import { byMode, connect, listed } from "./testing/connect.ts";
import {
  type Body,
  clusterBody,
  cssError,
  ids,
  switchoverBody,
  upgradeBody,
  upgradesOf,
} from "./testing/css-bodies.ts";
import { type FakeAnswer, failure, refusal } from "./testing/huawei-doubles.ts";

const upgradeReads = ["UpgradeDetail", "UpgradeDetail"];

describe("requests", () => {
  it("takes two for a listed cluster", async () => {
    const { http, observe } = await connect();
    await observe({ listed: listed() });
    expect(http.actions).toEqual(upgradeReads);
    expect(http.requests.map(({ path, query }) => [path, query])).toEqual([
      [{ project_id: "p1", cluster_id: ids.cluster }, { limit: 1000 }],
      [
        { project_id: "p1", cluster_id: ids.cluster },
        { limit: 1000, action_mode: "AZ_MIGRATION" },
      ],
    ]);
  });

  it("reads a cluster that is not listed first", async () => {
    const { http, observe } = await connect();
    expect(await observe()).toMatchObject({ version: "7.10.2", state: { raw: "200" }, operations: [] });
    expect(http.actions).toEqual(["ShowClusterDetail", ...upgradeReads]);
  });

  it.each<[string, (body: Body) => unknown, readonly string[]]>([
    ["no status", (body) => ({ ...body, status: "" }), []],
    ["no version", (body) => ({ ...body, datastore: { subVersion: "x" } }), []],
    ["another id", (body) => ({ ...body, id: "other" }), []],
    ["odd nodes", (body) => ({ ...body, instances: ["x"] }), []],
    ["another shape", () => "row", []],
    ["nothing", () => null, []],
    ["no image, which is expected", (body) => ({ ...body, datastore: { version: "7.10.2" } }), ["image"]],
    ["no nodes, whose zones are expected", (body) => ({ ...body, instances: [] }), ["availabilityZones"]],
  ])("reads a cluster whose row has %s", async (_, change, properties) => {
    const { http, observe } = await connect();
    const { state } = await observe({ listed: listed(change(clusterBody())), properties });
    expect(state.raw).toBe("200");
    expect(http.actions).toEqual(["ShowClusterDetail", ...upgradeReads]);
  });

  it.each<[string, (body: Body) => unknown]>([
    ["no image", (body) => ({ ...body, datastore: { version: "7.10.2" } })],
    ["no nodes", (body) => ({ ...body, instances: [] })],
    ["odd actions", (body) => ({ ...body, actions: [{ name: "REBOOTING" }] })],
    ["nodes with odd names", (body) => ({ ...body, instances: [{ ...body.instances[0], name: {} }] })],
    ["a reason of another type", (body) => ({ ...body, failedReason: { errorCode: {} } })],
  ])("is content with a row that has %s, where nobody asks for it", async (_, change) => {
    const { http, observe } = await connect();
    await observe({ listed: listed(change(clusterBody())) });
    expect(http.actions).toEqual(upgradeReads);
  });

  it.each([
    ["UPGRADING", undefined],
    ["AZ_MIGRATION", "AZ_MIGRATION"],
  ] as const)("asks for %s alone where `with` says so", async (mode, parameter) => {
    const { http, observe } = await connect({
      UpgradeDetail: byMode(upgradesOf(upgradeBody()), upgradesOf(switchoverBody())),
    });
    const { operations } = await observe({ listed: listed(), with: { operations: [mode] } });
    expect(http.requests.map(({ query }) => query?.action_mode)).toEqual([parameter]);
    expect(operations).toHaveLength(1);
  });

  it("declares a path for every read, and none that writes", () => {
    expect(provider.reads.map((read) => read.action)).toEqual(
      expect.arrayContaining(["ListClustersDetails", "ShowClusterDetail", "UpgradeDetail", "ListImages"]),
    );
    for (const read of provider.reads.filter(({ purpose }) => purpose !== "sign-in")) {
      expect(read.method ?? "GET").toBe("GET");
      expect(read.permission).toBeTruthy();
    }
  });
});

describe("operations", () => {
  it("are those of both modes", async () => {
    const { observe } = await connect({
      UpgradeDetail: byMode(upgradesOf(upgradeBody()), upgradesOf(switchoverBody())),
    });
    expect((await observe({ listed: listed() })).operations).toMatchObject([
      { id: ids.upgrade, kind: "image" },
      { id: ids.switchover, kind: "zone-switch" },
    ]);
  });

  it("are read to the end where the server caps the page", async () => {
    const all = Array.from({ length: 12 }, (_, index) => ({
      ...upgradeBody(),
      id: `u${index}`,
      status: "SUCCESS",
    }));
    const { http, observe } = await connect({
      UpgradeDetail: ({ query }) => {
        if (query?.action_mode !== undefined) return { body: upgradesOf() };
        const from = Number(query?.start ?? 1) - 1;
        return { body: { totalSize: 12, detailList: all.slice(from, from + 10) } };
      },
    });
    expect((await observe({ listed: listed() })).operations).toHaveLength(12);
    expect(
      http.requests.filter(({ query }) => query?.action_mode === undefined).map(({ query }) => query),
    ).toEqual([{ limit: 1000 }, { limit: 1000, offset: 11 }, { limit: 1000, start: 11 }]);
  });

  it.each<[string, unknown]>([
    ["no rows", { totalSize: 0, detailList: [] }],
    ["no list", { totalSize: 0 }],
    ["null", { totalSize: 0, detailList: null }],
    ["no total", { detailList: [] }],
    ["texts", { totalSize: "0", detailList: "" }],
    ["nothing known", { detailList: null, totalSize: null }],
  ])("are none where the answer has %s", async (_, body) => {
    const { observe } = await connect({ UpgradeDetail: { body } });
    expect((await observe({ listed: listed() })).operations).toEqual([]);
  });
});

describe("the list", () => {
  it("has rows that observe understands", async () => {
    const { http, list, observe } = await connect({
      ListClustersDetails: {
        body: {
          clusters: [
            clusterBody(),
            { id: "c2", name: "two", status: "100", datastore: { version: "2.19.0" } },
          ],
        },
      },
    });
    const rows = await list();
    expect(http.actions).toEqual(["ListClustersDetails"]);
    expect(http.requests[0]?.query).toEqual({ limit: 1000 });
    expect(rows).toMatchObject([
      { id: ids.cluster, name: "logs", version: "7.10.2" },
      { id: "c2", name: "two", version: "2.19.0" },
    ]);
    const row = JSON.parse(JSON.stringify(rows[1]?.row));
    const observed = await observe({ id: "c2", listed: { id: "c2", name: "two", version: null, row } });
    expect(observed.state).toEqual({ condition: "busy", raw: "100" });
    expect(http.actions).not.toContain("ShowClusterDetail");
  });

  it("is not spoilt by one odd cluster", async () => {
    const { list } = await connect({
      ListClustersDetails: { body: { totalSize: 2, clusters: [{ id: "c2", actions: [5] }, clusterBody()] } },
    });
    expect((await list()).map(({ id, version }) => [id, version])).toEqual([
      ["c2", null],
      [ids.cluster, "7.10.2"],
    ]);
  });

  it("has more than one page", async () => {
    const all = Array.from({ length: 25 }, (_, index) => ({ ...clusterBody(), id: `c${index}` }));
    const { list } = await connect({
      ListClustersDetails: ({ query }) => {
        const from = Number(query?.offset ?? 1) - 1;
        return { body: { totalSize: 25, clusters: all.slice(from, from + 10) } };
      },
    });
    expect((await list()).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it.each<[string, unknown, number]>([
    ["no clusters", { totalSize: 0 }, 0],
    ["null", { totalSize: 0, clusters: null }, 0],
    ["an empty list", { clusters: [] }, 0],
    ["one object", { totalSize: 1, clusters: clusterBody() }, 1],
  ])("may hold %s", async (_, body, count) => {
    const { list } = await connect({ ListClustersDetails: { body } });
    expect(await list()).toHaveLength(count);
  });

  it.each<[string, FakeAnswer, ErrorFacts["kind"]]>([
    ["an empty object", { body: {} }, "unexpected-response"],
    ["a row without an id", { body: { clusters: [{ name: "x" }] } }, "unexpected-response"],
    ["a row that is no object", { body: { clusters: ["x"] } }, "unexpected-response"],
    ["a total without rows", { body: { totalSize: 3, clusters: [] } }, "unexpected-response"],
    ["an error in a 200", cssError(200, "CSS.0015"), "forbidden"],
    ["a 404", cssError(404, "CSS.0002"), "unavailable"],
    ["a 403", cssError(403, "CSS.0015"), "forbidden"],
    ["a proxy's page", refusal(502), "unavailable"],
  ])("is not empty where the answer is %s", async (_, answer, kind) => {
    const { list } = await connect({ ListClustersDetails: answer });
    expect((await failure(list())).kind).toBe(kind);
  });
});

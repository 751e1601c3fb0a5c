import type { Observation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { observeCluster, summarise, type UpgradeState } from "./observe.ts";
import { cluster, imageList } from "./responses.ts";
import { type Body, clusterBody, image, imagesOf } from "./testing/css-bodies.ts";

function observe(change: (body: Body) => void = () => {}, read: Partial<UpgradeState> = {}): Observation {
  const body = clusterBody();
  change(body);
  return observeCluster(cluster.parse(body), { upgrades: { UPGRADING: [], AZ_MIGRATION: [] }, ...read });
}

it("a healthy cluster that was never upgraded", () => {
  expect(observe()).toEqual({
    version: "7.10.2",
    state: { condition: "ready", raw: "200" },
    operations: [],
    properties: { image, availabilityZones: ["cn-north-4a", "cn-north-4c"] },
  });
});

describe("state", () => {
  const none = undefined;
  it.each<[unknown, unknown, unknown, Observation["state"]["condition"], string]>([
    ["200", [], {}, "ready", "200"],
    ["200", none, none, "ready", "200"],
    ["200", null, null, "ready", "200"],
    ["200", "", "", "ready", "200"],
    ["200", [""], [], "ready", "200"],
    [200, [], {}, "ready", "200"],
    ["200", ["REBOOTING"], {}, "busy", "200 (REBOOTING)"],
    ["200", "REBOOTING", none, "busy", "200 (REBOOTING)"],
    ["200", ["GROWING", "SNAPSHOTTING"], {}, "busy", "200 (GROWING, SNAPSHOTTING)"],
    ["200", [], { CREATING: "5%" }, "busy", "200 (CREATING)"],
    ["200", ["REBOOTING"], { REBOOTING: "10%" }, "busy", "200 (REBOOTING)"],
    ["200", [], { CREATING: "100%" }, "ready", "200"],
    ["200", [], { CREATING: null }, "busy", "200 (CREATING)"],
    ["200", [], { ["__proto__"]: "5%" }, "busy", "200 (__proto__)"],
    ["200", ["UPGRADING"], {}, "upgrading", "200 (UPGRADING)"],
    ["200", ["upgrading"], {}, "upgrading", "200 (upgrading)"],
    ["200", ["CLUSTER_UPGRADE"], {}, "upgrading", "200 (CLUSTER_UPGRADE)"],
    ["200", [], { UPGRADING: "30%" }, "upgrading", "200 (UPGRADING)"],
    ["200", ["AZ_MIGRATION"], {}, "upgrading", "200 (AZ_MIGRATION)"],
    ["200", ["AZ_MIGRATING"], {}, "upgrading", "200 (AZ_MIGRATING)"],
    ["200", ["MIGRATE_AZ"], {}, "upgrading", "200 (MIGRATE_AZ)"],
    ["200", ["SNAPSHOTTING", "UPGRADING"], {}, "upgrading", "200 (SNAPSHOTTING, UPGRADING)"],
    ["200", ["DATA_MIGRATION"], {}, "busy", "200 (DATA_MIGRATION)"],
    ["100", [], {}, "busy", "100"],
    ["100", [], { CREATING: "5%" }, "busy", "100 (CREATING)"],
    ["100", ["UPGRADING"], {}, "upgrading", "100 (UPGRADING)"],
    ["303", [], {}, "failed", "303"],
    ["300", [], {}, "failed", "300"],
    ["303", ["UPGRADING"], {}, "failed", "303 (UPGRADING)"],
    ["400", [], {}, "unknown", "400"],
    ["400", ["UPGRADING"], {}, "unknown", "400 (UPGRADING)"],
    ["AVAILABLE", [], {}, "unknown", "AVAILABLE"],
    ["constructor", [], {}, "unknown", "constructor"],
    ["", [], {}, "unknown", ""],
    [null, [], {}, "unknown", ""],
    [none, ["REBOOTING"], {}, "unknown", "(REBOOTING)"],
  ])("%j with actions %j and progress %j is %s", (status, actions, actionProgress, condition, raw) => {
    const { state } = observe((body) => Object.assign(body, { status, actions, actionProgress }));
    expect(state).toEqual({ condition, raw });
  });

  it("is busy while a node is in work", () => {
    const { state } = observe((body) => {
      body.instances[1].status = "100";
    });
    expect(state).toEqual({ condition: "busy", raw: "200" });
  });
});

describe("properties", () => {
  it.each<[string, (body: Body) => void, unknown]>([
    ["one zone", (body) => body.instances.splice(1, 1), ["cn-north-4c"]],
    ["no nodes", (body) => Object.assign(body, { instances: [] }), null],
    ["nodes that are not told", (body) => Object.assign(body, { instances: null }), null],
    ["a node without a zone", (body) => Object.assign(body.instances[0], { azCode: "" }), null],
    [
      "one node in place of a list",
      (body) => Object.assign(body, { instances: body.instances[0] }),
      ["cn-north-4c"],
    ],
  ])("zones of a cluster with %s", (_, change, zones) => {
    expect(observe(change).properties?.availabilityZones).toEqual(zones);
  });

  it.each([[null], [""], [undefined]])("image %j is not known", (subVersion) => {
    expect(observe((body) => Object.assign(body.datastore, { subVersion })).properties?.image).toBeNull();
  });

  it("version is not known without a datastore", () => {
    expect(observe((body) => Object.assign(body, { datastore: null }))).toMatchObject({
      version: null,
      properties: { image: null },
    });
  });
});

describe("findings", () => {
  const offered = imageList.parse(
    imagesOf(
      { id: "1", displayName: "7.10.2_24.3.3_0102", priority: 15 },
      { id: "2", displayName: "7.10.2_24.3.4_0109", priority: 16 },
      { id: "3", displayName: "7.10.2_odd", priority: "high" },
      { id: "4", displayName: null },
    ),
  ).imageInfoList;
  const outOfSupport = (body: Body) => Object.assign(body.datastore, { isEosCluster: true });

  it.each<[string, UpgradeState["images"], unknown, string]>([
    [
      "with a better one",
      offered,
      ["7.10.2_24.3.4_0109", "7.10.2_24.3.3_0102", "7.10.2_odd", "4"],
      `image ${image} is out of support; 7.10.2_24.3.4_0109 is offered`,
    ],
    ["with no other", [], [], `image ${image} is out of support, and no other is offered`],
    ["unread", null, null, `image ${image} is out of support; which images are offered could not be read`],
  ])("of an image out of support, %s", (_, images, targetImages, message) => {
    const { findings, properties } = observe(outOfSupport, images === undefined ? {} : { images });
    expect(findings).toEqual([{ level: "warning", item: "image", message, resource: null }]);
    expect(properties?.targetImages).toEqual(targetImages);
  });

  it.each([[true], ["true"], ["TRUE"]])("isEosCluster %j", (isEosCluster) => {
    expect(observe((body) => Object.assign(body.datastore, { isEosCluster })).findings).toHaveLength(1);
  });

  it.each([[false], ["false"], [null], [undefined], [""], [0]])("isEosCluster %j is none", (isEosCluster) => {
    expect(observe((body) => Object.assign(body.datastore, { isEosCluster })).findings).toBeUndefined();
  });

  it.each([
    ["303", "error"],
    ["200", "warning"],
  ])("of a cluster in status %s that says why it failed", (status, level) => {
    const { findings } = observe((body) =>
      Object.assign(body, { status, failedReason: { errorCode: "CSS.6001", errorMsg: "no quota" } }),
    );
    expect(findings).toEqual([{ level, item: "CSS.6001", message: "no quota", resource: null }]);
  });

  it.each([["broken"], [5], [{ errorCode: 5 }], [null], [[]], [{}]])(
    "failedReason %j is none",
    (failedReason) => {
      expect(observe((body) => Object.assign(body, { failedReason })).findings).toBeUndefined();
    },
  );

  it("of a node that is unavailable", () => {
    const { findings, state } = observe((body) => Object.assign(body.instances[2], { status: "303" }));
    expect(state.condition).toBe("ready");
    expect(findings).toEqual([
      {
        level: "warning",
        item: "instance",
        message: "the node is unavailable (303)",
        resource: "logs-ess-esn-3-1",
      },
    ]);
  });
});

it.each<[Body, string]>([
  [clusterBody(), "status 200, version 7.10.2"],
  [{ id: "c" }, "status not told, version not told"],
])("summarise", (body, expected) => {
  expect(summarise(cluster.parse(body))).toBe(expected);
});

import { type Observation, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { type Body, clusterBody, failedWorkflow, ids, infoBody } from "../testing/bodies.ts";
import { conditions } from "../testing/connect-cce.ts";
import { isUpgrading, observeCluster, summarise } from "./observe.ts";
import { cluster, upgradeInfo, workflow } from "./responses.ts";

function observe(change: (body: Body) => void = () => {}): Observation {
  const body = clusterBody();
  change(body);
  const info = upgradeInfo.parse(infoBody());
  const upgrades = { info, workflows: [], tasks: [], pinned: false, closed: null };
  return observeCluster(cluster.parse(body), upgrades, conditions);
}

it("a healthy cluster that was never upgraded", () => {
  expect(observe()).toEqual({
    version: "v1.29.8-r4",
    state: { condition: "ready", raw: "Available" },
    operations: [],
  });
});

describe("state", () => {
  it.each<[string | null | undefined, Observation["state"]["condition"]]>([
    ["Available", "ready"],
    ["available", "ready"],
    ["Upgrading", "upgrading"],
    ["RollingBack", "rolling-back"],
    ["Error", "failed"],
    ["Hibernating", "unknown"],
    ["ScalingUp", "busy"],
    ["Unknow", "unknown"],
    ["constructor", "unknown"],
    ["", "unknown"],
    [null, "unknown"],
    [undefined, "unknown"],
  ])("%j is %s", (phase, condition) => {
    const { state } = observe((body) => {
      body.status.phase = phase;
    });
    expect(state).toEqual({ condition, raw: phase ?? "" });
  });

  it.each([
    ["Upgrading", true],
    ["RollingBack", true],
    ["Available", false],
    ["constructor", false],
  ])("%s is under way: %s", (phase, expected) => {
    expect(isUpgrading(cluster.parse({ ...clusterBody(), status: { phase } }), conditions)).toBe(expected);
  });

  it("is unknown without a status", () => {
    const { state } = observe((body) => {
      body.status = null;
    });
    expect(state).toEqual({ condition: "unknown", raw: "" });
  });
});

it("a cluster with an upgrade", () => {
  const workflows = [workflow.parse(failedWorkflow())];
  const info = upgradeInfo.parse(infoBody());
  const observed = observeCluster(
    cluster.parse(clusterBody()),
    {
      info,
      workflows,
      tasks: [],
      pinned: false,
      closed: null,
    },
    conditions,
  );
  expect(observed.operations).toMatchObject([{ id: ids.workflow, phase: "failed", rawPhase: "Pending" }]);
});

it("a cluster whose upgrades are closed", () => {
  const facts = { kind: "forbidden", message: "not open", code: "CCE.01403001", retryable: false } as const;
  const observed = observeCluster(
    cluster.parse(clusterBody()),
    {
      info: upgradeInfo.parse({ kind: "UpgradeInfo" }),
      workflows: [],
      tasks: [],
      pinned: false,
      closed: new ProviderError(facts),
    },
    conditions,
  );
  expect(observed).toMatchObject({ state: { raw: "Available" }, operations: [] });
  expect(observed.unread).toEqual(facts);
});

it.each<[Body, string]>([
  [clusterBody(), "state Available, version line v1.29.8-r4"],
  [{ kind: "Cluster" }, "state not told, version line not told"],
])("summarise", (body, expected) => {
  expect(summarise(cluster.parse(body))).toBe(expected);
});

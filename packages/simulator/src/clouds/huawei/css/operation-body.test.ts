import { describe, expect, it } from "vitest";
import type { CssOutcome } from "../../../index.ts";
import { css, cssWith, one, three, two, upgrade } from "../../../testing/css.ts";
import type { SearchClusterAt } from "../../../timeline/search-cluster-at.ts";
import { clusterBody } from "./cluster-body.ts";
import { upgradeRow } from "./operation-body.ts";

function rowOf(state: SearchClusterAt): Record<string, unknown> {
  const played = state.operations.at(-1);
  if (played === undefined) throw new Error("there is no operation");
  return { ...upgradeRow(played) };
}

describe("a row of UpgradeDetail", () => {
  it.each([
    [0, "RUNNING", "", one],
    [9, "RUNNING", "", one],
    [10, "RUNNING", one, two],
    [25, "RUNNING", `${one},${two}`, three],
    [30, "SUCCESS", `${one},${two},${three}`, ""],
  ])(
    "at minute %i is %s, done are [%s], current is %s",
    (minutes, status, completedNodes, currentNodeName) => {
      expect(rowOf(cssWith(upgrade, minutes))).toMatchObject({
        status,
        totalNodes: `${one},${two},${three}`,
        completedNodes,
        currentNodeName,
        endTime: status === "SUCCESS" ? "2026-11-20T10:30:00" : "",
      });
    },
  );

  it("has the form of the vendor's sample", () => {
    expect(rowOf(cssWith({ ...upgrade, id: "b7ac", retries: 2, agency: "ops" }, 5.5))).toEqual({
      id: "b7ac",
      startTime: "2026-11-20T10:00:00",
      endTime: "",
      status: "RUNNING",
      agencyName: "ops",
      imageInfo: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        displayName: "7.10.2_24.3.1_0101",
        imageDesc: expect.any(String),
        datastoreType: "elasticsearch",
        datastoreVersion: "7.10.2",
        priority: 16,
      },
      totalNodes: `${one},${two},${three}`,
      completedNodes: "",
      currentNodeName: one,
      executeTimes: "2",
      currentNodeDetail: [
        {
          order: 0,
          name: "Data migration",
          status: "SUCCESS",
          desc: expect.any(String),
          beginTime: "2026-11-20T10:00:00",
          endTime: "2026-11-20T10:05:00",
        },
        {
          order: 3,
          name: "Node shutdown",
          status: "RUNNING",
          desc: expect.any(String),
          beginTime: "2026-11-20T10:05:00",
          endTime: "",
        },
        expect.objectContaining({ order: 6, status: "WAITING", beginTime: "", endTime: "" }),
        expect.objectContaining({ order: 9, status: "WAITING" }),
        expect.objectContaining({ order: 12, name: "Task status update", status: "WAITING" }),
      ],
    });
  });

  it("of a zone switch carries JSON inside texts, and no image", () => {
    const row = rowOf(cssWith({ kind: "zone-switch", to: "cn-north-4c", duration: "30m" }, 10));
    expect(row).not.toHaveProperty("imageInfo");
    expect(row.migrateParam).toBe(
      '{"instType":"ess","migrateType":"az_migrate","sourceAz":"cn-north-4a","targetAz":"cn-north-4c"}',
    );
    expect(row.finalAzInfoMap).toBe(`{"cn-north-4c":"${one},${two},${three}"}`);
  });

  it("of a zone switch moves the nodes of one zone only, where `from` names one", () => {
    const state = css(
      {
        zones: ["cn-north-4a", "cn-north-4b", "cn-north-4c"],
        operations: [{ kind: "zone-switch", from: "cn-north-4b", to: "cn-north-4c" }],
      },
      1,
    );
    expect(rowOf(state)).toMatchObject({
      totalNodes: two,
      finalAzInfoMap: `{"cn-north-4a":"${one}","cn-north-4c":"${two},${three}"}`,
    });
  });

  it.each<[CssOutcome, string, string, string]>([
    ["failed", "FAILED", "FAILED", "2026-11-20T10:12:30"],
    ["partially-failed", "PARTIAL_FAILED", "FAILED", "2026-11-20T10:12:30"],
    ["running", "RUNNING", "RUNNING", ""],
  ])("that ended as %s is %s at a step that is %s", (outcome, status, step, endTime) => {
    const state = cssWith({ ...upgrade, outcome, message: "disk is full" }, 1000);
    const row = rowOf(state);
    expect(row).toMatchObject({ status, endTime, completedNodes: one, currentNodeName: two });
    expect(row.currentNodeDetail).toMatchObject([{ status: step }, { status: "WAITING" }, {}, {}, {}]);
    expect(row.failMessage).toBe(outcome === "running" ? undefined : "disk is full");
    expect(clusterBody(state)).toMatchObject({
      actions: outcome === "running" ? ["UPGRADING"] : [],
      datastore: { subVersion: "7.10.2_24.3.0_0827" },
    });
  });

  it("works on several nodes at once, with names and steps of the scenario", () => {
    const nodes = ["a", "b", "c", "d", "e"];
    const operation = {
      to: "7.10.2_1",
      batchSize: 2,
      steps: [{ name: "Copy", duration: "10m" }],
      stopsAfterNodes: 4,
      outcome: "failed",
    } as const;
    expect(rowOf(css({ nodes, operations: [operation] }, 12))).toMatchObject({
      totalNodes: "a,b,c,d,e",
      completedNodes: "a,b",
      currentNodeName: "c",
      currentBatchNodes: "c,d",
      batchSize: 2,
      currentNodeDetail: [{ order: 0, name: "Copy", status: "RUNNING" }],
    });
    expect(rowOf(css({ nodes, operations: [operation] }, 99))).toMatchObject({
      status: "FAILED",
      completedNodes: "a,b,c,d",
      currentBatchNodes: "e",
    });
  });

  it("that waits to begin has no node yet", () => {
    const row = rowOf(cssWith({ ...upgrade, queuedFor: "5m" }, 1));
    expect(row).toMatchObject({ status: "RUNNING", completedNodes: "", currentNodeName: "" });
    expect(row).not.toHaveProperty("currentNodeDetail");
  });

  it("is there from its start only, and begins where the one before has led to", () => {
    expect(cssWith({ ...upgrade, startsIn: "10m" }, 9).operations).toEqual([]);
    const operations = [
      { kind: "version", to: "7.17.5", startedAgo: "2d" },
      { kind: "zone-switch", to: "cn-north-4b", startedAgo: "1d" },
      { kind: "zone-switch", to: "cn-north-4c" },
      { to: "7.17.5_25.1.0_0101", startedAgo: "3h" },
    ] as const;
    const rows = css({ operations }, 1).operations.map((played) => upgradeRow(played));
    expect(rows).toMatchObject([
      { imageInfo: { displayName: "7.17.5_24.3.0_0827" } },
      { status: "SUCCESS" },
      { imageInfo: { datastoreVersion: "7.17.5", displayName: "7.17.5_25.1.0_0101" } },
      { migrateParam: expect.stringContaining('"sourceAz":"cn-north-4b"') },
    ]);
  });
});

import type { Operation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { listOperations } from "./operations.ts";
import { cluster, upgradeList } from "./responses.ts";
import { clusterBody, ids, switchoverBody, upgradeBody } from "./testing/css-bodies.ts";
import { parse, parsed, switchover, upgrade } from "./testing/listed-operations.ts";

describe("the vendor's samples", () => {
  it("an image upgrade", () => {
    expect(upgrade()).toEqual({
      id: ids.upgrade,
      kind: "image",
      phase: "running",
      rawPhase: "RUNNING",
      fromVersion: null,
      toVersion: "7.10.2_22.5.1_1230",
      progress: 0,
      message: null,
      startedAt: "2023-01-05T02:23:39Z",
      updatedAt: null,
      finishedAt: null,
      steps: [
        {
          name: "Data migration",
          phase: "succeeded",
          rawPhase: "SUCCESS",
          startedAt: "2023-01-05T02:23:42Z",
          finishedAt: "2023-01-05T02:29:51Z",
          message: "Data is migrated.",
          order: 0,
        },
        {
          name: "Task status update",
          phase: "pending",
          rawPhase: "WAITING",
          startedAt: null,
          finishedAt: null,
          message: "The status is refreshed.",
          order: 12,
        },
      ],
      nodes: {
        total: ["css-test-ess-esn-1-1", "css-test-ess-esn-2-1", "css-test-ess-esn-3-1"],
        completed: [],
        current: ["css-test-ess-esn-1-1"],
      },
      zoneAssumed: true,
      details: {
        retries: 1,
        agency: "css_test_agency",
        image: {
          id: "439b5d30-5968-45df-b088-d030a858522d",
          name: "7.10.2_22.5.1_1230",
          description: "The latest image of version 7.10.2.",
          engine: "elasticsearch",
          version: "7.10.2",
          priority: 16,
        },
      },
    });
  });

  it("a zone switchover", () => {
    expect(switchover()).toMatchObject({
      id: ids.switchover,
      kind: "zone-switch",
      phase: "running",
      fromVersion: null,
      toVersion: null,
      progress: 1 / 3,
      nodes: {
        total: ["css-test-ess-esn-2-1", "css-test-ess-esn-1-1", "css-test-ess-esn-3-1"],
        completed: ["css-test-ess-esn-2-1"],
        current: ["css-test-ess-esn-1-1"],
      },
      details: {
        migration: {
          instType: "ess",
          migrateType: "az_migrate",
          sourceAz: "cn-north-4a",
          targetAz: "cn-north-4c",
        },
        finalZones: {
          "cn-north-4c": ["css-test-ess-esn-2-1", "css-test-ess-esn-1-1", "css-test-ess-esn-3-1"],
        },
      },
    });
  });
});

describe("an upgrade and a switchover of one id", () => {
  const began = (startTime: string, more: object) =>
    upgradeList.parse({ totalSize: 1, detailList: [{ ...upgradeBody(), id: "1", startTime, ...more }] })
      .detailList;

  it.each([
    ["began at different times", "2026-06-01T00:00:00", "SUCCESS", "succeeded"],
    ["stand differently", "2026-01-01T00:00:00", "FAILED", "failed"],
  ])("are two where they %s", (_, startTime, status, phase) => {
    const found = listOperations(parsed, {
      UPGRADING: began("2026-01-01T00:00:00", { status: "SUCCESS" }),
      AZ_MIGRATION: began(startTime, { status }),
    });
    expect(found.map((operation) => [operation.kind, operation.phase])).toEqual([
      ["image", "succeeded"],
      ["zone-switch", phase],
    ]);
  });

  it("are one that goes on where they began together", () => {
    const found = listOperations(parsed, {
      UPGRADING: began("2026-01-01T00:00:00", { status: "RUNNING", completedNodes: "" }),
      AZ_MIGRATION: began("2026-01-01T00:00:00", { status: "RUNNING" }),
    });
    expect(found).toHaveLength(1);
  });
});

describe("phase", () => {
  it.each<[unknown, Operation["phase"]]>([
    ["RUNNING", "running"],
    ["running", "running"],
    ["SUCCESS", "succeeded"],
    ["Success", "succeeded"],
    ["FAILED", "failed"],
    ["PARTIAL_FAILED", "failed"],
    ["partial_failed", "failed"],
    ["WAITING", "unknown"],
    ["ABORTED", "unknown"],
    ["constructor", "unknown"],
    ["", "unknown"],
    [null, "unknown"],
    [undefined, "unknown"],
  ])("%j is %s", (status, phase) => {
    const { phase: found, rawPhase } = upgrade((body) => Object.assign(body, { status }));
    expect(found).toBe(phase);
    expect(rawPhase).toBe(status || null);
  });
});

describe("kind", () => {
  it.each<[string, unknown, Operation["kind"], string | null]>([
    ["another version", { displayName: "7.11.0_1", datastoreVersion: "7.11.0" }, "version", "7.11.0"],
    [
      "another engine",
      { displayName: "1.3.6_24", datastoreVersion: "1.3.6", datastoreType: "opensearch" },
      "version",
      "1.3.6",
    ],
    ["the same version", { displayName: "7.10.2_25", datastoreVersion: "7.10.2" }, "image", "7.10.2_25"],
    ["no version", { displayName: "7.10.2_25", datastoreVersion: "" }, "image", "7.10.2_25"],
    ["no name", { datastoreVersion: "7.10.2" }, "image", null],
    ["nothing", {}, "image", null],
    ["null", null, "image", null],
    ["a list of one", [{ displayName: "7.10.2_25", datastoreVersion: "7.10.2" }], "image", "7.10.2_25"],
    ["an empty text", "", "image", null],
  ])("of an image with %s", (_, imageInfo, kind, toVersion) => {
    const found = upgrade((body) => Object.assign(body, { imageInfo }));
    expect(found).toMatchObject({ kind, toVersion, fromVersion: null });
  });

  it("is a version where the cluster's own is not known", () => {
    const unknown = cluster.parse({ ...clusterBody(), datastore: null });
    const [found] = listOperations(unknown, { UPGRADING: parse(upgradeBody()) });
    expect(found).toMatchObject({ kind: "version", toVersion: "7.10.2" });
  });

  it("goes by the fields where both questions have the same answer", () => {
    const answer = parse(upgradeBody(), switchoverBody());
    const found = listOperations(parsed, { UPGRADING: answer, AZ_MIGRATION: answer });
    expect(found.map(({ id, kind }) => [id, kind])).toEqual([
      [ids.upgrade, "image"],
      [ids.switchover, "zone-switch"],
    ]);
  });

  it("is an image where such a task names both an image and zones", () => {
    const answer = parse({ ...upgradeBody(), migrateParam: switchoverBody().migrateParam });
    const found = listOperations(parsed, { UPGRADING: answer, AZ_MIGRATION: answer });
    expect(found.map(({ kind }) => kind)).toEqual(["image"]);
  });

  it("goes by the question where only one of them has it", () => {
    const odd = parse({ ...switchoverBody(), imageInfo: upgradeBody().imageInfo, migrateParam: "" });
    expect(listOperations(parsed, { AZ_MIGRATION: odd })).toMatchObject([{ kind: "zone-switch" }]);
  });
});

import type { Phase } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { taskBody, tasksBody } from "./responses.ts";
import { mergeTask, toOperation, upgradeKind } from "./task-operation.ts";

const row = {
  task_id: "T-1",
  task_type: "cluster_upgrade",
  state: "success",
  created: "2026-11-20T10:00:00+08:00",
  updated: "2026-11-20T10:30:00.482+08:00",
};

function rowOf(changes: object = {}) {
  const [task] = tasksBody.parse({ tasks: [{ ...row, ...changes }] }).tasks;
  if (task === undefined) throw new Error("no task");
  return task;
}

const infoOf = (changes: object = {}) => taskBody.parse({ ...row, ...changes });
const operationOf = (changes: object = {}) => toOperation(infoOf(changes), "version");

describe("upgradeKind", () => {
  it.each([
    ["cluster_upgrade", "version"],
    ["Cluster_Upgrade", "version"],
    ["control_plane_upgrade", "version"],
    ["nodepool_upgrade", "node-pool"],
    ["nodePool_upgrade", "node-pool"],
    ["runtime_upgrade", "node-pool"],
    ["cluster_addon_upgrade", undefined],
    ["component_upgrade", undefined],
    ["cluster_scaleout", undefined],
    ["nodepool_update", undefined],
    ["constructor", undefined],
    ["", "version"],
    [null, "version"],
  ])("%s is %s", (type, kind) => {
    expect(upgradeKind(type)).toBe(kind);
  });
});

describe("toOperation", () => {
  it("reads a whole task", () => {
    expect(
      operationOf({
        state: "running",
        current_stage: "DrainNodes",
        parameters: { next_version: "1.32.1-aliyun.1", other: [1] },
        stages: [
          {
            state: "success",
            start_time: "2026-11-20 10:00:00",
            end_time: "2026-11-20 10:01:00",
            message: "done",
          },
          { state: "running", start_time: "2026-11-20 10:01:00", end_time: "", message: "" },
          { state: "", start_time: null },
          { state: "shiny", start_time: "2026-11-20 10:02:00" },
        ],
      }),
    ).toEqual({
      id: "T-1",
      kind: "version",
      phase: "running",
      rawPhase: "running",
      fromVersion: null,
      toVersion: "1.32.1-aliyun.1",
      progress: null,
      message: null,
      startedAt: "2026-11-20T02:00:00Z",
      updatedAt: "2026-11-20T02:30:00.482Z",
      finishedAt: null,
      zoneAssumed: true,
      steps: [
        {
          name: "stage 1",
          phase: "succeeded",
          rawPhase: "success",
          startedAt: "2026-11-20T10:00:00Z",
          finishedAt: "2026-11-20T10:01:00Z",
          message: "done",
        },
        {
          name: "DrainNodes",
          phase: "running",
          rawPhase: "running",
          startedAt: "2026-11-20T10:01:00Z",
          finishedAt: null,
          message: null,
        },
        {
          name: "stage 3",
          phase: "pending",
          rawPhase: null,
          startedAt: null,
          finishedAt: null,
          message: null,
        },
        {
          name: "stage 4",
          phase: "unknown",
          rawPhase: "shiny",
          startedAt: "2026-11-20T10:02:00Z",
          finishedAt: null,
          message: null,
        },
      ],
    });
  });

  it.each<[string | null, Phase]>([
    ["running", "running"],
    ["RUNNING", "running"],
    ["resuming", "running"],
    ["pausing", "paused"],
    ["cancelling", "running"],
    ["canceling", "running"],
    ["paused", "paused"],
    ["success", "succeeded"],
    ["fail", "failed"],
    ["failed", "failed"],
    ["Failed", "failed"],
    ["timeout", "failed"],
    ["canceled", "cancelled"],
    ["cancelled", "cancelled"],
    ["initial", "unknown"],
    ["succeeded", "unknown"],
    ["toString", "unknown"],
    ["", "unknown"],
    [null, "unknown"],
  ])("the state %j is %s", (state, phase) => {
    expect(operationOf({ state })).toMatchObject({ phase, rawPhase: state || null });
  });

  it.each<[string, object, string | null]>([
    ["a failure's text", { state: "fail", error: { code: "400", message: "no quota" } }, "no quota"],
    ["a failure's code", { state: "failed", error: { code: 400, message: "" } }, "400"],
    ["nothing", { state: "failed", error: [] }, null],
    ["nothing of a success, whatever it says", { error: { code: "BadRequest", message: "odd" } }, null],
  ])("shows %s", (_, changes, message) => {
    expect(operationOf(changes).message).toBe(message);
  });

  it.each<[string, unknown, string | null]>([
    ["RFC 3339", "2026-11-20T10:00:00+08:00", "2026-11-20T02:00:00Z"],
    ["epoch seconds", 1763604000, "2025-11-20T02:00:00Z"],
    ["epoch milliseconds as text", "1763604000000", "2025-11-20T02:00:00Z"],
    ["Go's zero time", "0001-01-01T00:00:00Z", null],
    ["nothing", "", null],
    ["another type", {}, null],
  ])("reads the start as %s", (_, created, startedAt) => {
    expect(operationOf({ created }).startedAt).toBe(startedAt);
  });

  it.each<[string, unknown]>([
    ["none", undefined],
    ["another type", { next_version: 1.32 }],
    ["another shape", "1.32"],
    ["an empty one", { next_version: "" }],
  ])("has no target version from %s", (_, parameters) => {
    expect(operationOf({ parameters }).toVersion).toBeNull();
  });

  it("names the current stage where there are no stages", () => {
    expect(operationOf({ state: "running", current_stage: "DrainNodes" }).steps).toMatchObject([
      { name: "DrainNodes", phase: "running", rawPhase: null },
    ]);
  });

  it("takes a stage's own name", () => {
    const stages = [{ name: "PreCheck", state: "success" }];
    expect(operationOf({ stages }).steps).toMatchObject([{ name: "PreCheck", phase: "succeeded" }]);
  });
});

describe("mergeTask", () => {
  it("lets the detail speak where it says something", () => {
    const info = taskBody.parse({ state: "success", updated: "2026-11-20T11:00:00Z", task_type: "other" });
    expect(mergeTask(rowOf({ state: "running", error: { message: "row" } }), info)).toMatchObject({
      task_id: "T-1",
      task_type: "cluster_upgrade",
      state: "success",
      created: { at: "2026-11-20T02:00:00Z" },
      updated: { at: "2026-11-20T11:00:00Z" },
      error: { message: "row" },
    });
  });
});

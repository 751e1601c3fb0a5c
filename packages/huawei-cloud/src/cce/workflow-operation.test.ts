import type { Operation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { type Body, failedWorkflow, ids } from "../testing/bodies.ts";
import { observe, only } from "../testing/upgrades.ts";

it("the vendor's failed workflow", () => {
  const observed = observe((bodies) => {
    bodies.workflows = [failedWorkflow()];
  });
  expect(observed.operations).toEqual([
    {
      id: ids.workflow,
      kind: "version",
      phase: "failed",
      rawPhase: "Pending",
      fromVersion: "v1.17.17-r0",
      toVersion: "v1.19.16-r80",
      progress: null,
      message: null,
      startedAt: "2023-11-25T07:20:04.592Z",
      updatedAt: "2023-11-25T07:49:30.281Z",
      finishedAt: "2023-11-25T07:58:35.507Z",
      steps: [
        {
          name: "PreCheck",
          phase: "succeeded",
          rawPhase: "Success",
          startedAt: "2023-11-25T07:20:04.592Z",
          finishedAt: "2023-11-25T07:21:05.518Z",
          message: null,
          expiresAt: "2023-11-25T08:21:05.518Z",
        },
        {
          name: "Snapshot",
          phase: "pending",
          rawPhase: null,
          startedAt: null,
          finishedAt: null,
          message: null,
        },
        {
          name: "Cluster",
          phase: "failed",
          rawPhase: "Failed",
          startedAt: "2023-11-25T07:49:30.283Z",
          finishedAt: "2023-11-25T07:58:35.507Z",
          message: null,
        },
        {
          name: "PostCheck",
          phase: "pending",
          rawPhase: null,
          startedAt: null,
          finishedAt: null,
          message: null,
        },
      ],
    },
  ]);
});

describe("a workflow", () => {
  it.each<[string, (body: Body) => void, Partial<Operation>]>([
    [
      "of which nothing ran",
      (body) => {
        body.status = { phase: "Init", pointStatuses: [{ taskType: "PreCheck" }], lineStatuses: [] };
      },
      { phase: "pending", startedAt: "2023-11-25T06:32:34.923Z", finishedAt: null },
    ],
    [
      "that is cancelled",
      (body) => {
        body.status.phase = "Cancel";
      },
      { phase: "cancelled", rawPhase: "Cancel", message: null },
    ],
    [
      "in lower case",
      (body) => {
        body.status.phase = "pending";
      },
      { phase: "failed", rawPhase: "pending" },
    ],
    [
      "in a phase nobody knows",
      (body) => {
        body.status.phase = "Frozen";
      },
      { phase: "unknown", rawPhase: "Frozen" },
    ],
    [
      "in a phase named like a method",
      (body) => {
        body.status.phase = "toString";
      },
      { phase: "unknown" },
    ],
    [
      "without a status",
      (body) => {
        delete body.status;
      },
      { phase: "unknown", rawPhase: null, steps: [] },
    ],
    [
      "without times",
      (body) => {
        body.metadata = { uid: ids.workflow };
        body.status.pointStatuses = null;
      },
      { startedAt: null, updatedAt: null, finishedAt: null, steps: [] },
    ],
    [
      "with times that are none",
      (body) => {
        body.metadata.creationTimestamp = "soon";
        body.metadata.updateTimestamp = 0;
        body.status.pointStatuses = "";
      },
      { startedAt: null, updatedAt: null },
    ],
    [
      "with Go's zero time",
      (body) => {
        body.status.pointStatuses[0].startTimeStamp = "0001-01-01 00:00:00 +0000 UTC";
      },
      { startedAt: "2023-11-25T07:49:30.283Z" },
    ],
    [
      "with times without a zone",
      (body) => {
        body.metadata.creationTimestamp = "2023-11-25 06:32:34";
      },
      { zoneAssumed: true },
    ],
    [
      "without versions",
      (body) => {
        body.spec = {};
      },
      { fromVersion: null, toVersion: null },
    ],
    [
      "without an id",
      (body) => {
        body.metadata.uid = "";
      },
      { id: null },
    ],
    [
      "with two failed points",
      (body) => {
        body.status.pointStatuses[0].status = "Failed";
      },
      { phase: "failed", message: null },
    ],
    [
      "that succeeded",
      (body) => {
        body.status.phase = "Success";
        body.status.pointStatuses[2].status = "Success";
      },
      { phase: "succeeded", message: null, finishedAt: "2023-11-25T07:58:35.507Z" },
    ],
    [
      "that runs",
      (body) => {
        body.status.phase = "Running";
        body.status.pointStatuses[2].status = "Running";
      },
      { phase: "running", rawPhase: "Running", finishedAt: null },
    ],
    [
      "that still says Running after its point failed",
      (body) => {
        body.status.phase = "Running";
      },
      {
        phase: "failed",
        rawPhase: "Failed",
        message: null,
        finishedAt: "2023-11-25T07:58:35.507Z",
      },
    ],
    [
      "that runs on after a point failed",
      (body) => {
        body.status.phase = "Running";
        body.status.pointStatuses[3].status = "Queuing";
      },
      { phase: "running" },
    ],
    [
      "of one point that is no list",
      (body) => {
        body.status.pointStatuses = body.status.pointStatuses[2];
      },
      { phase: "failed", message: null },
    ],
  ])("%s", (_, change, expected) => {
    const body = failedWorkflow();
    change(body);
    const observed = observe((bodies) => {
      bodies.workflows = [body];
    });
    expect(only(observed)).toMatchObject(expected);
  });

  it.each<[string, Body, Operation["steps"][number]["phase"]]>([
    ["missing", undefined, "pending"],
    ["empty", "", "pending"],
    ["Init", "Init", "pending"],
    ["Queuing", "Queuing", "pending"],
    ["Running", "Running", "running"],
    ["Success", "Success", "succeeded"],
    ["Failed", "Failed", "failed"],
    ["unheard of", "Skipped", "unknown"],
  ])("has a point whose status is %s", (_, status, phase) => {
    const body = failedWorkflow();
    body.status.pointStatuses[2].status = status;
    const observed = observe((bodies) => {
      bodies.workflows = [body];
    });
    const step = only(observed).steps[2];
    expect(step).toMatchObject({ name: "Cluster", phase, rawPhase: status || null });
    expect(step?.finishedAt !== null).toBe(phase === "succeeded" || phase === "failed");
  });
});

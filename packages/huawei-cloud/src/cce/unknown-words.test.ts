import type { Operation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import {
  type Body,
  failedWorkflow,
  finishedWorkflow,
  ids,
  infoBody,
  runningWorkflow,
  taskBody,
  upgradingInfo,
} from "../testing/bodies.ts";
import { observe, only } from "../testing/upgrades.ts";

describe("the last upgrade of upgrade info", () => {
  const last = (phase: string, completionTime: string | null = null) => ({
    ...infoBody(),
    spec: { lastUpgradeInfo: { phase, progress: "80.00", completionTime } },
  });
  const after = "2023-12-01 00:00:00 +0000 UTC";

  it.each<[string, Body, Body[], [string | null, string][]]>([
    [
      "Failed, nobody knows when, beside a finished workflow",
      last("Failed"),
      [finishedWorkflow()],
      [
        [ids.workflow, "succeeded"],
        [null, "failed"],
      ],
    ],
    [
      "Failed, at Go's zero time, beside a finished workflow",
      last("Failed", "0001-01-01 00:00:00 +0000 UTC"),
      [finishedWorkflow()],
      [
        [ids.workflow, "succeeded"],
        [null, "failed"],
      ],
    ],
    [
      "a word nobody knows, after the finished workflow",
      last("Exploded", after),
      [finishedWorkflow()],
      [
        [ids.workflow, "succeeded"],
        [null, "unknown"],
      ],
    ],
    [
      "a word nobody knows, nobody knows when, beside a finished workflow",
      last("Exploded"),
      [finishedWorkflow()],
      [
        [ids.workflow, "succeeded"],
        [null, "unknown"],
      ],
    ],
    [
      "a word nobody knows, before the finished workflow",
      last("Exploded", "2023-11-24 00:00:00 +0000 UTC"),
      [finishedWorkflow()],
      [[ids.workflow, "succeeded"]],
    ],
    [
      "a word nobody knows, and a workflow runs",
      last("Exploded", after),
      [runningWorkflow()],
      [[ids.workflow, "running"]],
    ],
  ])("%s", (_, info, workflows, expected) => {
    const observed = observe((bodies) => {
      bodies.info = info;
      bodies.workflows = workflows;
    });
    expect(observed.operations.map(({ id, phase }) => [id, phase])).toEqual(expected);
  });
});

describe("the present upgrade of upgrade info", () => {
  it("shows a word nobody knows in place of the workflow's own", () => {
    const observed = observe((bodies) => {
      bodies.info = upgradingInfo("Retrying");
      bodies.workflows = [runningWorkflow()];
    });
    expect(only(observed)).toMatchObject({ id: ids.workflow, phase: "unknown", rawPhase: "Retrying" });
  });

  it("with a word nobody knows leaves a pause", () => {
    const observed = observe((bodies) => {
      bodies.info = upgradingInfo("Retrying");
      bodies.workflows = [runningWorkflow()];
      bodies.tasks = [{ ...taskBody(), status: { phase: "Pause" } }];
    });
    expect(only(observed)).toMatchObject({ id: ids.workflow, phase: "paused", rawPhase: "Pause" });
  });
});

describe("a workflow", () => {
  it.each<[string, (body: Body) => void, Partial<Operation>]>([
    [
      "that still says Running while its point is in a state that nobody knows",
      (body) => {
        body.status.phase = "Running";
        body.status.pointStatuses[2].status = "Skipped";
      },
      { phase: "unknown", rawPhase: "Skipped", finishedAt: null },
    ],
    [
      "that runs on after a point in a state that nobody knows",
      (body) => {
        body.status.phase = "Running";
        body.status.pointStatuses[2].status = "Skipped";
        body.status.pointStatuses[3].status = "Running";
      },
      { phase: "running", rawPhase: "Running" },
    ],
    [
      "that failed beside a point in a state that nobody knows",
      (body) => {
        body.status.phase = "Running";
        body.status.pointStatuses[3].status = "Skipped";
      },
      { phase: "failed", rawPhase: "Failed" },
    ],
  ])("%s", (_, change, expected) => {
    const body = failedWorkflow();
    change(body);
    const observed = observe((bodies) => {
      bodies.workflows = [body];
    });
    expect(only(observed)).toMatchObject(expected);
  });
});

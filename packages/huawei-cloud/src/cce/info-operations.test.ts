import { describe, expect, it } from "vitest";
import {
  type Body,
  failedWorkflow,
  finishedWorkflow,
  ids,
  infoBody,
  runningWorkflow,
  upgradingInfo,
} from "../testing/bodies.ts";
import { observe, only } from "../testing/upgrades.ts";

describe("upgrade info", () => {
  const cancelled = () => ({ ...failedWorkflow(), status: { ...failedWorkflow().status, phase: "Cancel" } });
  const last = (phase: string, completionTime: string | null = null) => ({
    ...infoBody(),
    spec: { lastUpgradeInfo: { phase, progress: "80.00", completionTime } },
  });
  const after = "2023-12-01 00:00:00 +0000 UTC";

  it.each<[string, Body, Body[], [string | null, string][]]>([
    ["Running, and nothing listed", upgradingInfo("Running"), [], [[null, "running"]]],
    ["Pause, and nothing listed", upgradingInfo("Pause"), [], [[null, "paused"]]],
    ["Init, and nothing listed", upgradingInfo("Init"), [], [[null, "pending"]]],
    ["Failed, and nothing listed", upgradingInfo("Failed"), [], [[null, "failed"]]],
    ["Success, and nothing listed", upgradingInfo("Success"), [], [[null, "succeeded"]]],
    ["a word nobody knows, and nothing listed", upgradingInfo("Retrying"), [], [[null, "unknown"]]],
    [
      "Running, carried by a workflow",
      upgradingInfo("Running"),
      [runningWorkflow()],
      [[ids.workflow, "running"]],
    ],
    [
      "Running beside a finished workflow",
      upgradingInfo("Running"),
      [finishedWorkflow()],
      [
        [ids.workflow, "succeeded"],
        [null, "running"],
      ],
    ],
    [
      "Running beside a failed workflow",
      upgradingInfo("Running"),
      [failedWorkflow()],
      [
        [ids.workflow, "failed"],
        [null, "running"],
      ],
    ],
    [
      "Pause during a workflow, which has no such word",
      upgradingInfo("Pause"),
      [runningWorkflow()],
      [[ids.workflow, "paused"]],
    ],
    [
      "a word nobody knows during a workflow",
      upgradingInfo("Retrying"),
      [runningWorkflow()],
      [[ids.workflow, "unknown"]],
    ],
    [
      "Failed, carried by a workflow",
      upgradingInfo("Failed"),
      [failedWorkflow()],
      [[ids.workflow, "failed"]],
    ],
    [
      "Failed while a workflow runs",
      upgradingInfo("Failed"),
      [runningWorkflow()],
      [
        [ids.workflow, "running"],
        [null, "failed"],
      ],
    ],
    [
      "Failed after a cancelled workflow",
      upgradingInfo("Failed"),
      [cancelled()],
      [
        [ids.workflow, "cancelled"],
        [null, "failed"],
      ],
    ],
    [
      "Running while the newest workflow is in a state that nobody knows",
      upgradingInfo("Running"),
      [{ ...runningWorkflow(), status: { ...runningWorkflow().status, phase: "Draining" } }],
      [[ids.workflow, "unknown"]],
    ],
    [
      "Failed, and the workflow was cancelled for it",
      {
        ...infoBody(),
        status: { phase: "Failed", progress: "42.00", completionTime: "2023-11-25 07:58:40 +0000 UTC" },
      },
      [cancelled()],
      [[ids.workflow, "cancelled"]],
    ],
    [
      "Failed after a finished workflow",
      upgradingInfo("Failed"),
      [finishedWorkflow()],
      [
        [ids.workflow, "succeeded"],
        [null, "failed"],
      ],
    ],
    [
      "Success after a finished workflow",
      upgradingInfo("Success"),
      [finishedWorkflow()],
      [[ids.workflow, "succeeded"]],
    ],
    [
      "Success after a failed workflow",
      upgradingInfo("Success"),
      [failedWorkflow()],
      [[ids.workflow, "failed"]],
    ],
    ["Failed last time, and nothing listed", last("Failed"), [], [[null, "failed"]]],
    ["Success last time, and nothing listed", last("Success"), [], [[null, "succeeded"]]],
    ["Init last time, and nothing listed", last("Init"), [], []],
    [
      "Failed last time, in the listed workflow",
      last("Failed", after),
      [failedWorkflow()],
      [[ids.workflow, "failed"]],
    ],
    [
      "Failed last time, in the cancelled workflow",
      last("Failed", "2023-11-25 07:58:40 +0000 UTC"),
      [cancelled()],
      [[ids.workflow, "cancelled"]],
    ],
    [
      "Failed last time, before the finished workflow",
      last("Failed", "2023-11-24 00:00:00 +0000 UTC"),
      [finishedWorkflow()],
      [[ids.workflow, "succeeded"]],
    ],
    [
      "Failed last time, after the finished workflow",
      last("Failed", after),
      [finishedWorkflow()],
      [
        [ids.workflow, "succeeded"],
        [null, "failed"],
      ],
    ],
    [
      "Failed last time, and a workflow runs",
      last("Failed", after),
      [runningWorkflow()],
      [[ids.workflow, "running"]],
    ],
    [
      "Failed last time, but Success now",
      { ...last("Failed"), status: { phase: "Success" } },
      [],
      [[null, "succeeded"]],
    ],
    [
      "empty words",
      {
        ...infoBody(),
        status: { phase: "", progress: "", completionTime: "" },
        spec: { lastUpgradeInfo: { phase: "" } },
      },
      [],
      [],
    ],
    ["null in place of everything", { kind: "UpgradeInfo", spec: null, status: null }, [], []],
  ])("says %s", (_, info, workflows, expected) => {
    const observed = observe((bodies) => {
      bodies.info = info;
      bodies.workflows = workflows;
    });
    expect(observed.operations.map(({ id, phase }) => [id, phase])).toEqual(expected);
  });

  it("adds its progress to the operation that it is about", () => {
    const observed = observe((bodies) => {
      bodies.info = upgradingInfo("Running", "42.00");
      bodies.workflows = [runningWorkflow()];
    });
    expect(only(observed).progress).toBe(0.42);
  });

  it("moves a workflow on that still waits", () => {
    const observed = observe((bodies) => {
      bodies.info = upgradingInfo("Running");
      bodies.workflows = [{ ...failedWorkflow(), status: { phase: "Init" } }];
    });
    expect(only(observed)).toMatchObject({ id: ids.workflow, phase: "running", rawPhase: "Running" });
  });

  it("ends an upgrade only where it says how it ended", () => {
    const completionTime = "2023-12-01 08:00:00 +0800 CST";
    const finishedAt = (phase: string) =>
      only(
        observe((bodies) => {
          bodies.info.status = { phase, completionTime };
        }),
      ).finishedAt;
    expect(["Running", "Success", "Failed"].map(finishedAt)).toEqual([
      null,
      "2023-12-01T00:00:00Z",
      "2023-12-01T00:00:00Z",
    ]);
  });

  it("adds no operation to a pinned one, but its pause", () => {
    const observed = observe((bodies) => {
      bodies.pinned = true;
      bodies.info = upgradingInfo("Pause");
      bodies.workflows = [runningWorkflow()];
    });
    expect(only(observed)).toMatchObject({ id: ids.workflow, phase: "paused", rawPhase: "Pause" });
    const past = observe((bodies) => {
      bodies.pinned = true;
      bodies.info = upgradingInfo("Running");
      bodies.workflows = [finishedWorkflow()];
    });
    expect(only(past)).toMatchObject({ id: ids.workflow, phase: "succeeded" });
  });
});

import type { Operation } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import {
  type Body,
  failedWorkflow,
  finishedWorkflow,
  ids,
  runningWorkflow,
  taskBody,
} from "../testing/bodies.ts";
import { observe, only } from "../testing/upgrades.ts";

it("the vendor's waiting task, whose completion time means nothing yet", () => {
  const observed = observe((bodies) => {
    bodies.tasks = [taskBody()];
  });
  expect(observed.operations).toEqual([
    {
      id: ids.task,
      kind: "version",
      phase: "pending",
      rawPhase: "Init",
      fromVersion: "v1.19.16-r4",
      toVersion: "v1.23.5-r0",
      progress: 0,
      message: null,
      startedAt: "2022-12-16T05:40:20.756Z",
      updatedAt: "2022-12-16T05:40:20.756Z",
      finishedAt: null,
      steps: [],
    },
  ]);
});

describe("a task", () => {
  it.each<[string, (body: Body) => void, Partial<Operation>]>([
    [
      "that waits",
      (body) => {
        body.status.phase = "Queuing";
      },
      { phase: "pending", rawPhase: "Queuing" },
    ],
    [
      "that runs",
      (body) => {
        body.status = { phase: "Running", progress: "57.30" };
      },
      { phase: "running", progress: 0.573, finishedAt: null },
    ],
    [
      "that pauses",
      (body) => {
        body.status.phase = "Pause";
      },
      { phase: "paused", rawPhase: "Pause", finishedAt: null },
    ],
    [
      "that succeeded",
      (body) => {
        body.status.phase = "Success";
        body.status.progress = 100;
      },
      { phase: "succeeded", progress: 1, finishedAt: "2022-12-16T05:40:20.756Z" },
    ],
    [
      "that failed",
      (body) => {
        body.status.phase = "Failed";
      },
      { phase: "failed", message: null, finishedAt: "2022-12-16T05:40:20.756Z" },
    ],
    [
      "in a phase nobody knows",
      (body) => {
        body.status.phase = "Retrying";
      },
      { phase: "unknown", rawPhase: "Retrying", finishedAt: null },
    ],
    [
      "with no sensible progress",
      (body) => {
        body.status.progress = "150";
      },
      { progress: null },
    ],
    [
      "with named items",
      (body) => {
        body.status.phase = "Failed";
        body.spec.items = [
          { name: "upgrade-limit-check", phase: "Failed", message: "quota" },
          { name: "addon-limit-check", phase: "Init" },
          "junk",
          null,
          {},
        ];
      },
      {
        message: null,
        steps: [
          expect.objectContaining({ name: "upgrade-limit-check", phase: "failed" }),
          expect.objectContaining({ name: "addon-limit-check", phase: "pending" }),
        ],
      },
    ],
    [
      "with a map of items",
      (body) => {
        body.spec.items = { a: { status: "Running" }, b: "Success", c: { status: { phase: "Pause" } }, d: 5 };
      },
      {
        steps: [
          expect.objectContaining({ name: "a", phase: "running" }),
          expect.objectContaining({ name: "b", phase: "succeeded" }),
          expect.objectContaining({ name: "c", phase: "paused" }),
        ],
      },
    ],
    [
      "with one item",
      (body) => {
        body.spec.items = { name: "a", phase: "Running" };
      },
      { steps: [expect.objectContaining({ name: "a" })] },
    ],
    [
      "with items in items",
      (body) => {
        body.spec.items = { items: [{ taskType: "a", status: "New" }] };
      },
      { steps: [expect.objectContaining({ name: "a", phase: "unknown", rawPhase: "New" })] },
    ],
    [
      "with items that are none",
      (body) => {
        body.spec.items = 7;
      },
      { steps: [] },
    ],
  ])("%s", (_, change, expected) => {
    const body = taskBody();
    change(body);
    const observed = observe((bodies) => {
      bodies.tasks = [body];
    });
    expect(only(observed)).toMatchObject(expected);
  });

  it.each<[string, Body, string, Partial<Operation>]>([
    ["runs", runningWorkflow(), "Running", { phase: "running", progress: 0.42 }],
    ["is paused", runningWorkflow(), "Pause", { phase: "paused", rawPhase: "Pause", finishedAt: null }],
    [
      "has failed while the workflow lags",
      runningWorkflow(),
      "Failed",
      { phase: "failed", rawPhase: "Failed" },
    ],
    [
      "is in a state that nobody knows",
      runningWorkflow(),
      "Zzz",
      {
        phase: "unknown",
        rawPhase: "Zzz",
        steps: expect.arrayContaining([expect.objectContaining({ phase: "unknown", rawPhase: "Zzz" })]),
      },
    ],
    ["tells no state", runningWorkflow(), "", { phase: "running", rawPhase: "Running" }],
    [
      "was retried while the workflow lags",
      failedWorkflow(),
      "Running",
      { phase: "failed", rawPhase: "Pending" },
    ],
    [
      "failed, and the workflow was cancelled",
      { ...failedWorkflow(), status: { ...failedWorkflow().status, phase: "Cancel" } },
      "Failed",
      { phase: "cancelled" },
    ],
  ])("is a part of its workflow when it %s", (_, body, phase, expected) => {
    const observed = observe((bodies) => {
      bodies.workflows = [{ ...body, spec: {} }];
      bodies.tasks = [{ ...taskBody(), status: { phase, progress: "42.00" } }];
    });
    expect(only(observed)).toMatchObject({
      id: ids.workflow,
      fromVersion: "v1.19.16-r4",
      toVersion: "v1.23.5-r0",
      ...expected,
    });
  });

  it("tells why a step of its workflow failed", () => {
    const observed = observe((bodies) => {
      bodies.workflows = [failedWorkflow()];
      bodies.tasks = [taskBody()];
      bodies.tasks[0].spec.items = [{ name: "upgrade-limit-check", phase: "Failed" }];
    });
    expect(only(observed).steps.find(({ name }) => name === "Cluster")?.message).toBe(
      "upgrade-limit-check failed",
    );
  });

  it("of no workflow stands beside them", () => {
    const observed = observe((bodies) => {
      bodies.workflows = [finishedWorkflow()];
      bodies.tasks = [
        { ...taskBody(), metadata: { uid: "other" } },
        { ...taskBody(), metadata: {} },
      ];
    });
    expect(observed.operations.map((operation) => operation.id)).toEqual([ids.workflow, "other", null]);
  });
});

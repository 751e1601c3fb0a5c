import type { Phase } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { upgradeStatusBody } from "./responses.ts";
import { statusOperation } from "./status-operation.ts";

const operationOf = (body: object) => statusOperation(upgradeStatusBody.parse(body));
const phaseOf = (body: object) => operationOf(body)?.phase ?? null;

/** The sample of the vendor's page (2024-02-29). */
const sample = {
  error_message: "subject to actual return",
  precheck_report_id: "be4c8eb72de94d459ea7ace7c811d119",
  status: "running",
  upgrade_step: "prechecking",
  upgrade_task: { status: "running", message: "subject to actual return" },
};

const letters: Readonly<Record<string, Phase | null>> = {
  "-": null,
  F: "failed",
  P: "paused",
  R: "running",
  S: "succeeded",
};
const statuses = ["", "success", "fail", "pause", "running"];
const steps = ["", "not_start", "prechecking", "upgrading", "pause", "success"];

/** Every documented combination: for each task status a row for each status, a letter for each step. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "": ["--RRPS", "SSRRPS", "FFFFFF", "PPPPPP", "RRRRPR"],
  running: ["RRRRPR", "RRRRPR", "FFFFFF", "PPPPPP", "RRRRPR"],
  Success: ["SSRRPS", "SSRRPS", "FFFFFF", "PPPPPP", "RRRRPR"],
  Failed: ["FFFFFF", "FFFFFF", "FFFFFF", "FFFFFF", "FFFFFF"],
};

const combinations = Object.entries(expected).flatMap(([task, rows]) =>
  statuses.flatMap((status, row) =>
    steps.map((step, column) => ({ task, status, step, phase: letters[rows[row]?.[column] ?? ""] })),
  ),
);

describe("statusOperation", () => {
  it.each(combinations)("status $status, step $step, task $task: $phase", ({ task, status, step, phase }) => {
    expect(phaseOf({ status, upgrade_step: step, upgrade_task: { status: task } })).toBe(phase);
    const given = {
      ...(status === "" ? {} : { status: status.toUpperCase() }),
      upgrade_step: step === "" ? null : step.toUpperCase(),
      ...(task === "" ? {} : { upgrade_task: { status: task.toUpperCase() } }),
    };
    expect(phaseOf(given)).toBe(phase);
  });

  it("reads the vendor's sample", () => {
    expect(operationOf(sample)).toEqual({
      id: null,
      kind: "version",
      phase: "running",
      rawPhase: "running",
      fromVersion: null,
      toVersion: null,
      progress: null,
      message: "subject to actual return",
      startedAt: null,
      updatedAt: null,
      finishedAt: null,
      steps: [
        {
          name: "prechecking",
          phase: "running",
          rawPhase: "prechecking",
          startedAt: null,
          finishedAt: null,
          message: null,
        },
      ],
      details: { precheckReportId: "be4c8eb72de94d459ea7ace7c811d119" },
    });
  });

  it.each<[string, object, Phase | null, string | null]>([
    ["a status", { ...sample, status: "sleeping" }, "unknown", "sleeping"],
    ["a status of another field", { ...sample, status: "failed" }, "unknown", "failed"],
    ["a step", { ...sample, upgrade_step: "rollback" }, "unknown", "rollback"],
    ["a task status", { ...sample, upgrade_task: { status: "Queued" } }, "unknown", "Queued"],
    ["a name of Object.prototype", { ...sample, status: "constructor" }, "unknown", "constructor"],
    [
      "a status beside a failed task",
      { status: "sleeping", upgrade_task: { status: "Failed" } },
      "failed",
      "Failed",
    ],
    ["a step beside a failed status", { status: "fail", upgrade_step: "rollback" }, "failed", "fail"],
    [
      "a step beside the cancelled flag",
      { upgrade_step: "rollback", upgrade_task: { upgrade_status: { is_canceled: true } } },
      "unknown",
      "rollback",
    ],
  ])("does not know %s", (_, body, phase, rawPhase) => {
    expect(operationOf(body)).toMatchObject({ phase, rawPhase });
  });

  it.each<[string, object, Phase | null, string | null]>([
    [
      "failed as step pause with the flag",
      { upgrade_step: "pause", upgrade_task: { upgrade_status: { failed: "true" } } },
      "failed",
      "pause",
    ],
    [
      "failed with a real boolean",
      { status: "running", upgrade_task: { upgrade_status: { failed: true } } },
      "failed",
      "running",
    ],
    [
      "paused with the flag off",
      { upgrade_step: "pause", upgrade_task: { upgrade_status: { failed: "false" } } },
      "paused",
      "pause",
    ],
    [
      "paused with an odd upgrade_status",
      { upgrade_step: "pause", upgrade_task: { upgrade_status: "x" } },
      "paused",
      "pause",
    ],
    [
      "cancelled",
      { status: "running", upgrade_task: { upgrade_status: { is_canceled: true } } },
      "cancelled",
      "is_canceled",
    ],
    [
      "failed and cancelled",
      { status: "fail", upgrade_task: { upgrade_status: { is_canceled: "true" } } },
      "failed",
      "fail",
    ],
  ])("reads the undocumented flags: %s", (_, body, phase, rawPhase) => {
    expect(operationOf(body)).toMatchObject({ phase, rawPhase });
  });

  it.each<[string, object]>([
    ["empty texts", { status: "", upgrade_step: "", upgrade_task: null }],
    ["a step that has not started", { upgrade_step: "not_start" }],
    ["a step that has not started, with an old message", { upgrade_step: "not_start", error_message: "old" }],
    ["an empty task", { upgrade_task: { status: "", message: "" } }],
  ])("shows no operation for %s", (_, body) => {
    expect(operationOf(body)).toBeNull();
  });

  it("does not take an error of nothing for no operation", () => {
    expect(operationOf({ status: "", error_message: "boom" })).toMatchObject({
      phase: "unknown",
      message: "boom",
    });
  });

  it.each<[string, object, string | null]>([
    ["the error of a failure", { ...sample, status: "fail", error_message: "no quota" }, "no quota"],
    [
      "the task's text where there is no error",
      { ...sample, status: "fail", error_message: "" },
      "subject to actual return",
    ],
    [
      "nothing of a success",
      { ...sample, status: "success", upgrade_step: "success", upgrade_task: null },
      null,
    ],
  ])("shows %s", (_, body, message) => {
    expect(operationOf(body)?.message).toBe(message);
  });

  it.each<[string, string, string | null]>([
    ["ended", "Success", "2026-11-20T03:00:00Z"],
    ["running", "running", null],
  ])("takes the undocumented times of an upgrade that is %s", (_, status, finishedAt) => {
    const upgrade_task = {
      status,
      created_at: "2026-11-20T10:00:00+08:00",
      finished_at: "2026-11-20T11:00:00+08:00",
    };
    expect(operationOf({ upgrade_task })).toMatchObject({ startedAt: "2026-11-20T02:00:00Z", finishedAt });
  });

  it("takes Go's zero time for no end", () => {
    const upgrade_task = { status: "Success", finished_at: "0001-01-01T00:00:00Z" };
    expect(operationOf({ upgrade_task })?.finishedAt).toBeNull();
  });
});

describe("upgradeStatusBody", () => {
  it.each<[unknown]>([
    [{}],
    [[]],
    ["<html>"],
    [null],
    [{ requestId: "r" }],
    [{ status: 5 }],
    [{ upgrade_task: "x" }],
  ])("refuses %j", (body) => {
    expect(upgradeStatusBody.safeParse(body).success).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { type Body, failedWorkflow } from "../testing/bodies.ts";
import { observe, only } from "../testing/upgrades.ts";

describe("a rollback", () => {
  const rollback = (status: string, start: string, phase = "Pending") => {
    const body = failedWorkflow();
    body.status.phase = phase;
    body.status.pointStatuses.push({ taskType: "Rollback", status, startTimeStamp: start });
    return body;
  };
  it.each<[string, Body, string]>([
    ["that runs", rollback("Running", "2023-11-25 08:10:00 +0000 UTC", "Running"), "rollback"],
    ["that waits in the queue", rollback("Queuing", "", "Running"), "rollback"],
    ["that was the last to run", rollback("Success", "2023-11-25 08:10:00 +0000 UTC", "Success"), "rollback"],
    [
      "that went well after an upgrade that failed",
      rollback("Success", "2023-11-25 08:10:00 +0000 UTC"),
      "version",
    ],
    ["that failed last", rollback("Failed", "2023-11-25 08:10:00 +0000 UTC"), "rollback"],
    ["before a new attempt", rollback("Success", "2023-11-25 07:30:00 +0000 UTC"), "version"],
    ["that has not started", rollback("", ""), "version"],
    ["that is only prepared", rollback("Init", ""), "version"],
  ])("%s", (_, body, kind) => {
    const observed = observe((bodies) => {
      bodies.workflows = [body];
    });
    const back = kind === "rollback";
    expect(only(observed)).toMatchObject({
      kind,
      fromVersion: back ? "v1.19.16-r80" : "v1.17.17-r0",
      toVersion: back ? "v1.17.17-r0" : "v1.19.16-r80",
    });
  });
});

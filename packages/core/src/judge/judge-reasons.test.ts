import type { Finding, Step } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { hoursAgo } from "../testing/healthy.ts";
import { judged, operationIn as operation } from "../testing/judged.ts";

function step(name: string, changes: Partial<Step> = {}): Step {
  const never = { startedAt: null, finishedAt: null, message: null };
  return { name, phase: "succeeded", rawPhase: "Success", ...never, ...changes };
}

const finding: Finding = { level: "warning", item: "disk", message: "almost full", resource: "node-1" };
const fatal: Finding = { level: "error", item: "kubelet", message: "deprecated flag", resource: null };

describe("a failed operation is explained by findings", () => {
  it.each([
    [[finding, fatal], ": kubelet: deprecated flag"],
    [[finding], ": disk (node-1): almost full"],
    [[fatal, finding, { ...fatal, item: "api" }], ": kubelet: deprecated flag, and 1 more"],
    [[{ ...fatal, message: null }], ": kubelet"],
    [[], ""],
    [null, ""],
    [undefined, ""],
  ] as const)("%j", (findings, end) => {
    const { reason } = judged({
      operations: [operation("failed")],
      ...(findings === undefined ? {} : { findings }),
    });
    expect(reason).toBe(`the upgrade to v1.29.8-r4 failed${end}`);
  });

  it.each([
    ["PreCheck", finding, /failed at PreCheck: disk/],
    ["Cluster", finding, /failed at Cluster$/],
    ["Cluster", fatal, /failed at Cluster: kubelet/],
  ])("at %s by %j", (name, found, reason) => {
    const steps = [step(name, { phase: "failed" })];
    expect(judged({ operations: [operation("failed", { steps })], findings: [found] }).reason).toMatch(
      reason,
    );
  });

  it("names the step that failed, not the first one", () => {
    const steps = [step("PreCheck"), step("Cluster", { phase: "failed" })];
    expect(judged({ operations: [operation("failed", { steps })] }).reason).toMatch(/failed at Cluster$/);
  });

  it("unless the vendor explains it itself", () => {
    const failed = operation("failed", { message: "out of quota" });
    expect(judged({ operations: [failed], findings: [fatal] }).reason).toMatch(/failed: out of quota$/);
  });
});

describe("a pre-check that has expired says so", () => {
  const expired = step("PreCheck", { expiresAt: hoursAgo(2) });
  it.each([
    ["pending", [expired, step("Cluster", { phase: "pending" })], true],
    ["running", [expired], true],
    ["running", [step("PreCheck", { expiresAt: hoursAgo(-2) })], false],
    ["running", [step("PreCheck", { expiresAt: hoursAgo(0) })], false],
    ["running", [step("PreCheck", { expiresAt: hoursAgo(2), phase: "failed" })], false],
    ["running", [expired, step("Snapshot")], false],
    ["running", [expired, step("Cluster", { phase: "running" })], false],
    ["running", [step("PreCheck")], false],
  ] as const)("%s, case %#", (phase, steps, says) => {
    const { verdict, reason } = judged({ operations: [operation(phase, { steps })] });
    expect(verdict).toBe("upgrading");
    const end = says ? `; its PreCheck expired at ${hoursAgo(2)}, so it has to be run again` : "";
    expect(reason).toBe(`the upgrade to v1.29.8-r4 is ${phase}${end}`);
  });

  it.each(["failed", "paused"] as const)("also where the upgrade is %s", (phase) => {
    const steps = [expired, step("Cluster", { phase })];
    expect(judged({ operations: [operation(phase, { steps })] }).reason).toMatch(
      /; its PreCheck expired at /,
    );
  });
});

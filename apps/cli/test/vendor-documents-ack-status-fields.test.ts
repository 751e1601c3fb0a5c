import type { AlibabaClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { type Case, checkAck } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;

const usesStatus = { with: { source: "upgrade-status" } };

function statusCase(
  name: string,
  body: unknown,
  expected: AckCase["expected"],
  more: Partial<AckCase> = {},
): AckCase {
  return { name, answers: { GetUpgradeStatus: { body } }, entry: usesStatus, expected, ...more };
}

const sample = {
  error_message: "subject to actual return",
  precheck_report_id: "be4c8eb72de94d459ea7ace7c811d119",
  status: "running",
  upgrade_step: "prechecking",
  upgrade_task: { status: "running", message: "subject to actual return" },
};
const succeeded = {
  status: "success",
  upgrade_step: "success",
  upgrade_task: { status: "Success", message: "" },
};

describe("the fields of GetUpgradeStatus", () => {
  it("the words in another case mean the same", async () => {
    await checkAck([
      statusCase(
        "FAIL",
        { status: "FAIL" },
        { verdict: "failed", upgrade: { phase: "failed", rawPhase: "FAIL" } },
      ),
      statusCase(
        "success task in small letters",
        { upgrade_task: { status: "success" } },
        { verdict: "converged" },
      ),
      statusCase(
        "failed task in small letters",
        { upgrade_task: { status: "failed" } },
        { verdict: "failed" },
      ),
      statusCase(
        "Running",
        { status: "Running" },
        { verdict: "upgrading", upgrade: { rawPhase: "Running" } },
      ),
      statusCase("a word that objects have", { status: "constructor" }, { verdict: "unknown" }),
    ]);
  });

  it("the sample, and what else the fields tell", async () => {
    await checkAck([
      statusCase("the document's sample", sample, {
        verdict: "upgrading",
        observed: { version: "1.32.1-aliyun.1", state: "running" },
        upgrade: {
          id: null,
          kind: "version",
          phase: "running",
          rawPhase: "running",
          fromVersion: null,
          toVersion: null,
          progress: null,
          startedAt: null,
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
        },
      }),
      statusCase(
        "a running upgrade names no target, so it cannot lead away",
        sample,
        { verdict: "upgrading" },
        { entry: { ...usesStatus, targetVersion: "1.36" } },
      ),
      statusCase(
        "why it failed",
        { ...sample, status: "fail", error_message: "node cn-1 NotReady" },
        {
          verdict: "failed",
          reason: expect.stringContaining("node cn-1 NotReady"),
          upgrade: { phase: "failed", rawPhase: "fail", message: "node cn-1 NotReady" },
        },
      ),
      statusCase(
        "a failure as older clients knew it: step pause and the text true",
        {
          status: "running",
          upgrade_step: "pause",
          upgrade_task: { status: "running", upgrade_status: { failed: "true", is_canceled: false } },
        },
        { verdict: "failed", upgrade: { phase: "failed" } },
      ),
      statusCase(
        "a pause as older clients knew it",
        {
          status: "pause",
          upgrade_step: "pause",
          upgrade_task: { status: "running", upgrade_status: { failed: "false", is_canceled: false } },
        },
        { verdict: "paused", upgrade: { phase: "paused", rawPhase: "pause" } },
      ),
      statusCase(
        "cancelled: the version decides",
        { status: "", upgrade_step: "", upgrade_task: { status: "", upgrade_status: { is_canceled: true } } },
        { verdict: "converged", upgrade: { phase: "cancelled" } },
      ),
      statusCase(
        "an unknown word is shown",
        { status: "stopped" },
        {
          verdict: "unknown",
          reason: expect.stringContaining("stopped"),
        },
      ),
    ]);
  });

  it("half an upgrade is none: with another version the success decides nothing, the failure still does", async () => {
    const behind = { entry: { ...usesStatus, targetVersion: "1.33.1-aliyun.1" } };
    const ahead = { entry: { ...usesStatus, targetVersion: "1.31" } };
    const drift = [{ property: "version", expected: "1.33.1-aliyun.1", observed: "1.32.1-aliyun.1" }];
    await checkAck([
      statusCase("success, behind", succeeded, { verdict: "behind", drift }, behind),
      statusCase("success, ahead", succeeded, { verdict: "ahead" }, ahead),
      statusCase(
        "not started, behind",
        { upgrade_step: "not_start", status: "" },
        { verdict: "behind", upgrade: null },
        behind,
      ),
      statusCase(
        "failed, behind",
        { status: "fail", upgrade_step: "pause" },
        { verdict: "failed", drift },
        behind,
      ),
      statusCase("paused, behind", { status: "pause", upgrade_step: "pause" }, { verdict: "paused" }, behind),
      statusCase(
        "running, behind",
        { status: "running", upgrade_step: "upgrading" },
        { verdict: "upgrading" },
        behind,
      ),
    ]);
  });

  it("while the cluster's state is upgrading, a success settles and a failure stays one", async () => {
    const moving = { cluster: { state: "upgrading" } };
    await checkAck([
      statusCase("success", succeeded, { verdict: "upgrading", observed: { state: "upgrading" } }, moving),
      statusCase(
        "not started",
        { status: "", upgrade_step: "not_start" },
        { verdict: "upgrading", upgrade: { id: null, phase: "running" } },
        moving,
      ),
      statusCase("running", sample, { verdict: "upgrading" }, moving),
      statusCase("paused", { status: "pause" }, { verdict: "paused" }, moving),
      statusCase("failed", { status: "fail" }, { verdict: "failed" }, moving),
      statusCase("unknown word", { upgrade_step: "rolling" }, { verdict: "unknown" }, moving),
      statusCase(
        "broken cluster after a success",
        succeeded,
        { verdict: "failed" },
        { cluster: { state: "failed" } },
      ),
    ]);
  });
});

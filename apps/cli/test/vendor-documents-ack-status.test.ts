import type { AlibabaClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { type Case, checkAck } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;
const usesStatus = { with: { source: "upgrade-status" } };

/** What the letters of the tables stand for. `C`: the upgrade succeeded; `-`: there is none. The version matches. */
const outcomes: Readonly<Record<string, AckCase["expected"]>> = {
  U: { verdict: "upgrading", outcome: "pending", upgrade: { phase: "running", id: null }, error: null },
  F: { verdict: "failed", outcome: "action", upgrade: { phase: "failed", id: null }, error: null },
  P: { verdict: "paused", outcome: "action", upgrade: { phase: "paused", id: null }, error: null },
  C: { verdict: "converged", outcome: "ok", upgrade: { phase: "succeeded", id: null }, error: null },
  "-": { verdict: "converged", outcome: "ok", upgrade: null, error: null },
  "?": { verdict: "unknown", outcome: "incomplete" },
};

/** `(none)` is a field that is not there. */
const taskWords = ["running", "Success", "Failed", "(none)", "Paused"] as const;

/** Every documented value of every field, each with nothing and with a word that no document has. */
const combinations: readonly (readonly [status: string, step: string, byTask: string])[] = [
  // task:                      running Success Failed (none) Paused
  ["success", "not_start", /*     */ "U C F C ?"],
  ["success", "prechecking", /*   */ "U U F U ?"],
  ["success", "upgrading", /*     */ "U U F U ?"],
  ["success", "pause", /*         */ "P P F P ?"],
  ["success", "success", /*       */ "U C F C ?"],
  ["success", "(none)", /*        */ "U C F C ?"],
  ["success", "rolling", /*       */ "? ? F ? ?"],
  ["fail", "not_start", /*        */ "F F F F F"],
  ["fail", "prechecking", /*      */ "F F F F F"],
  ["fail", "upgrading", /*        */ "F F F F F"],
  ["fail", "pause", /*            */ "F F F F F"],
  ["fail", "success", /*          */ "F F F F F"],
  ["fail", "(none)", /*           */ "F F F F F"],
  ["fail", "rolling", /*          */ "F F F F F"],
  ["pause", "not_start", /*       */ "P P F P ?"],
  ["pause", "prechecking", /*     */ "P P F P ?"],
  ["pause", "upgrading", /*       */ "P P F P ?"],
  ["pause", "pause", /*           */ "P P F P ?"],
  ["pause", "success", /*         */ "P P F P ?"],
  ["pause", "(none)", /*          */ "P P F P ?"],
  ["pause", "rolling", /*         */ "? ? F ? ?"],
  ["running", "not_start", /*     */ "U U F U ?"],
  ["running", "prechecking", /*   */ "U U F U ?"],
  ["running", "upgrading", /*     */ "U U F U ?"],
  ["running", "pause", /*         */ "P P F P ?"],
  ["running", "success", /*       */ "U U F U ?"],
  ["running", "(none)", /*        */ "U U F U ?"],
  ["running", "rolling", /*       */ "? ? F ? ?"],
  ["(none)", "not_start", /*      */ "U C F - ?"],
  ["(none)", "prechecking", /*    */ "U U F U ?"],
  ["(none)", "upgrading", /*      */ "U U F U ?"],
  ["(none)", "pause", /*          */ "P P F P ?"],
  ["(none)", "success", /*        */ "U C F C ?"],
  ["(none)", "(none)", /*         */ "U C F - ?"],
  ["(none)", "rolling", /*        */ "? ? F ? ?"],
  ["stopped", "not_start", /*     */ "? ? F ? ?"],
  ["stopped", "prechecking", /*   */ "? ? F ? ?"],
  ["stopped", "upgrading", /*     */ "? ? F ? ?"],
  ["stopped", "pause", /*         */ "? ? F ? ?"],
  ["stopped", "success", /*       */ "? ? F ? ?"],
  ["stopped", "(none)", /*        */ "? ? F ? ?"],
  ["stopped", "rolling", /*       */ "? ? F ? ?"],
];

/** `nothing` is how a field that says nothing is sent; undefined leaves the key out. */
function bodyOf(status: string, step: string, task: string, nothing: null | "" | undefined) {
  const value = (word: string) => (word === "(none)" ? nothing : word);
  return {
    error_message: "",
    precheck_report_id: "be4c8eb72de94d459ea7ace7c811d119",
    status: value(status),
    upgrade_step: value(step),
    upgrade_task:
      task === "(none)"
        ? nothing === ""
          ? { status: "", message: "" }
          : nothing
        : { status: task, message: "" },
  };
}

function casesFor(nothing: null | "" | undefined, changes: Partial<AckCase> = {}): AckCase[] {
  return combinations.flatMap(([status, step, byTask]) =>
    byTask.split(" ").map((letter, index) => ({
      name: `${status} / ${step} / ${taskWords[index]}`,
      answers: { GetUpgradeStatus: { body: bodyOf(status, step, taskWords[index] ?? "", nothing) } },
      entry: usesStatus,
      expected: outcomes[letter] ?? { verdict: `no such letter: ${letter}` },
      ...changes,
    })),
  );
}

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

describe("GetUpgradeStatus, as its document has it (2024-02-29)", () => {
  it.each([
    ["left out", undefined],
    ["null", null],
    ["empty", ""],
  ] as const)("every combination of its words, with fields that say nothing %s", async (_how, nothing) => {
    const cases = casesFor(nothing);
    expect(cases).toHaveLength(210);
    const { simulator } = await checkAck(cases);
    expect(simulator.stats.byAction).toEqual({ DescribeClustersForRegion: 5, GetUpgradeStatus: 210 });
  });

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

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

function _statusCase(
  name: string,
  body: unknown,
  expected: AckCase["expected"],
  more: Partial<AckCase> = {},
): AckCase {
  return { name, answers: { GetUpgradeStatus: { body } }, entry: usesStatus, expected, ...more };
}

const _sample = {
  error_message: "subject to actual return",
  precheck_report_id: "be4c8eb72de94d459ea7ace7c811d119",
  status: "running",
  upgrade_step: "prechecking",
  upgrade_task: { status: "running", message: "subject to actual return" },
};
const _succeeded = {
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
    const { ListClusterChecks, GetClusterCheck, ...reads } = simulator.stats.byAction;
    expect(reads).toEqual({ DescribeClustersForRegion: 5, GetUpgradeStatus: 210 });
    // What the checks found is asked for where an upgrade has failed, and only there.
    const failed = cases.filter(({ expected }) => expected.verdict === "failed").length;
    expect({ ListClusterChecks, GetClusterCheck }).toEqual({
      ListClusterChecks: failed,
      GetClusterCheck: failed,
    });
  });
});

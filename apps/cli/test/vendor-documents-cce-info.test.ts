import type { HuaweiClusterScenario, ResponsesScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import {
  denied,
  early,
  gateway404,
  info,
  late,
  listOf,
  missing,
  oddBodies,
  upgradeProgress,
  workflow,
} from "./vendor-cce-bodies.ts";
import { type Case, cceVersion, checkCce, unread, unreadUpgrades } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;
type Answer = ResponsesScenario[string];

describe("CCE: upgradeinfo", () => {
  function infoCase(
    name: string,
    answer: Answer,
    expected: CceCase["expected"],
    more: ResponsesScenario = {},
    entry: object = {},
  ): CceCase {
    return { name, answers: { ShowClusterUpgradeInfo: answer, ...more }, entry, expected };
  }

  it("what it says of upgrades", async () => {
    const last = (phase: unknown, at?: string) => ({ lastUpgradeInfo: upgradeProgress(phase, at) });
    const done = (created: string) => ({
      ListUpgradeWorkFlows: listOf([workflow("w-1", "Success", created)]),
    });
    await checkCce([
      infoCase("running", info(upgradeProgress("Running")), {
        verdict: "upgrading",
        upgrade: { id: null, phase: "running", rawPhase: "Running", progress: 0.42 },
      }),
      infoCase("init, completionTime filled", info(upgradeProgress("Init", late)), {
        verdict: "upgrading",
        upgrade: { phase: "pending", finishedAt: null },
      }),
      infoCase("paused", info(upgradeProgress("Pause")), {
        verdict: "paused",
        upgrade: { phase: "paused", rawPhase: "Pause" },
      }),
      infoCase("failed", info(upgradeProgress("Failed")), {
        verdict: "failed",
        upgrade: { phase: "failed", rawPhase: "Failed" },
      }),
      infoCase("success", info(upgradeProgress("Success")), {
        verdict: "converged",
        upgrade: { phase: "succeeded" },
      }),
      infoCase("unknown word", info(upgradeProgress("Melting")), {
        verdict: "unknown",
        reason: expect.stringContaining("Melting"),
      }),
      infoCase("blank", info({ phase: "", progress: "", completionTime: "" }), {
        verdict: "converged",
        upgrade: null,
      }),
      infoCase("null", info(null, { lastUpgradeInfo: null }), { verdict: "converged", upgrade: null }),
      infoCase("last failed", info(undefined, last("Failed", late)), {
        verdict: "failed",
        upgrade: { phase: "failed", rawPhase: "Failed" },
      }),
      infoCase(
        "last failed, another workflow succeeded later",
        info(undefined, last("Failed", early)),
        { verdict: "converged", upgrade: { id: "w-1" } },
        done(late),
      ),
      infoCase(
        "last failed after the newest workflow",
        info(undefined, last("Failed", late)),
        { verdict: "failed" },
        done(early),
      ),
      infoCase("last failed, success since", info(upgradeProgress("Success", late), last("Failed", early)), {
        verdict: "converged",
      }),
      infoCase(
        "last succeeded, failed since",
        info(upgradeProgress("Failed", late), last("Success", early)),
        { verdict: "failed" },
      ),
      infoCase(
        "running beside a finished workflow",
        info(upgradeProgress("Running")),
        { verdict: "upgrading" },
        done(late),
      ),
      infoCase(
        "failed beside a finished workflow",
        info(upgradeProgress("Failed", late)),
        { verdict: "failed" },
        done(early),
      ),
      infoCase(
        "running, task list closed",
        info(upgradeProgress("Running")),
        { verdict: "upgrading" },
        { ListUpgradeClusterTasks: denied },
      ),
      infoCase("running, task list broken", info(upgradeProgress("Running")), unread("unexpected-response"), {
        ListUpgradeClusterTasks: { text: "<html>" },
      }),
    ]);
  });

  it("what it says of versions", async () => {
    const versions = (versionInfo: unknown) => info(undefined, { versionInfo });
    const at = (version: string) => ({ observed: { version } });
    await checkCce([
      infoCase("no suggestion", versions({ release: "v1.29.8", patch: "r4", suggestPatch: "" }), {
        verdict: "converged",
        ...at(cceVersion),
      }),
      infoCase("patch behind", versions({ release: "v1.29.8", patch: "r2", suggestPatch: "r4" }), {
        verdict: "behind",
        ...at("v1.29.8-r2"),
        drift: [{ property: "version", expected: cceVersion, observed: "v1.29.8-r2" }],
      }),
      infoCase("r10 is above r4", versions({ release: "v1.29.8", patch: "r10", targetVersions: null }), {
        verdict: "ahead",
        ...at("v1.29.8-r10"),
      }),
      infoCase("it beats the list's row", versions({ release: "v1.31.4", patch: "r2" }), {
        verdict: "ahead",
        ...at("v1.31.4-r2"),
      }),
      infoCase("missing", versions(undefined), { verdict: "converged", ...at(cceVersion) }),
      infoCase("null", versions(null), { verdict: "converged", ...at(cceVersion) }),
      infoCase("blank", versions({ release: "", patch: "" }), { verdict: "converged", ...at(cceVersion) }),
      infoCase(
        "no spec",
        { body: { kind: "UpgradeInfo", apiVersion: "v3" } },
        { verdict: "converged", ...at(cceVersion) },
      ),
      infoCase(
        "a list for versions",
        versions({ release: ["v1.29.8"], patch: "r4" }),
        unread("unexpected-response"),
      ),
    ]);
  });

  it("closed, absent, or not what the API answers", async () => {
    const closed = (kind: string, more: object) =>
      unreadUpgrades(kind, { hint: expect.stringMatching(/on request/), ...more });
    const calls = ["ShowClusterUpgradeInfo", "ListUpgradeWorkFlows"] as const;
    await checkCce(
      calls.flatMap((call): CceCase[] => [
        {
          name: `${call} 403`,
          answers: { [call]: denied },
          expected: closed("forbidden", { code: "CCE.01403001", httpStatus: 403, retryable: false }),
        },
        {
          name: `${call} 404 of the gateway`,
          answers: { [call]: gateway404 },
          expected: closed("unavailable", { code: "APIGW.0101", httpStatus: 404, retryable: false }),
        },
        {
          name: `${call} 404 of the service`,
          answers: { [call]: missing },
          expected: closed("unavailable", { code: "CCE.01404001", httpStatus: 404 }),
        },
        {
          name: `${call} 404 of a proxy`,
          answers: { [call]: { status: 404, text: "<html>" } },
          expected: closed("unavailable", { httpStatus: 404 }),
        },
        {
          name: `${call} 500`,
          answers: {
            [call]: { status: 500, body: { errorCode: "CCE.01500001", errorMessage: "Internal error." } },
          },
          expected: unread("unavailable", { code: "CCE.01500001", retryable: true }),
        },
        {
          name: `${call} 429`,
          answers: { [call]: { status: 429, body: { error_code: "APIGW.0308", error_msg: "throttled" } } },
          expected: unread("rate-limited"),
        },
        ...oddBodies.map(
          (text): CceCase => ({
            name: `${call} ${JSON.stringify(text)}`,
            answers: { [call]: { text } },
            expected: unread("unexpected-response", { httpStatus: 200 }),
          }),
        ),
      ]),
    );
  });
});

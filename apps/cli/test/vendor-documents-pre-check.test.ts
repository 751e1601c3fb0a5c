import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import {
  denied,
  gateway404,
  listOf,
  missing,
  oddBodies,
  workflow,
  workflowSample,
} from "./vendor-cce-bodies.ts";
import {
  atCheck,
  check,
  checkId,
  failedAt,
  full,
  fullFindings,
  item,
  unnamed,
} from "./vendor-pre-check-bodies.ts";
import { type Case, checkAutopilot, checkCce, idOf } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;

describe("what the pre-upgrade check found", () => {
  it("stands in the report of a failed upgrade", async () => {
    const { simulator } = await checkCce([
      {
        name: "all that did not succeed, of every section",
        answers: failedAt(atCheck, { ShowPreCheck: { body: full } }),
        expected: { verdict: "failed", reason: expect.stringContaining("PreCheck"), findings: fullFindings },
      },
      {
        name: "also where a later step failed",
        answers: failedAt(workflowSample, { ShowPreCheck: { body: full } }),
        expected: { verdict: "failed", reason: expect.stringContaining("Cluster"), findings: fullFindings },
      },
      {
        name: "pinned",
        answers: { ShowUpgradeWorkFlow: { body: atCheck }, ShowPreCheck: { body: full } },
        entry: { with: { workflowId: workflowSample.metadata.uid } },
        expected: { verdict: "failed", findings: fullFindings },
      },
      {
        name: "from the list, for the same target and time",
        answers: failedAt(unnamed, {
          ListPreCheckTasks: listOf([
            check({ message: "another target" }, { targetVersion: "v1.21.7-r0" }),
            check({ message: "too late" }, {}, { creationTimestamp: "2023-11-26 07:20:04 +0000 UTC" }),
            full,
            check({ message: "older" }, {}, { creationTimestamp: "2023-11-25 06:20:04 +0000 UTC" }),
          ]),
        }),
        expected: { verdict: "failed", findings: fullFindings },
      },
      {
        name: "one object for a list",
        answers: failedAt(unnamed, { ListPreCheckTasks: listOf(full) }),
        expected: { verdict: "failed", findings: fullFindings },
      },
      {
        name: "its message where it names no items",
        answers: failedAt(atCheck, {
          ShowPreCheck: { body: check({ phase: "Error", message: "no backup" }) },
        }),
        expected: {
          verdict: "failed",
          findings: [{ level: "error", item: "PreCheck", message: "no backup", resource: null }],
        },
      },
      {
        name: "nothing where it went well",
        answers: failedAt(workflowSample, {
          ShowPreCheck: { body: check({ phase: "Success", message: "" }) },
        }),
        expected: { verdict: "failed", findings: [] },
      },
      {
        name: "nothing where there is none",
        answers: failedAt(unnamed, { ListPreCheckTasks: listOf([]) }),
        expected: { verdict: "failed", findings: [] },
      },
    ]);
    expect(Object.keys(simulator.stats.byMethod)).toEqual(["GET"]);
  });

  it("costs no verdict where it cannot be read", async () => {
    const unread = { verdict: "failed", error: null, findings: null, upgrade: { phase: "failed" } };
    await checkCce([
      ...[denied, missing, gateway404, { status: 503, body: "busy" }, { status: 429, body: {} }].map(
        (answer, index): CceCase => ({
          name: `${answer.status} ${index}`,
          answers: failedAt(atCheck, { ShowPreCheck: answer }),
          expected: unread,
        }),
      ),
      ...oddBodies.map(
        (body): CceCase => ({
          name: `body ${JSON.stringify(body)}`,
          answers: failedAt(atCheck, { ShowPreCheck: { body } }),
          expected: unread,
        }),
      ),
      ...oddBodies.map(
        (body): CceCase => ({
          name: `list ${JSON.stringify(body)}`,
          answers: failedAt(unnamed, { ListPreCheckTasks: { body } }),
          expected: unread,
        }),
      ),
      {
        name: "of another cluster",
        answers: failedAt(atCheck, { ShowPreCheck: { body: check({}, { clusterID: "another" }) } }),
        expected: unread,
      },
      {
        name: "with a level that is a number",
        answers: failedAt(atCheck, {
          ShowPreCheck: { body: check({ clusterCheckStatus: { itemsStatus: [item("a", { level: 1 })] } }) },
        }),
        expected: unread,
      },
    ]);
  });

  it("is not asked for unless something failed", async () => {
    const answers = { ShowPreCheck: { body: full }, ListPreCheckTasks: listOf([full]) };
    const { simulator, clusters } = await checkCce([
      { name: "healthy", answers, expected: { verdict: "converged" } },
      {
        name: "running",
        answers: failedAt(
          workflow("w", "Running", "2026-06-01 08:00:00 +0000 UTC", [
            { taskType: "PreCheck", taskID: "p", status: "Running" },
          ]),
          answers,
        ),
        expected: { verdict: "upgrading" },
      },
      {
        name: "cancelled",
        answers: failedAt({ ...atCheck, status: { ...atCheck.status, phase: "Cancel" } }, answers),
        expected: { verdict: "converged" },
      },
    ]);
    expect(simulator.stats.requests.filter(({ action }) => action?.includes("PreCheck"))).toEqual([]);
    for (const cluster of Object.values(clusters)) expect(cluster).not.toHaveProperty("findings");
  });

  it("costs the verdict nothing where the key is refused for it", async () => {
    await checkCce([
      {
        name: "refused",
        answers: failedAt(atCheck, {
          ShowPreCheck: {
            status: 401,
            body: { error_code: "APIGW.0301", error_msg: "Incorrect IAM authentication" },
          },
        }),
        expected: { verdict: "failed", error: null, findings: null },
      },
    ]);
  });

  it("is read of CCE Autopilot in the same way", async () => {
    const { simulator } = await checkAutopilot([
      {
        name: "named",
        answers: { ListAutopilotUpgradeWorkFlows: listOf([atCheck]), ShowAutopilotPreCheck: { body: full } },
        expected: { verdict: "failed", findings: fullFindings },
      },
      {
        name: "listed",
        answers: {
          ListAutopilotUpgradeWorkFlows: listOf([unnamed]),
          ListAutopilotPreCheckTasks: listOf([full]),
        },
        expected: { verdict: "failed", findings: fullFindings },
      },
      {
        name: "closed",
        answers: { ListAutopilotUpgradeWorkFlows: listOf([atCheck]), ShowAutopilotPreCheck: denied },
        expected: { verdict: "failed", findings: null },
      },
    ]);
    const asked = simulator.stats.requests.filter(({ action }) => action === "ShowAutopilotPreCheck");
    expect(asked.map(({ target }) => target).toSorted()).toEqual(
      [0, 2].map((index) =>
        expect.stringMatching(new RegExp(`/${idOf(index)}/operation/precheck/tasks/${checkId}$`)),
      ),
    );
  });
});

describe("the simulator's own checks", () => {
  it("explain an upgrade that failed at its check", async () => {
    const operations = [
      {
        from: "v1.28.15-r2",
        to: "v1.29.8-r4",
        startedAgo: "2h",
        outcome: "failed" as const,
        stopsAt: "PreCheck",
        preCheck: {
          findings: [
            {
              item: "disk-check",
              level: "Warning",
              group: "NodeCheck",
              resource: "node-7",
              message: "disk is full",
            },
            { item: "quota", message: "no quota left" },
          ],
        },
      },
    ];
    await checkCce([
      {
        name: "failed",
        cluster: { version: "v1.28.15-r2", operations },
        expected: {
          verdict: "failed",
          reason: expect.stringContaining("no quota left"),
          findings: expect.arrayContaining([
            { level: "warning", item: "disk-check", message: "disk is full", resource: "node-7" },
            { level: "error", item: "quota", message: "no quota left", resource: null },
          ]),
        },
      },
    ]);
  });
});

import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { expect, it } from "vitest";
import {
  denied,
  gateway404,
  info,
  late,
  listOf,
  oddBodies,
  upgradeProgress,
  workflow,
} from "./vendor-cce-bodies.ts";
import { type Case, checkAutopilot, idOf } from "./vendor-table.ts";

type AutopilotCase = Case<HuaweiClusterScenario>;

const plan = {
  kind: "UpgradePlan",
  apiVersion: "v3",
  metadata: { uid: "plan-1" },
  spec: {
    clusterID: "case-0",
    clusterVersion: "v1.29.8-r4",
    targetVersion: "v1.31.4-r2",
    notBefore: "2026-12-01 02:00:00",
    notAfter: "2026-12-01T06:00:00Z",
    notBeforeDeadline: "2026-12-15 02:00:00 +0000 UTC",
  },
  status: { phase: "Scheduled" },
};
const line =
  "v1.31.4-r2: Scheduled, from v1.29.8-r4, not before 2026-12-01T02:00:00Z, not after 2026-12-01T06:00:00Z, can be put off until 2026-12-15T02:00:00Z";
const running = { ListAutopilotUpgradeWorkFlows: listOf([workflow("w-1", "Running", late)]) };
const observed = { version: "v1.29.8-r4", state: "Available" };

it("automatic upgrades are shown and decide nothing", async () => {
  const { clusters, simulator } = await checkAutopilot([
    {
      name: "one object",
      answers: { ...running, ListAutopilotUpgradePlans: listOf(plan) },
      expected: { verdict: "upgrading", observed: { ...observed, upgradePlans: [line] } },
    },
    {
      name: "a list",
      answers: {
        ...running,
        ListAutopilotUpgradePlans: listOf([
          { ...plan, spec: { targetVersion: "v1.32.1-r0", notBefore: "2027-01-01T00:00:00Z" }, status: {} },
          plan,
        ]),
      },
      expected: {
        verdict: "upgrading",
        observed: { ...observed, upgradePlans: [line, "v1.32.1-r0: not before 2027-01-01T00:00:00Z"] },
      },
    },
    {
      name: "of a failed one",
      answers: {
        ListAutopilotUpgradeWorkFlows: listOf([workflow("w-1", "Pending", late)]),
        ListAutopilotUpgradePlans: listOf(plan),
      },
      expected: { verdict: "failed", observed: { ...observed, upgradePlans: [line] } },
    },
    {
      name: "of one that no workflow explains",
      answers: {
        ShowAutopilotClusterUpgradeInfo: info(upgradeProgress("Success")),
        ListAutopilotUpgradePlans: listOf(plan),
      },
      expected: { verdict: "converged", observed: { ...observed, upgradePlans: [line] } },
    },
    {
      name: "not asked for of a healthy one",
      answers: { ListAutopilotUpgradePlans: listOf(plan) },
      expected: { verdict: "converged" },
    },
    ...oddBodies.map(
      (body): AutopilotCase => ({
        name: `unreadable ${JSON.stringify(body)}`,
        answers: { ...running, ListAutopilotUpgradePlans: { body } },
        expected: { verdict: "upgrading", error: null, observed: { ...observed, upgradePlans: null } },
      }),
    ),
    ...[denied, gateway404, listOf([]), listOf(null)].map(
      (answer, index): AutopilotCase => ({
        name: `none ${index}`,
        answers: { ...running, ListAutopilotUpgradePlans: answer },
        expected: { verdict: "upgrading", error: null },
      }),
    ),
  ]);
  for (const name of ["not asked for of a healthy one", "none 0", "none 1", "none 2", "none 3"])
    expect(clusters[name]?.observed).toEqual(observed);
  const asked = simulator.stats.requests.filter(({ action }) => action === "ListAutopilotUpgradePlans");
  expect(asked.some(({ cluster }) => cluster === idOf(4))).toBe(false);
});

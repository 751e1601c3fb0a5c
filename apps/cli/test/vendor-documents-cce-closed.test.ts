import type { HuaweiClusterScenario, ResponsesScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";
import { denied, gateway404, late, listOf, workflow } from "./vendor-cce-bodies.ts";
import { type Case, cceVersion, checkCce, unreadUpgrades } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;

describe("CCE: upgrades that are closed to the account", () => {
  it.each([
    [403, denied, "forbidden"],
    [404, gateway404, "unavailable"],
  ] as const)(
    "where the upgrade API answers %d, what is known of the cluster is judged",
    async (httpStatus, answer, kind) => {
      const known = (
        name: string,
        cluster: Partial<HuaweiClusterScenario>,
        judged: CceCase["expected"],
        answers: ResponsesScenario = {},
      ): CceCase => ({
        name,
        cluster,
        answers: { ShowClusterUpgradeInfo: answer, ListUpgradeWorkFlows: answer, ...answers },
        expected: { error: { kind, httpStatus, retryable: false }, ...judged },
      });
      const line = (version: string) => ({
        ShowCluster: { body: { kind: "Cluster", spec: { version }, status: { phase: "Available" } } },
      });
      // A list's row would take the place of the cluster's own answer.
      const oneByOne = { ListClusters: denied };
      const { clusters } = await checkCce(
        [
          known("exact", {}, { verdict: "unknown", outcome: "incomplete", upgrade: null, drift: [] }),
          known(
            "Error",
            { state: "Error" },
            { verdict: "failed", outcome: "action", observed: { state: "Error" } },
          ),
          known(
            "Upgrading",
            { state: "Upgrading" },
            { verdict: "upgrading", outcome: "pending", upgrade: { id: null, rawPhase: "Upgrading" } },
          ),
          known(
            "older line",
            {},
            { verdict: "behind", outcome: "action", observed: { version: "v1.28" }, upgrade: null },
            line("v1.28"),
          ),
          known("newer line", {}, { verdict: "ahead", observed: { version: "v1.30" } }, line("v1.30")),
          known(
            "same line",
            {},
            { verdict: "unknown", observed: { version: "v1.29" }, drift: [] },
            line("v1.29"),
          ),
          known("Shelved", { state: "Shelved" }, { verdict: "unknown", observed: { state: "Shelved" } }),
        ],
        oneByOne,
      );
      for (const name of ["exact", "same line"])
        expect(clusters[name]?.reason).toMatch(/upgrade API is not available to this account/);
    },
  );

  it("a failed workflow counts although upgradeinfo is closed", async () => {
    await checkCce([
      {
        name: "failed",
        answers: {
          ShowClusterUpgradeInfo: denied,
          ListUpgradeWorkFlows: listOf([workflow("w-1", "Pending", late)]),
        },
        expected: { verdict: "failed", upgrade: { id: "w-1" }, error: { kind: "forbidden" } },
      },
    ]);
  });

  it.each([
    ["closed", "forbidden"],
    ["absent", "unavailable"],
  ] as const)(
    "an account whose upgrade API is %s: %s, and the cluster is not called missing",
    async (upgradeApi, kind) => {
      const simulator = await simulate(
        huawei(
          [
            { name: "a", id: "c-1", version: cceVersion },
            { name: "b", id: "c-2", version: cceVersion },
          ],
          { upgradeApi },
        ),
      );
      const entry = { provider: "hw", targetVersion: cceVersion };
      const cwd = await folderWith({
        "upgradectl.yaml": manifest(simulator.url, [
          { name: "a", id: "c-1", ...entry },
          { name: "b", id: "c-2", with: { workflowId: "w-1" }, ...entry },
        ]),
      });
      const result = await runCli(["check", "--retries", "0", "-o", "json"], { cwd });
      expect(result.code).toBe(4);
      expect(reportOf(result)).toMatchObject({
        complete: false,
        clusters: [unreadUpgrades(kind), unreadUpgrades(kind)],
      });
      expect(simulator.stats.rejected).toEqual([]);
    },
  );
});

import type { CssClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { switchoverSample, upgradeSample, upgrades } from "./vendor-css-bodies.ts";
import { type Case, checkCss } from "./vendor-table.ts";

type CssCase = Case<CssClusterScenario>;

describe("CSS: upgrades and zone switchovers", () => {
  it("the page's two samples, as they are printed", async () => {
    const [firstNode, secondNode, thirdNode] = ["1-1", "2-1", "3-1"].map(
      (name) => `css-test-ess-esn-${name}`,
    );
    await checkCss([
      {
        name: "upgrade",
        answers: upgrades(upgradeSample),
        expected: {
          verdict: "upgrading",
          outcome: "pending",
          observed: { version: "7.10.2", state: "200" },
          upgrade: {
            id: upgradeSample.id,
            kind: "image",
            phase: "running",
            rawPhase: "RUNNING",
            toVersion: "7.10.2_22.5.1_1230",
            progress: 0,
            startedAt: "2023-01-05T02:23:39Z",
            finishedAt: null,
            zoneAssumed: true,
            steps: [
              {
                name: "Data migration",
                phase: "succeeded",
                rawPhase: "SUCCESS",
                startedAt: "2023-01-05T02:23:42Z",
                finishedAt: "2023-01-05T02:29:51Z",
                order: 0,
              },
              {
                name: "Task status update",
                phase: "pending",
                rawPhase: "WAITING",
                startedAt: null,
                order: 12,
              },
            ],
            nodes: { total: [firstNode, secondNode, thirdNode], completed: [], current: [firstNode] },
            details: {
              retries: 1,
              agency: "css_test_agency",
              image: { name: "7.10.2_22.5.1_1230", version: "7.10.2", priority: 16 },
            },
          },
        },
      },
      {
        name: "switchover",
        answers: upgrades(switchoverSample),
        expected: {
          verdict: "upgrading",
          upgrade: {
            id: switchoverSample.id,
            kind: "zone-switch",
            phase: "running",
            progress: expect.closeTo(1 / 3),
            startedAt: "2022-12-29T08:32:29Z",
            steps: [{ phase: "succeeded" }, { phase: "running", startedAt: "2023-01-04T06:53:42Z" }],
            nodes: {
              total: [secondNode, firstNode, thirdNode],
              completed: [secondNode],
              current: [firstNode],
            },
            details: {
              migration: { sourceAz: "cn-north-4a", targetAz: "cn-north-4c" },
              finalZones: { "cn-north-4c": [secondNode, firstNode, thirdNode] },
            },
          },
        },
      },
    ]);
  });

  it("every documented status, and others", async () => {
    const verdicts: Readonly<Record<string, string>> = {
      RUNNING: "upgrading",
      SUCCESS: "converged",
      FAILED: "failed",
      PARTIAL_FAILED: "failed",
      running: "upgrading",
      ABORTED: "unknown",
      constructor: "unknown",
      "": "unknown",
    };
    const cases = [upgradeSample, switchoverSample].flatMap((sample) =>
      Object.entries(verdicts).map(
        ([status, verdict]): CssCase => ({
          name: `${sample === upgradeSample ? "upgrade" : "switchover"} ${status || "without a status"}`,
          answers: upgrades({ ...sample, status }),
          expected: { verdict, upgrade: { rawPhase: status || null } },
        }),
      ),
    );
    await checkCss(cases);
  });

  it("what an upgrade leads to", async () => {
    const image = (fields: object) => upgrades({ ...upgradeSample, imageInfo: fields });
    await checkCss([
      {
        name: "another version",
        answers: image({ displayName: "7.17.0_24", datastoreVersion: "7.17.0" }),
        expected: { verdict: "diverging", upgrade: { kind: "version", toVersion: "7.17.0" } },
      },
      {
        name: "the wanted version",
        cluster: { version: "7.6.2" },
        answers: upgrades(upgradeSample),
        expected: {
          verdict: "upgrading",
          upgrade: { kind: "version", toVersion: "7.10.2", fromVersion: null },
        },
      },
      {
        name: "an image of no version",
        answers: image({ displayName: "7.10.2_24" }),
        expected: { verdict: "upgrading", upgrade: { kind: "image", toVersion: "7.10.2_24" } },
      },
      {
        name: "no image at all",
        answers: upgrades({ id: "u-1", status: "RUNNING" }),
        expected: {
          verdict: "upgrading",
          upgrade: { kind: "image", toVersion: null, progress: null, steps: [] },
        },
      },
    ]);
  });

  it("the one under way counts, else the newest, in any order", async () => {
    const at = (id: string, status: string, startTime: string) => ({
      ...upgradeSample,
      id,
      status,
      startTime,
    });
    const old = "2023-01-01T00:00:00";
    const late = "2024-01-01T00:00:00";
    await checkCss([
      {
        name: "failed, then mended",
        answers: upgrades(at("a", "FAILED", old), at("b", "SUCCESS", late)),
        expected: { verdict: "converged", upgrade: { id: "b" } },
      },
      {
        name: "the other way round",
        answers: upgrades(at("b", "FAILED", late), at("a", "SUCCESS", old)),
        expected: { verdict: "failed", upgrade: { id: "b" } },
      },
      {
        name: "one still runs",
        answers: upgrades(at("b", "SUCCESS", late), at("a", "RUNNING", old)),
        expected: { verdict: "upgrading", upgrade: { id: "a" } },
      },
      {
        name: "a switchover failed after the upgrade",
        answers: upgrades(at("a", "SUCCESS", old), {
          ...switchoverSample,
          status: "FAILED",
          startTime: late,
        }),
        expected: { verdict: "failed", upgrade: { kind: "zone-switch" } },
      },
      {
        name: "stalled",
        answers: upgrades(upgradeSample),
        entry: { stalledAfter: "2h" },
        expected: { verdict: "stalled", outcome: "action" },
      },
    ]);
  });

  it("only those that `with` asks for", async () => {
    const operations: CssClusterScenario["operations"] = [
      { id: "u-1", to: "7.10.2_24.9.9_0101", outcome: "failed", startedAgo: "3h", message: "node lost" },
      { id: "z-1", kind: "zone-switch", to: "cn-north-4c", startedAgo: "2h", duration: "1h" },
    ];
    const { simulator } = await checkCss([
      { name: "both", cluster: { operations }, expected: { verdict: "converged", upgrade: { id: "z-1" } } },
      {
        name: "upgrades",
        cluster: { operations },
        entry: { with: { operations: ["UPGRADING"] } },
        expected: { verdict: "failed", upgrade: { id: "u-1", message: "node lost" } },
      },
      {
        name: "switchovers",
        cluster: { operations },
        entry: { with: { operations: ["AZ_MIGRATION"] } },
        expected: { verdict: "converged", upgrade: { id: "z-1" } },
      },
    ]);
    // One list; two questions, one and one; images for the two whose last upgrade failed.
    const asked = simulator.stats.requests.map(({ action }) => action).toSorted();
    expect(asked.filter((action) => action === "ListClustersDetails")).toHaveLength(1);
    expect(asked.filter((action) => action === "UpgradeDetail")).toHaveLength(4);
    expect(asked).not.toContain("ShowClusterDetail");
  });
});

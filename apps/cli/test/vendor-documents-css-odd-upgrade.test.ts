import { describe, expect, it } from "vitest";
import { switchoverSample, upgradeSample, upgrades } from "./vendor-css-bodies.ts";
import { checkCss } from "./vendor-table.ts";

describe("CSS: upgrades and zone switchovers", () => {
  it("fields that are missing, empty or odd", async () => {
    const bare = { id: "u-1", status: "FAILED" };
    const spoilt = { verdict: "unknown", outcome: "incomplete", error: { kind: "unexpected-response" } };
    await checkCss([
      { name: "nothing but a status", answers: upgrades(bare), expected: { verdict: "failed" } },
      {
        name: "null everywhere",
        answers: upgrades({
          ...bare,
          startTime: null,
          imageInfo: null,
          totalNodes: null,
          currentNodeDetail: null,
        }),
        expected: { verdict: "failed", upgrade: { startedAt: null, steps: [] } },
      },
      {
        name: "no id",
        answers: upgrades({ ...upgradeSample, id: "" }),
        expected: { verdict: "upgrading", upgrade: { id: null } },
      },
      {
        name: "one object in place of a list",
        answers: { UpgradeDetail: { body: { totalSize: 1, detailList: upgradeSample } } },
        expected: { verdict: "upgrading", upgrade: { id: upgradeSample.id } },
      },
      {
        name: "broken JSON in texts",
        answers: upgrades({
          ...switchoverSample,
          migrateParam: '{"instType":',
          finalAzInfoMap: "cn-north-4c=",
        }),
        expected: {
          verdict: "upgrading",
          upgrade: { details: { migration: '{"instType":', finalZones: "cn-north-4c=" } },
        },
      },
      {
        name: "an explanation and a batch",
        answers: upgrades({
          ...upgradeSample,
          status: "PARTIAL_FAILED",
          failMessage: "node 2 did not start",
          currentBatchNodes: "b, c",
          batchSize: 2,
        }),
        expected: {
          verdict: "failed",
          reason: expect.stringContaining("node 2 did not start"),
          upgrade: { nodes: { current: ["b", "c"] }, details: { batchSize: 2 } },
        },
      },
      {
        name: "never upgraded, without a list",
        answers: { UpgradeDetail: { body: { totalSize: 0 } } },
        expected: { verdict: "converged", upgrade: null },
      },
      {
        name: "a promise of rows",
        answers: { UpgradeDetail: { body: { totalSize: 2, detailList: [] } } },
        expected: spoilt,
      },
      { name: "an empty object", answers: { UpgradeDetail: { body: {} } }, expected: spoilt },
      { name: "null", answers: { UpgradeDetail: { body: null } }, expected: spoilt },
      {
        name: "a text for a list",
        answers: { UpgradeDetail: { body: { detailList: "none" } } },
        expected: spoilt,
      },
      {
        name: "a row that is null",
        answers: { UpgradeDetail: { body: { detailList: [null] } } },
        expected: spoilt,
      },
      { name: "a page of a proxy", answers: { UpgradeDetail: { text: "<html>" } }, expected: spoilt },
    ]);
  });
});

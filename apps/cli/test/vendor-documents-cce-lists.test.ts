import type { HuaweiClusterScenario, ResponsesScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import {
  denied,
  gateway404,
  info,
  late,
  listOf,
  missing,
  oddBodies,
  task,
  upgradeProgress,
  workflow,
} from "./vendor-cce-bodies.ts";
import { type Case, cceVersion, checkCce, unread, unreadUpgrades } from "./vendor-table.ts";

type CceCase = Case<HuaweiClusterScenario>;
type Answer = ResponsesScenario[string];

describe("CCE: lists and pinned operations", () => {
  it("an empty list in every form is a healthy cluster", async () => {
    const forms = [[], null, "", undefined];
    await checkCce(
      forms.map((items, index) => ({
        name: `form ${index}`,
        answers: { ListUpgradeWorkFlows: listOf(items) },
        expected: { verdict: "converged", upgrade: null },
      })),
    );
  });

  it("rows that are none are not an empty list", async () => {
    const rows = [
      "text",
      5,
      [null],
      ["w-1"],
      [{}],
      { phase: "Success" },
      [[workflow("w-1", "Success", late)]],
    ];
    await checkCce(
      rows.flatMap((items): CceCase[] => [
        {
          name: `workflows ${JSON.stringify(items).slice(0, 60)}`,
          answers: { ListUpgradeWorkFlows: listOf(items) },
          expected: unread("unexpected-response"),
        },
        {
          name: `tasks ${JSON.stringify(items).slice(0, 60)}`,
          answers: {
            ShowClusterUpgradeInfo: info(upgradeProgress("Running")),
            ListUpgradeClusterTasks: listOf(items),
          },
          expected: unread("unexpected-response"),
        },
      ]),
    );
  });

  it("one object for the tasks' list", async () => {
    await checkCce([
      {
        name: "one",
        answers: {
          ShowClusterUpgradeInfo: info(upgradeProgress("Running")),
          ListUpgradeClusterTasks: listOf(task("t-1", "Running", late)),
        },
        expected: { verdict: "upgrading", upgrade: { id: "t-1", startedAt: "2026-06-01T08:00:00.123Z" } },
      },
    ]);
  });

  it("an operation in `with` that is missing, closed or no operation", async () => {
    const pins = [
      ["ShowUpgradeWorkFlow", { workflowId: "w-1" }],
      ["ShowUpgradeClusterTask", { taskId: "t-1" }],
    ] as const;
    await checkCce(
      pins.flatMap(([call, pin]): CceCase[] => {
        const pinned = (
          name: string,
          answer: Answer | undefined,
          expected: CceCase["expected"],
        ): CceCase => ({
          name: `${call} ${name}`,
          ...(answer === undefined ? {} : { answers: { [call]: answer } }),
          entry: { with: pin },
          expected,
        });
        return [
          pinned("missing", undefined, unread("not-found", { httpStatus: 404, retryable: false })),
          pinned("missing, literal", missing, unread("not-found", { code: "CCE.01404001", httpStatus: 404 })),
          pinned("unknown to the gateway", gateway404, unreadUpgrades("unavailable", { code: "APIGW.0101" })),
          pinned("a proxy's 404", { status: 404, text: "<html>" }, unreadUpgrades("unavailable")),
          pinned("closed", denied, unreadUpgrades("forbidden", { code: "CCE.01403001" })),
          ...oddBodies.map((text) => pinned(JSON.stringify(text), { text }, unread("unexpected-response"))),
        ];
      }),
    );
  });
});

describe("CCE: the list of clusters", () => {
  it.each([
    ["forbidden", denied],
    ["gone", gateway404],
    ["a page", { text: "<html></html>" }],
    ["{}", { body: {} }],
    ["an array", { body: [] }],
    [
      "rows without ids",
      { body: { kind: "Cluster", items: [{ kind: "Cluster", metadata: { name: "x" } }] } },
    ],
  ])("a list that is %s costs one read a cluster, and nothing else", async (_what, list) => {
    const cases = ["one", "two"].map(
      (name): CceCase => ({ name, expected: { verdict: "converged", error: null } }),
    );
    const { simulator } = await checkCce(cases, { ListClusters: list });
    expect(simulator.stats.byAction.ShowCluster).toBe(2);
  });

  it("rows of a literal list: odd neighbours do not matter", async () => {
    const row = (uid: string, status: unknown) => ({
      kind: "Cluster",
      apiVersion: "v3",
      metadata: { uid, name: uid },
      spec: { version: "v1.29", legacyVersion: cceVersion },
      status,
    });
    const list = {
      kind: "Cluster",
      apiVersion: "v3",
      items: [
        row("case-2", { phase: "Error" }),
        row("case-0", { phase: "Available", endpoints: {}, conditions: {} }),
        row("stranger", null),
        row("case-1", null),
      ],
    };
    const { simulator } = await checkCce(
      [
        { name: "good", expected: { verdict: "converged" } },
        { name: "without a phase: read by itself", expected: { verdict: "converged" } },
        { name: "broken", expected: { verdict: "failed", observed: { state: "Error" } } },
        { name: "not listed: read by itself", expected: { verdict: "converged" } },
      ],
      { ListClusters: { body: list } },
    );
    expect(simulator.stats.byAction.ShowCluster).toBe(2);
  });
});

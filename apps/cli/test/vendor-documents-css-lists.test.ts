import type { CssClusterScenario, HuaweiAccountScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";
import { cssError, notThere, upgradeSample, upgrades } from "./vendor-css-bodies.ts";
import { type Case, checkCss, cssVersion, idOf, unread, unreadUpgrades } from "./vendor-table.ts";

type CssCase = Case<CssClusterScenario>;

const healthy = (name: string): CssCase => ({ name, expected: { verdict: "converged" } });

describe("CSS: lists, missing clusters and refusals", () => {
  it.each<NonNullable<HuaweiAccountScenario["cssPaging"]>>(["both", "offset", "start", "ignored"])(
    "an account whose page parameter is %s is read with one list and two requests a cluster",
    async (cssPaging) => {
      const { simulator } = await checkCss([healthy("a"), healthy("b"), healthy("c")], { cssPaging });
      const count = (name: string) => simulator.stats.requests.filter(({ action }) => action === name).length;
      expect([count("ListClustersDetails"), count("ShowClusterDetail"), count("UpgradeDetail")]).toEqual([
        1, 0, 6,
      ]);
    },
  );

  it("a page that is not the whole list never passes for one", async () => {
    const rows = Array.from({ length: 10 }, (_, index) => ({
      ...upgradeSample,
      id: `u-${index}`,
      status: "SUCCESS",
    }));
    await checkCss([
      {
        name: "the same page for ever",
        answers: { UpgradeDetail: { body: { totalSize: 11, detailList: rows } } },
        expected: unread("unexpected-response"),
      },
      {
        name: "all there is",
        answers: upgrades(...rows),
        expected: { verdict: "converged" },
      },
    ]);
  });

  it("a cluster that the account does not have", async () => {
    const simulator = await simulate(
      huawei([{ name: "a", id: idOf(0), version: cssVersion, service: "css" }]),
    );
    const entry = { provider: "css", targetVersion: cssVersion };
    const cwd = await folderWith({
      "upgradectl.yaml": manifest(simulator.url, [
        { name: "there", id: idOf(0), ...entry },
        ...["gone", "lost", "away"].map((name) => ({ name, id: name, ...entry })),
      ]),
    });
    const result = await runCli(["check", "--retries", "0", "-o", "json"], { cwd });
    expect(result.code).toBe(4);
    const missing = {
      verdict: "unknown",
      error: {
        kind: "not-found",
        code: "CSS.0015",
        httpStatus: 403,
        hint: expect.stringMatching(/not there.*may not see/),
      },
    };
    expect(reportOf(result).clusters).toMatchObject([{ verdict: "converged" }, missing, missing, missing]);
    const lists = simulator.stats.requests.filter(({ action }) => action === "ListClustersDetails");
    expect(lists).toHaveLength(1);
  });

  it("a cluster that is listed and refused is forbidden", async () => {
    await checkCss([
      {
        name: "alone",
        answers: { ShowClusterDetail: notThere },
        expected: unread("forbidden", {
          code: "CSS.0015",
          hint: expect.stringMatching(/not there.*may not see/),
        }),
      },
    ]);
  });

  it("a cluster is not called missing where the list cannot be read", async () => {
    await checkCss(
      [
        { name: "a", answers: { ShowClusterDetail: notThere }, expected: unread("forbidden") },
        {
          name: "b",
          answers: { ShowClusterDetail: cssError(404, "CSS.0002") },
          expected: unread("unavailable"),
        },
        {
          name: "c",
          answers: { ShowClusterDetail: { status: 404, text: "" } },
          expected: unread("unavailable"),
        },
      ],
      { responses: { ListClustersDetails: cssError(403, "CSS.0010") } },
    );
  });

  it("upgrades that are closed to the account", async () => {
    const closed = (name: string, answer: ReturnType<typeof cssError>, kind: string): CssCase => ({
      name,
      answers: { UpgradeDetail: answer },
      expected: unreadUpgrades(kind),
    });
    await checkCss([
      closed("forbidden", notThere, "forbidden"),
      closed("not there", cssError(404, "CSS.0016"), "unavailable"),
      closed("a policy", cssError(400, "CSS.0051"), "forbidden"),
      {
        name: "of a cluster that is behind",
        cluster: { version: "7.6.2" },
        answers: { UpgradeDetail: notThere },
        expected: { verdict: "behind", error: { kind: "forbidden" } },
      },
      {
        name: "of a cluster that failed",
        cluster: { state: "303" },
        answers: { UpgradeDetail: notThere },
        expected: { verdict: "failed" },
      },
    ]);
  });

  it("errors by the service's own code", async () => {
    const refused = (
      name: string,
      answer: ReturnType<typeof cssError>,
      kind: string,
      retryable: boolean,
    ): CssCase => ({
      name,
      answers: { UpgradeDetail: answer },
      expected: unread(kind, { retryable, httpStatus: answer.status }),
    });
    await checkCss([
      refused("a server's fault that is a 400", cssError(400, "CSS.0036"), "unavailable", true),
      refused("a server's fault", cssError(500, "CSS.0005"), "unavailable", true),
      refused("busy, as a 409", cssError(409, "CSS.0011"), "unavailable", true),
      refused("busy, as a 202", cssError(202, "CSS.0011"), "unavailable", true),
      refused("not in this state", cssError(415, "CSS.0004"), "unavailable", false),
      refused("wrong parameters", cssError(400, "CSS.0001"), "unexpected-response", false),
    ]);
  });
});

import type { ClusterReport } from "@upgradectl/core";
import { describe, expect, it } from "vitest";
import { clusterOf, reportOf } from "../../test/reports.ts";
import { renderText } from "./text.ts";

function nextStepsOf(clusters: readonly ClusterReport[]): readonly string[] {
  const options = { paint: (_style: unknown, text: string) => text, columns: undefined, symbols: true };
  const text = renderText(reportOf(clusters), options);
  const [, steps = ""] = /What to do next\n((?: {2}.*\n)*)/.exec(text) ?? [];
  return steps.trimEnd().split("\n");
}

describe("what to do next", () => {
  const upgrading = (count: number) =>
    Array.from({ length: count }, (_, index) => clusterOf(`u${index + 1}`, "upgrading"));

  it("is said once of all upgrades that run as they should, after what needs someone", () => {
    expect(nextStepsOf([...upgrading(2), clusterOf("payments", "behind")])).toEqual([
      "  payments: payments gives the reason",
      "    Upgrade it to v1.29.8-r4, or correct the manifest at fleet.yaml:17.",
      "  u1, u2: Nothing to do: run again later.",
    ]);
  });

  it("names five of many upgrades", () => {
    expect(nextStepsOf(upgrading(7))).toEqual([
      "  u1, u2, u3, u4, u5 and 2 more: Nothing to do: run again later.",
    ]);
  });

  it("is said of an upgrade that stands still by itself", () => {
    const reason = "the check expired at 12:00, so it has to be run again";
    expect(nextStepsOf([clusterOf("old", "upgrading", { reason }), ...upgrading(1)])).toEqual([
      `  old: ${reason}`,
      "    If it stands still, run its check again in the vendor's console.",
      "  u1: Nothing to do: run again later.",
    ]);
  });

  it("is nothing where all is as declared", () => {
    expect(
      renderText(reportOf([clusterOf("a", "converged")]), {
        paint: (_, text) => text,
        columns: 80,
        symbols: false,
      }),
    ).not.toContain("What to do next");
  });
});

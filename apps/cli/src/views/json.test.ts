import { describe, expect, it } from "vitest";
import { clusterOf, hostileCluster, hostileDiagnostic, reportOf } from "../../test/reports.ts";
import { renderJson, renderJsonReport } from "./json.ts";

describe("a report as JSON in pieces", () => {
  it.each([
    ["no clusters", []],
    ["one", [hostileCluster()]],
    [
      "some",
      [clusterOf("a", "behind"), hostileCluster("unknown"), clusterOf("c", "converged", { drift: [] })],
    ],
    ["more than a piece", Array.from({ length: 3000 }, (_, at) => clusterOf(`c-${at}`, "failed"))],
  ])("has the text that one string would have: %s", (_what, clusters) => {
    const report = { ...reportOf(clusters), diagnostics: [hostileDiagnostic] };
    const { clusters: own, diagnostics, ...head } = report;
    const pieces = [...renderJsonReport(report)];
    expect(pieces.join("").split("\n")).toEqual(
      renderJson({ ...head, clusters: own, diagnostics }).split("\n"),
    );
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(1.1 * 2 ** 20);
  });
});

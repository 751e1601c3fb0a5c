import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { verdictNames } from "@upgradectl/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import { clusterOf, failureOf, hostileCluster, hostileDiagnostic, reportOf } from "../../test/reports.ts";
import { renderSarif } from "./sarif.ts";
import type { AnyReport } from "./weigh-cluster.ts";

/** The package's own entry leads to the published schema that lies beside it. */
const schemaFile = join(
  dirname(fileURLToPath(import.meta.resolve("@microsoft/sarif-multitool-ts"))),
  "../assets/sarif-2.1.0.schema.json",
);
const isLog = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile<Log>(
  JSON.parse(readFileSync(schemaFile, "utf8")),
);

function read(report: AnyReport) {
  const log: unknown = JSON.parse(renderSarif(report));
  if (!isLog(log)) throw new Error(JSON.stringify(isLog.errors));
  const run = log.runs[0];
  if (run === undefined) throw new Error("no run");
  return { run, results: run.results ?? [] };
}

describe("sarif", () => {
  it("is refused by the schema where it is broken", () => {
    expect(isLog({ version: "2.1.0", runs: [{}] })).toBe(false);
  });

  it("has a result at the manifest's place for each cluster that is not as declared", () => {
    const { run, results } = read(
      reportOf(verdictNames.map((verdict) => clusterOf(`c-${verdict}`, verdict))),
    );
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ["cluster/unknown", "error"],
      ["cluster/failed", "error"],
      ["cluster/paused", "error"],
      ["cluster/diverging", "error"],
      ["cluster/stalled", "error"],
      ["cluster/upgrading", "warning"],
      ["cluster/behind", "error"],
      ["cluster/ahead", "error"],
      ["cluster/different", "error"],
    ]);
    expect(results[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "fleet.yaml" },
      region: { startLine: 17, startColumn: 5 },
    });
    const rules = run.tool.driver.rules?.map(({ id }) => id) ?? [];
    expect(rules).toEqual(
      verdictNames.filter((name) => name !== "converged").map((name) => `cluster/${name}`),
    );
    expect(run.invocations?.[0]).toMatchObject({ exitCode: 2, executionSuccessful: true });
  });

  it("keeps fingerprints when lines move, and tells clusters, files and verdicts apart", () => {
    const print = (...clusters: Parameters<typeof reportOf>[0]) =>
      read(reportOf(clusters)).results.map(
        ({ partialFingerprints }) => partialFingerprints?.["upgradectl/v1"],
      );
    const place = { file: "fleet.yaml", line: 99, column: 1 };
    const [one, moved, other, verdict, file] = print(
      clusterOf("a", "behind"),
      clusterOf("a", "behind", { location: place, reason: "another" }),
      clusterOf("b", "behind"),
      clusterOf("a", "failed"),
      clusterOf("a", "behind", { location: { ...place, file: "other.yaml" } }),
    );
    expect(moved).toBe(one);
    expect(new Set([one, other, verdict, file]).size).toBe(4);
  });

  it("notes what the policy allows", () => {
    const { results } = read(reportOf([clusterOf("a", "behind", { allowed: true })]));
    expect(results[0]?.level).toBe("note");
  });

  it("survives hostile texts: no link, no place-holder, a URI", () => {
    const { results } = read(reportOf([hostileCluster()]));
    const text = results[0]?.message.text ?? "";
    expect(text).toContain("\\[l\\](http");
    expect(text).toContain("{{0}}");
    expect(text).not.toContain("\n");
    expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
      "a%20b%3Ac%2Cd%25%3C%C3%A9%3E.yaml",
    );
  });

  it("tells diagnostics where there was no fleet", () => {
    const { run, results } = read(
      failureOf([hostileDiagnostic, hostileDiagnostic, { severity: "warning", code: "usage", summary: "s" }]),
    );
    expect(results.map(({ ruleId }) => ruleId)).toEqual([
      "diagnostic/unknown-key",
      "diagnostic/unknown-key",
      "diagnostic/usage",
    ]);
    const prints = results.map(({ partialFingerprints }) => partialFingerprints?.["upgradectl/v1"]);
    expect(new Set(prints).size).toBe(3);
    expect(results[2]).not.toHaveProperty("locations");
    expect(run.invocations?.[0]).toMatchObject({ exitCode: 5, executionSuccessful: false });
  });
});

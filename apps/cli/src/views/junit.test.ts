import { parse } from "junit2json";
import { describe, expect, it } from "vitest";
import {
  clusterOf,
  failureOf,
  hostileCluster,
  hostileDiagnostic,
  reportOf,
  unread,
} from "../../test/reports.ts";
import { renderJunit } from "./junit.ts";

/** The peer's reading; it answers a bare suite where the root is one. */
async function read(xml: string) {
  const suites = await parse(xml);
  if (suites == null || !("testsuite" in suites)) throw new Error(`no test suites: ${xml}`);
  return suites;
}

describe("junit", () => {
  it("has a suite for each provider and a case for each cluster", async () => {
    const report = reportOf([
      clusterOf("payments", "behind", { labels: { env: "true" } }),
      clusterOf("orders", "converged", { provider: "ali" }),
      clusterOf("search", "upgrading"),
      clusterOf("retired", "unknown"),
    ]);
    const suites = await read(renderJunit(report));
    expect(suites).toMatchObject({ name: "upgradectl check", tests: 4, failures: 2, errors: 1 });
    expect(suites.testsuite?.map(({ name, tests }) => [name, tests])).toEqual([
      ["hw", 3],
      ["ali", 1],
    ]);
    const [payments, search, retired] = suites.testsuite?.[0]?.testcase ?? [];
    expect(payments).toMatchObject({ name: "payments", classname: "hw", time: 1.234, file: "fleet.yaml" });
    expect(payments?.failure?.[0]).toMatchObject({
      type: "behind",
      message: "behind: payments gives the reason",
    });
    expect(payments?.failure?.[0]?.inner).toContain("request: ShowCluster, HTTP 200, id req-1");
    expect(search?.failure?.[0]?.type).toBe("upgrading");
    expect(retired?.failure).toBeUndefined();
    expect(retired?.error?.[0]).toMatchObject({ type: "forbidden" });
    expect(retired?.error?.[0]?.inner).toContain("next: Grant the read.");
    expect(suites.testsuite?.[1]?.testcase?.[0]).not.toHaveProperty("failure");
  });

  it("keeps the line and attributes that are the word true", () => {
    const xml = renderJunit(
      reportOf([clusterOf("true", "behind", { provider: "true", labels: { env: "true" } })]),
    );
    expect(xml).toContain('line="17"');
    expect(xml).toContain('<testcase name="true" classname="true"');
    expect(xml).toContain('<property name="label.env" value="true"');
  });

  it("skips what the policy allows, and fails the rest", async () => {
    const clusters = [clusterOf("a", "behind", { allowed: true }), clusterOf("b", "upgrading")];
    const suites = await read(renderJunit(reportOf(clusters)));
    expect(suites).toMatchObject({ tests: 2, failures: 1 });
    expect(suites.testsuite?.[0]?.skipped).toBe(1);
    const cases = suites.testsuite?.[0]?.testcase ?? [];
    expect(cases.map(({ failure }) => failure !== undefined)).toEqual([false, true]);
  });

  it("is an error of the gate where a converged cluster's operations could not be read", async () => {
    const clusters = [clusterOf("a", "converged", { allowed: false, error: unread })];
    const gate = reportOf(clusters, { command: "gate", gate: { open: false, closedBy: ["a"] } });
    expect(await read(renderJunit(gate))).toMatchObject({ errors: 1, failures: 0 });
  });

  it("survives hostile texts", async () => {
    const xml = renderJunit(reportOf([hostileCluster(), hostileCluster("unknown")]));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has none of these
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u);
    expect(xml).not.toContain("<script>");
    expect(xml).not.toMatch(/^\s*::/m);
    const suites = await read(xml);
    expect(suites).toMatchObject({ tests: 2, failures: 1, errors: 1 });
    expect(suites.testsuite?.[0]?.testcase?.[0]?.name).toContain("<script>alert(1)</script> ]]> &amp; | a");
  });

  it("has a suite of diagnostics where there was no fleet", async () => {
    const failed = await read(
      renderJunit(failureOf([hostileDiagnostic, { severity: "warning", code: "w", summary: "s" }])),
    );
    expect(failed).toMatchObject({ tests: 2, errors: 1 });
    expect(failed.testsuite?.[0]).toMatchObject({ name: "diagnostics", skipped: 1 });
    const valid = await read(renderJunit(failureOf([], 0)));
    expect(valid).toMatchObject({ tests: 1, errors: 0, failures: 0 });
  });
});

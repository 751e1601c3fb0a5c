import type { ClusterReport, Report } from "@upgradectl/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reportOf } from "../run-cli.ts";
import { lateErrors } from "./late-errors.ts";
import { oddMembers } from "./members.ts";
import { besideHealthy, plugin } from "./plugin.ts";
import { oddResults } from "./results.ts";
import { tampering } from "./tampering.ts";

/*
 * What strangers' code does at run time, each beside a healthy cluster of another provider, in the real program. Those that
 * one process can hold apart run side by side, so that they have each other to disturb as well.
 */

const contained = [...oddResults, ...lateErrors, ...oddMembers, ...tampering];

describe("a plugin that misbehaves costs its own cluster, and no other", () => {
  let report: Report;
  let tookMs = 0;
  const ends: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends) await end();
  });
  beforeAll(async () => {
    const startedAt = performance.now();
    const sources = contained.map(({ observe, parts }) => plugin(observe, parts));
    const result = await besideHealthy(sources, ["--request-timeout", "1s", "--retries", "9"], (end) =>
      ends.push(end),
    );
    tookMs = performance.now() - startedAt;
    report = reportOf(result);
  }, 60_000);

  it("the healthy one is as declared, the gate is closed, and there is an end without --timeout", () => {
    expect(report.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(report.exitCode).toBe(4);
    expect(report.gate?.open).toBe(false);
    expect(report.clusters[0]).toMatchObject({ name: "payments", verdict: "converged", error: null });
    expect(report.clusters).toHaveLength(contained.length + 1);
    expect(tookMs).toBeLessThan(30_000);
  });

  it.each(contained.map(({ what, says }, index) => ({ what, says, name: `odd-${index}` })))(
    "one that $what",
    ({ name, says }) => {
      const cluster = report.clusters.find((each) => each.name === name);
      if (says === undefined) {
        expect(cluster).toMatchObject({ verdict: "converged", error: null });
        return;
      }
      const file = `acme-${name.slice("odd-".length)}.mjs`;
      expect(cluster).toMatchObject({ verdict: "unknown", outcome: "incomplete", error: { kind: "plugin" } });
      const error: Partial<NonNullable<ClusterReport["error"]>> = cluster?.error ?? {};
      expect(error.message).toContain(`the plugin ./${file} `);
      expect(error.message).toContain(says);
      expect(error.hint).toMatch(new RegExp(`a bug of the plugin \\./${file} \\(/.+/${file}\\)`));
    },
  );
});

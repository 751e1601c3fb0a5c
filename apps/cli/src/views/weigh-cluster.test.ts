import type { ClusterReport } from "@upgradectl/core";
import { describe, expect, it } from "vitest";
import { clusterOf, reportOf, unread } from "../../test/reports.ts";
import { type Weight, weigh } from "./weigh-cluster.ts";

describe("the weight of a cluster", () => {
  it.each<[ClusterReport["verdict"], Partial<ClusterReport>, Weight]>([
    ["converged", { allowed: true }, "passed"],
    ["converged", { allowed: false }, "failed"],
    ["converged", { allowed: false, error: unread }, "unread"],
    ["converged", { allowed: true, error: unread }, "passed"],
    ["behind", { allowed: true }, "allowed"],
    ["behind", { allowed: false }, "failed"],
    ["behind", { allowed: false, error: unread }, "failed"],
    ["upgrading", { allowed: true }, "allowed"],
    ["upgrading", { allowed: false }, "pending"],
    ["unknown", { allowed: true }, "allowed"],
    ["unknown", { allowed: false }, "unread"],
  ])("that is %s with %j is %s", (verdict, changes, expected) => {
    const cluster = clusterOf("a", verdict, changes);
    for (const command of ["check", "gate"])
      expect(weigh(cluster, reportOf([cluster], { command }))).toBe(expected);
  });

  it.each<[string, ClusterReport["verdict"], readonly string[], Weight]>([
    ["check", "converged", [], "passed"],
    ["check", "behind", [], "failed"],
    ["check", "upgrading", ["a"], "pending"],
    ["check", "unknown", [], "unread"],
    ["gate", "behind", [], "allowed"],
    ["gate", "behind", ["a"], "failed"],
    ["gate", "upgrading", ["a"], "pending"],
    ["gate", "converged", ["a"], "failed"],
    ["gate", "converged", [], "passed"],
  ])(
    "in an older report of a %s that is %s, with a gate closed by %j, is %s",
    (command, verdict, closedBy, expected) => {
      const { allowed: _unsaid, ...cluster } = clusterOf("a", verdict);
      const gate = { open: closedBy.length === 0, closedBy };
      expect(weigh(cluster, reportOf([cluster], { command, gate }))).toBe(expected);
    },
  );
});

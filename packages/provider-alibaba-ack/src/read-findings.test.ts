import { ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import type { Reply, Script } from "./testing/fake-cloud.ts";
import {
  failure,
  forbidden,
  gone,
  id,
  observe,
  observed,
  row,
  running,
  task,
  tasks,
  timeout,
} from "./testing/healthy-cluster.ts";

/** It began at 02:00 UTC. */
const failed = { ...task, state: "fail", error: { code: "PreCheck", message: "check failed" } };
const check = {
  check_id: "1697100584236600453-c1-clustercheck-lboto",
  type: "ClusterUpgrade",
  status: "Failed",
  message: "task failed",
  created_at: "2026-11-20T01:58:02.565982623Z",
  finished_at: "2026-11-20T01:58:18.881054031Z",
};
const items = {
  ClusterResource: [{ Name: "SLB", Level: { error: { Message: "is gone", Targets: [{ Target: "lb-1" }] } } }],
};
const slb = { level: "error", item: "SLB", message: "is gone", resource: "lb-1" };

const checks = (...rows: readonly object[]): Reply => ({ body: { checks: rows } });
/** A failed upgrade, with what its checks answer; the detail answers for whatever id is asked. */
const script = (more: Script): Script => ({
  DescribeClusterTasks: tasks(failed),
  DescribeTaskInfo: { body: { ...failed, cluster_id: id } },
  ListClusterChecks: checks(check),
  GetClusterCheck: ({ path }) => ({ body: { ...check, check_id: path?.checkId, check_items: items } }),
  ...more,
});
const asked = (reads: readonly { readonly action: string; readonly path: object }[]) =>
  reads.filter(({ action }) => action.includes("Check"));

describe("findings", () => {
  it("say why an upgrade failed", async () => {
    const found = await observed(script({}));
    expect(found.findings).toEqual([slb]);
    expect(found.operations).toMatchObject([{ phase: "failed", message: "check failed" }]);
    expect(asked(found.reads)).toEqual([
      { action: "ListClusterChecks", path: { clusterId: id }, query: {} },
      { action: "GetClusterCheck", path: { clusterId: id, checkId: check.check_id }, query: {} },
    ]);
  });

  it.each<[string, Script]>([
    ["succeeded", { DescribeClusterTasks: tasks(task) }],
    [
      "runs",
      { DescribeClusterTasks: tasks(running), DescribeTaskInfo: { body: { ...running, cluster_id: id } } },
    ],
    ["was cancelled", { DescribeClusterTasks: tasks({ ...task, state: "canceled" }) }],
    ["never was", { DescribeClusterTasks: tasks() }],
    [
      "succeeded after one that failed",
      { DescribeClusterTasks: tasks({ ...failed, task_id: "T-0", created: "2025-01-01T00:00:00Z" }, task) },
    ],
    ["cannot be seen", { DescribeClusterTasks: forbidden, GetUpgradeStatus: forbidden }],
  ])("are not read where an upgrade %s", async (_, more) => {
    const found = await observed(script(more));
    expect(found).not.toHaveProperty("findings");
    expect(asked(found.reads)).toEqual([]);
  });

  it("are read for a pinned task", async () => {
    const found = await observed(script({}), { with: { taskId: "T-1" } });
    expect(found.findings).toEqual([slb]);
    expect(found.actions).not.toContain("DescribeClusterTasks");
  });

  it.each<[string, Reply]>([
    ["forbidden", forbidden],
    ["gone", gone],
    ["missing", failure(404, "ErrorClusterNotFound")],
    ["down", failure(503, "ServiceUnavailable")],
    ["throttled", failure(429, "Throttling.User")],
    ["late", timeout],
    ["refused for its key", failure(400, "InvalidSecurityToken.Expired")],
    ["empty", { body: {} }],
    ["a page", { body: "<html>" }],
    ["a list", { body: [] }],
    ["of odd types", { body: { checks: [{ ...check, check_id: 5 }], check_id: 5 } }],
  ])("are not known where a read is %s, and the verdict stands", async (_, reply) => {
    for (const action of ["ListClusterChecks", "GetClusterCheck"]) {
      const found = await observed(script({ [action]: reply }));
      expect(found.findings).toBeNull();
      expect(found.operations).toMatchObject([{ phase: "failed" }]);
      expect(found.version).toBe(row.current_version);
    }
  });

  it("are not known where another check than the one asked for comes", async () => {
    const found = await observed(script({ GetClusterCheck: { body: { ...check, check_id: "other" } } }));
    expect(found.findings).toBeNull();
  });

  it.each<[string, Reply, string]>([
    ["end of the run", new ProviderError({ kind: "cancelled", message: "stopped" }), "cancelled"],
    ["bug", new ProviderError({ kind: "plugin", message: "bug" }), "plugin"],
  ])("do not hide the %s", async (_, reply, kind) => {
    const { observation } = await observe(script({ ListClusterChecks: reply }));
    await expect(observation).rejects.toMatchObject({ kind });
  });

  const other = (changes: object) => ({ ...check, check_id: "other", ...changes });
  it.each<[string, readonly object[], string | null]>([
    [
      "the newest, whatever the order",
      [other({ created_at: "2026-11-20T01:00:00Z" }), check, other({ created_at: "2026-11-19T03:00:00Z" })],
      check.check_id,
    ],
    ["one that was made after the failure", [check, other({ created_at: "2026-11-20T05:00:00Z" })], "other"],
    ["none of an older upgrade", [other({ created_at: "2026-11-18T01:59:59Z" })], null],
    ["one of a day before", [other({ created_at: "2026-11-19T02:00:00Z" })], "other"],
    ["none that succeeded", [other({ status: "Succeeded" }), other({ status: null })], null],
    ["one by its end where it has no beginning", [other({ created_at: null })], "other"],
    ["one without any time, if there is no other", [other({ created_at: "", finished_at: null })], "other"],
    [
      "one with a time before one without",
      [other({ created_at: null, finished_at: null }), check],
      check.check_id,
    ],
    ["none of a migration", [other({ type: "ClusterMigrate" })], null],
    ["none of a node pool", [other({ type: "NodePoolUpgrade" })], null],
    ["one of the control plane", [other({ type: "MasterUpgrade" })], "other"],
    ["one of no type", [other({ type: "" })], "other"],
    ["one in another case", [other({ status: "failed", type: "clusterupgrade" })], "other"],
    ["none", [], null],
  ])("are taken from %s", async (_, rows, checkId) => {
    const found = await observed(script({ ListClusterChecks: checks(...rows) }));
    const read = found.reads.find(({ action }) => action === "GetClusterCheck");
    expect(read?.path.checkId ?? null).toBe(checkId);
    expect(found.findings).toEqual(checkId === null ? [] : [slb]);
  });

  it("of a node pool's upgrade are those of its check", async () => {
    const pool = { ...failed, task_type: "nodepool_upgrade" };
    const found = await observed(
      script({
        DescribeClusterTasks: tasks(pool),
        DescribeTaskInfo: { body: { ...pool, cluster_id: id } },
        ListClusterChecks: checks(other({ type: "MasterUpgrade" }), { ...check, type: "NodePoolUpgrade" }),
      }),
    );
    expect(found.reads.at(-1)?.path).toEqual({ clusterId: id, checkId: check.check_id });
  });

  it.each([null, "", "..", "a b", "é"])("are the row's own where it has %j for an id", async (check_id) => {
    const found = await observed(script({ ListClusterChecks: checks({ ...check, check_id }) }));
    expect(found.findings).toEqual([
      { level: "error", item: "ClusterUpgrade", message: "task failed", resource: null },
    ]);
    expect(found.actions).not.toContain("GetClusterCheck");
  });

  describe("of GetUpgradeStatus", () => {
    const status = {
      status: "fail",
      upgrade_step: "prechecking",
      precheck_report_id: "be4c8eb72de94d459ea7ace7c811d119",
    };
    const source = { with: { source: "upgrade-status" } } as const;
    const read = (more: Script, body: object = status) =>
      observed(script({ GetUpgradeStatus: { body }, ...more }), source);

    it("are those of the check that it names", async () => {
      const named = { ...check, check_id: status.precheck_report_id, created_at: "2020-01-01T00:00:00Z" };
      const found = await read({ ListClusterChecks: checks(check, named) });
      expect(found.reads.at(-1)?.path.checkId).toBe(status.precheck_report_id);
      expect(found.operations).toMatchObject([{ details: { precheckReportId: status.precheck_report_id } }]);
    });

    it("are asked for by that name where no check is listed", async () => {
      const found = await read({ ListClusterChecks: checks() });
      expect(found.reads.at(-1)?.path.checkId).toBe(status.precheck_report_id);
      expect(found.findings).toEqual([slb]);
    });

    it("are those of the newest failed check where it names none", async () => {
      const found = await read({}, { ...status, precheck_report_id: "" });
      expect(found.reads.at(-1)?.path.checkId).toBe(check.check_id);
    });
  });
});

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { reportOf, runCli } from "../../apps/cli/test/run-cli.ts";

const cwd = fileURLToPath(new URL(".", import.meta.url));
const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("examples/exec-python is not run: there is no python3 here");

describe.skipIf(!hasPython)("exec-python: a provider in Python, one run for the whole account", () => {
  const env = { INVENTORY_TOKEN: "inventory-token-1" };

  it("is checked, and what the list does not know is asked for by itself", async () => {
    const report = reportOf(await runCli(["check", "-o", "json"], { cwd, env }));
    expect(report.clusters).toMatchObject([
      {
        name: "orders",
        verdict: "behind",
        drift: [{ property: "versions", observed: { "replica-2": "15.8" } }],
      },
      {
        name: "billing",
        verdict: "stalled",
        upgrade: { id: "job-71", toVersion: "16.4", progress: 0.4, startedAt: "2025-01-31T11:00:00Z" },
      },
      { name: "archive", verdict: "unknown", observed: { state: "frozen" } },
    ]);
  });

  it("is discovered", async () => {
    const found = await runCli(["discover", "--provider", "databases"], { cwd, env });
    expect(found.stdout).toContain("id: db-billing");
    expect(found.stdout).toMatch(/targetVersion: "?16\.4/);
  });

  it("says who was refused, and shows no token", async () => {
    const refused = await runCli(["check", "-o", "json"], {
      cwd,
      env: { INVENTORY_TOKEN: "inventory-token-2" },
    });
    expect(reportOf(refused)).toMatchObject({
      exitCode: 4,
      clusters: [{ error: { kind: "unauthenticated", hint: "Set INVENTORY_TOKEN." } }, {}, {}],
    });
    expect(refused.stdout + refused.stderr).not.toContain("inventory-token-2");
  });
});

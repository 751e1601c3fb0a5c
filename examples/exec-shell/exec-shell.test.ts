import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { reportOf, runCli } from "../../apps/cli/test/run-cli.ts";

const cwd = fileURLToPath(new URL(".", import.meta.url));

describe("exec-shell: a provider in POSIX shell", () => {
  it("is checked, from whatever folder", async () => {
    const run = await runCli(["check", "-o", "json", `${cwd}upgradectl.yaml`]);
    expect(reportOf(run).clusters).toMatchObject([
      { name: "shop-berlin", verdict: "converged" },
      { name: "shop-oslo", verdict: "upgrading", upgrade: { id: null, phase: "running" } },
      {
        name: "shop-turin",
        verdict: "unknown",
        error: { kind: "not-found", message: "there is no node turin" },
      },
    ]);
  });
});

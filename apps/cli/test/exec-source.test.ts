import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

const answer = `printf '{"observation":{"version":"1.30","state":{"condition":"ready","raw":"%s"}}}' "$PWD"`;
const hangs = ["sh", "-c", "exec >&-; sleep 60 & sleep 60"];

/** A manifest and its program in a folder below the one that is returned. */
async function fleetBelow(config: object, more: object = {}): Promise<string> {
  const root = await folderWith({});
  await mkdir(join(root, "fleet"));
  await writeFile(join(root, "fleet/read.sh"), `#!/bin/sh\n${answer}\n`);
  await chmod(join(root, "fleet/read.sh"), 0o755);
  const manifest = {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers: { lab: { source: "exec", config: { command: ["./read.sh"], ...config } } },
    clusters: [{ name: "a", id: "a-1", provider: "lab", targetVersion: "1.30", ...more }],
  };
  await writeFile(join(root, "fleet/upgradectl.yaml"), JSON.stringify(manifest));
  return root;
}

const manifest = "fleet/upgradectl.yaml";

describe("the source exec", () => {
  it("starts a relative command in the manifest's folder, and lists the run as evidence", async () => {
    const cwd = await fleetBelow({});
    const report = reportOf(await runCli(["check", "-o", "json", manifest], { cwd }));
    expect(report.clusters).toMatchObject([
      {
        source: "exec",
        verdict: "converged",
        observed: { state: expect.stringMatching(/\/fleet$/) },
        evidence: [{ action: "runs ./read.sh", httpStatus: null, requestId: null, exitCode: 0 }],
      },
    ]);
    const { stdout } = await runCli(["show", "a", manifest], { cwd });
    expect(stdout).toMatch(/runs \.\/read\.sh\s+exit code 0, 20/);
  });

  it("is told of by `providers` and `--dry-run`, which run nothing", async () => {
    const cwd = await fleetBelow({ command: ["./absent.py", "--prod"], list: true });
    const { stdout } = await runCli(["providers", manifest], { cwd });
    expect(stdout).toMatch(
      /lists clusters\s+yes\n[\s\S]*program\s+runs \.\/absent\.py\n\s+requests\s+none\n/,
    );
    const plan = await runCli(["check", "--dry-run", manifest], { cwd });
    expect(plan.code).toBe(0);
    expect(plan.stdout).toContain(
      "  for the account\n    runs ./absent.py\n  for the cluster\n    runs ./absent.py\n",
    );
    const json = await runCli(["check", "--dry-run", "-o", "json", manifest], { cwd });
    expect(JSON.parse(json.stdout).plan).toMatchObject({
      accounts: [{ requests: [], programs: ["runs ./absent.py"] }],
      clusters: [{ requests: [], programs: ["runs ./absent.py"] }],
    });
  });

  it.each([
    ["config.timeout", { timeout: "1s" }, [], /timeout.*within 1 s/],
    ["--request-timeout, which beats it", { timeout: "50s" }, ["--request-timeout", "1s"], /within 1 s/],
    ["--timeout", {}, ["--timeout", "1s"], /timeout/],
  ])("ends a program that hangs by %s", async (_what, config, flags, says) => {
    const cwd = await fleetBelow({ command: hangs, ...config });
    const report = reportOf(await runCli(["check", "-o", "json", manifest, ...flags], { cwd }));
    expect(report).toMatchObject({
      exitCode: 4,
      clusters: [{ error: { kind: "timeout", retryable: true } }],
    });
    expect(JSON.stringify(report.clusters[0]?.error)).toMatch(says);
    expect(report.durationMs).toBeLessThan(10_000);
  });

  it("is recorded, and replayed from another folder without its program", async () => {
    const secret = "tok-4711-of-the-lab";
    const config = { env: { LAB_TOKEN: secret } };
    const cwd = await fleetBelow(config);
    const recorded = reportOf(await runCli(["check", "-o", "json", manifest, "--record", "rec"], { cwd }));
    const elsewhere = await folderWith({
      "upgradectl.yaml": await readFile(join(cwd, manifest), "utf8"),
    });
    const flags = ["--replay", join(cwd, "rec"), "--request-timeout", "9s"];
    const replayed = reportOf(await runCli(["check", "-o", "json", ...flags], { cwd: elsewhere }));
    expect(replayed.clusters[0]).toMatchObject({
      verdict: "converged",
      observed: recorded.clusters[0]?.observed,
      evidence: [{ action: "runs ./read.sh", exitCode: 0 }],
    });
  });
});

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { twoClouds } from "./clouds.ts";
import { folderWith, namesOf, reportOf, runCli } from "./run-cli.ts";

describe("which manifest", () => {
  it("is found in a parent folder, but not beyond the repository's root", async () => {
    const { fleet } = await twoClouds();
    const root = await folderWith({ "upgradectl.yml": fleet });
    const inner = join(root, "a", "b");
    await mkdir(inner, { recursive: true });
    const found = reportOf(await runCli(["check", "-o", "json"], { cwd: inner }));
    expect(found.clusters[0]?.location.file).toBe(join(root, "upgradectl.yml"));
    await mkdir(join(root, "a", ".git"));
    const result = await runCli(["check"], { cwd: inner });
    expect(result.code).toBe(5);
    expect(result.stderr).toContain("no manifest");
  });

  it("comes from $UPGRADECTL_MANIFEST, standard input, several files and globs", async () => {
    const { fleet } = await twoClouds();
    const [payments, orders] = fleet.clusters;
    const cwd = await folderWith({
      "a.yaml": { ...fleet, clusters: [payments], providers: { hw: fleet.providers.hw } },
      "b.yaml": { ...fleet, clusters: [orders], providers: { ali: fleet.providers.ali } },
    });
    const run = async (args: readonly string[], more = {}) =>
      namesOf(reportOf(await runCli(["check", "-o", "json", ...args], { cwd, ...more })));
    expect(await run([], { env: { UPGRADECTL_MANIFEST: "b.yaml" } })).toEqual(["orders"]);
    expect(await run(["-"], { stdin: JSON.stringify(fleet) })).toEqual(["payments", "orders"]);
    expect(await run(["b.yaml", "a.yaml"])).toEqual(["orders", "payments"]);
    expect(await run(["*.yaml", "a.yaml"])).toEqual(["payments", "orders"]);
  });

  it("has cluster names that are unique over all files", async () => {
    const { fleet, simulator } = await twoClouds();
    const cwd = await folderWith({ "a.yaml": fleet, "b.yaml": fleet });
    const report = reportOf(await runCli(["check", "a.yaml", "b.yaml", "-o", "json"], { cwd }));
    expect(report.exitCode).toBe(5);
    expect(report.diagnostics.map(({ code, file }) => `${code} ${file}`)).toEqual([
      "duplicate-cluster b.yaml",
      "duplicate-cluster b.yaml",
    ]);
    expect(simulator.stats.total).toBe(0);
  });

  it("that is a folder, or cannot be read, is a sentence and not a stack", async () => {
    const cwd = await folderWith({});
    for (const args of [["."], ["nothing-*.yaml"], ["missing.yaml"]]) {
      const result = await runCli(["check", ...args], { cwd });
      expect(result.code).toBe(5);
      expect(result.stderr).toMatch(/^error: .*\n/);
      expect(result.stderr).not.toContain("    at ");
    }
  });
});

describe("selection and policy", () => {
  it("selects by labels", async () => {
    const { fleet, simulator } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const run = async (...args: string[]) =>
      namesOf(reportOf(await runCli(["check", "-o", "json", ...args], { cwd })));
    expect(await run("-l", "env=dev")).toEqual(["orders"]);
    expect(simulator.stats.byAccount.hw).toBeUndefined();
    expect(await run("--selector", "env!=dev")).toEqual(["payments"]);
    expect(await run("-l", "tier=1,env=prod")).toEqual(["payments"]);
  });

  it("--fail-on takes outcomes and verdicts", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    for (const [list, code] of [
      ["behind", 2],
      ["action", 2],
      ["failed,pending", 0],
    ] as const)
      expect((await runCli(["check", "--fail-on", list], { cwd })).code, list).toBe(code);
    const gate = await runCli(["gate", "--fail-on", "behind", "-o", "json"], { cwd });
    expect(reportOf(gate)).toMatchObject({ exitCode: 0, diagnostics: [{ code: "flag-without-effect" }] });
  });
});

describe("time and retries", () => {
  it("--request-timeout ends a request that hangs, and beats the manifest", async () => {
    const { fleet } = await twoClouds({ faults: [{ kind: "hang" }] });
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const report = reportOf(
      await runCli(["check", "-o", "json", "--request-timeout", "200ms", "--retries", "0"], { cwd }),
    );
    expect(report.diagnostics).toMatchObject([{ code: "usage" }]);
    const later = reportOf(
      await runCli(["check", "-o", "json", "--request-timeout", "1s", "--retries", "0"], { cwd }),
    );
    expect(later.exitCode).toBe(4);
    expect(later.clusters[0]).toMatchObject({ verdict: "unknown", error: { kind: "timeout" } });
  });

  it("--timeout ends the whole run and keeps what is known", async () => {
    const { fleet } = await twoClouds({ faults: [{ kind: "hang" }] });
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const report = reportOf(await runCli(["check", "-o", "json", "--timeout", "1s"], { cwd }));
    expect(report).toMatchObject({ exitCode: 4, complete: false });
    expect(report.clusters).toMatchObject([
      { verdict: "unknown", error: { kind: "timeout" } },
      { verdict: "converged" },
    ]);
    expect(report.durationMs).toBeLessThan(3000);
  });

  it("--retries says how often; without it a passing error is ridden out", async () => {
    const faults = [{ kind: 503, times: 2, action: "ShowCluster", retryAfter: 0.01 }] as const;
    const twice = await twoClouds({ faults });
    const cwd = await folderWith({ "upgradectl.yaml": twice.fleet });
    const report = reportOf(await runCli(["check", "-o", "json"], { cwd }));
    expect(report.clusters[0]).toMatchObject({ verdict: "behind" });
    expect(report.clusters[0]?.evidence.map(({ httpStatus }) => httpStatus)).toContain(503);
    const once = await twoClouds({ faults });
    const folder = await folderWith({ "upgradectl.yaml": once.fleet });
    const failed = reportOf(await runCli(["check", "-o", "json", "--retries", "1"], { cwd: folder }));
    expect(failed.clusters[0]).toMatchObject({
      verdict: "unknown",
      error: { kind: "unavailable", httpStatus: 503 },
    });
    expect(once.simulator.stats.byAction.ShowCluster).toBe(2);
  });
});
describe("the command line", () => {
  it.each([
    [["chekc"], 'upgradectl does not know the command "chekc"', "Did you mean check?"],
    [["check", "--concurency", "5"], "does not know the flag --concurency", "Did you mean --concurrency?"],
    [["check", "--timeout"], "--timeout needs DURATION after it", "See upgradectl check --help."],
    [["check", "-o"], "--output needs FORMAT[=FILE] after it", "text (default), json"],
    [["check", "-z"], "upgradectl check does not know the flag -z", "See upgradectl check --help."],
    [
      ["validate", "--wait", "3s"],
      "upgradectl validate does not know the flag --wait",
      "a flag of check, gate.",
    ],
    [
      ["show", "--wiat=3s", "a"],
      "upgradectl show does not know the flag --wiat",
      "See upgradectl show --help.",
    ],
    [["--versoin"], "upgradectl does not know the flag --versoin", "Did you mean --version?"],
    [["--dry-run"], "say what to do", "Such as upgradectl check --dry-run."],
    [["check", "--retries", "1000000"], '--retries "1000000" is too large', "The largest is 999999."],
    [["check", "--wait", "0s"], '--wait "0s" is no time at all', "Write 90s"],
    [["foo", "bar"], 'upgradectl does not know the command "foo"', "Commands: check, gate, show"],
    [["help", "chek"], 'upgradectl does not know the command "chek"', "Did you mean check?"],
    [["help", "nope"], 'upgradectl does not know the command "nope"', "Commands: check, gate, show"],
    [["help", "check", "gate"], "help is of one command at a time", "Such as upgradectl help check."],
    [["check", "--exit-zero=banana"], '--exit-zero "banana" is neither true nor false', "needs no value"],
    [["gate", "--dry-run="], '--dry-run "" is neither true nor false', "upgradectl gate --dry-run"],
    [["validate", "-q=1"], '--quiet "1" is neither true nor false', "needs no value"],
    [["show", "a", "-qv=True"], '--verbose "True" is neither true nor false', "upgradectl show --verbose"],
    [["init", "--force=flase"], '--force "flase" is neither true nor false', "upgradectl init --force"],
    [["show"], "upgradectl show needs <cluster>", "Its name in the manifest."],
    [[], "say what to do", "See upgradectl --help."],
    [["check", ""], "a manifest's name is empty", "variable"],
    [["check", "--fail-on", ""], "--fail-on names no outcome", "Verdicts:"],
    [["check", "--timeout", "1s", "--timeout", "2s"], "--timeout was given 2 times", ""],
    [["simulate", "nope.yaml"], 'the scenario "nope.yaml" cannot be read: there is no such file', ""],
  ])("%j: says what is wrong and what was meant", async (args, said, hint) => {
    const { code, stderr, stdout } = await runCli(args);
    expect(code).toBe(5);
    expect(stdout).toBe("");
    expect(stderr).toContain(said);
    expect(stderr).toContain(hint);
  });

  it("tells of help what it tells of the program", async () => {
    const { code, stdout } = await runCli(["help", "help"]);
    expect(code).toBe(0);
    expect(stdout).toBe((await runCli(["help"])).stdout);
  });

  it.each([
    [["--exit-zero=true"], 0],
    [["--exit-zero=false"], 2],
    [["--exit-zero", "false"], 2],
    [["--exit-zero"], 0],
  ])("%j is what it says", async (args, expected) => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    expect((await runCli(["check", ...args], { cwd })).code).toBe(expected);
  });

  it("takes what looks like a flag after -- for a word", async () => {
    const { code, stderr } = await runCli(["check", "--", "--exit-zero=banana"]);
    expect(code).toBe(5);
    expect(stderr).toContain('the manifest "--exit-zero=banana" cannot be read');
  });

  it("takes flags as kubectl's users write them, and words after --", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": "broken", "other.yaml": fleet });
    const report = reportOf(await runCli(["check", "-ojson", "-lenv=dev", "--", "other.yaml"], { cwd }));
    expect(namesOf(report)).toEqual(["orders"]);
    expect((await runCli(["validate", "--no-color", "--", "other.yaml"], { cwd })).stdout).toContain(
      "other.yaml: valid",
    );
  });
});

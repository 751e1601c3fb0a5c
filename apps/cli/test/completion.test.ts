import { spawnSync } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, program, runCli } from "./run-cli.ts";

const fleet = `apiVersion: upgradectl.dev/v1
kind: Fleet
providers:
  hw-beijing: { source: huawei-cce, config: { region: cn-north-4 } }
clusters:
  - { name: payments, id: p-1, provider: hw-beijing, targetVersion: "1.30" }
  - { name: orders eu, id: o-1, provider: hw-beijing, targetVersion: "1.30" }
  - { name: "search:eu", id: o-2, provider: hw-beijing, targetVersion: "1.30" }
`;

async function candidates(words: readonly string[], cwd: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runCli(["__complete", ...words], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.split("\n").flatMap((line) => (line === "" ? [] : [line.replace(/(?<=.)\t.*/, "")]));
}

describe("candidates", () => {
  it.each<[string[], string[]]>([
    [["ch"], ["check"]],
    [["bogus", ""], []],
    [
      ["init", "--"],
      ["--force", "--color", "--help", "--version"],
    ],
    [["init", "--force", "--f"], []],
    [["check", "-o", "json", "--out"], ["--output"]],
    [
      ["check", "--color", ""],
      ["auto", "always", "never"],
    ],
    [
      ["check", "--color=a"],
      ["--color=auto", "--color=always"],
    ],
    [["-o", "json", "val"], ["validate"]],
    [
      ["show", "-o", ""],
      ["text", "json"],
    ],
    [["check", "-oju"], ["-ojunit"]],
    [["check", "-o", "json=re"], ["\tjson="]],
    [["check", "--output=json=re"], ["\t--output=json="]],
    [["check", "--fail-on", "fai"], ["failed"]],
    [["gate", "--close-on=failed,pa"], ["--close-on=failed,paused"]],
    [["check", "--close-on", "pa"], ["\t"]],
    [["check", "--wait", ""], []],
    [["check", "fl"], ["\t"]],
    [["check", "--", "--c"], ["\t"]],
    [
      ["show", ""],
      ["payments", "orders eu", "search:eu"],
    ],
    [["show", "payments", ""], ["\t"]],
    [["check", "--cluster", "pay"], ["payments"]],
    [["check", "--cluster=o"], ["--cluster=orders eu"]],
    [["discover", "--provider", "hw"], ["hw-beijing"]],
    [
      ["discover", "--provider", "huawei-c"],
      ["huawei-cce", "huawei-cce-autopilot", "huawei-css"],
    ],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [[], []],
  ])("%j", async (words, expected) => {
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const found = await candidates(words, cwd);
    if (words.length === 0) expect(found).toContain("check");
    else expect(found).toEqual(expected);
  });

  it("come from the manifest that the line names", async () => {
    const other = fleet.replace("payments", "ledger");
    const cwd = await folderWith({ "upgradectl.yaml": fleet, "other.yaml": other });
    expect(await candidates(["check", "other.yaml", "--cluster", "l"], cwd)).toEqual(["ledger"]);
  });

  it.each([
    ["is broken", "clusters: [{ name: payments"],
    ["is of another shape", "clusters: { name: payments }"],
    ["is no object", "payments"],
    ["is empty", ""],
    [
      "has names that are none",
      'clusters: [null, { name: 1 }, { name: "" }, { name: "a\\nb" }, { name: "${A}" }]',
    ],
  ])("of names are none where the manifest %s", async (_, text) => {
    const cwd = await folderWith({ "upgradectl.yaml": text });
    expect(await candidates(["show", ""], cwd)).toEqual([]);
  });

  it("of names are none where there is no manifest, and of standard input", async () => {
    const cwd = await folderWith({});
    expect(await candidates(["show", ""], cwd)).toEqual([]);
    expect(await candidates(["check", "-", "--cluster", ""], cwd)).toEqual([]);
    expect(await candidates(["discover", "--provider", "al"], cwd)).toEqual(["alibaba-ack"]);
  });
});

describe("completion", () => {
  it.each([[], ["tcsh"], ["--", "bash", "zsh"]])("refuses what is no shell: %s", async (...words) => {
    const { code, stdout, stderr } = await runCli(["completion", ...words]);
    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toContain("Shells: bash, zsh, fish.");
  });

  it("is in the help, how shells ask is not", async () => {
    const { stdout } = await runCli(["--help"]);
    expect(stdout).toContain("upgradectl completion [shell]");
    expect(stdout).not.toContain("__complete");
  });
});

/** The words that the program is run with once a line with a Tab in it was typed at a shell's prompt. */
function typed(shell: Shell, line: string, cwd: string): readonly string[] {
  // One terminal for the shell; its own files would make the result depend on who runs the test.
  const { command, prepare } = shells[shell];
  const result = spawnSync("script", ["-qfec", command, "/dev/null"], {
    cwd,
    encoding: "utf8",
    timeout: 30_000,
    env: { PATH: `${join(cwd, "bin")}:${process.env.PATH}`, HOME: cwd, TERM: "xterm", LC_ALL: "C.UTF-8" },
    input: `${prepare}\n${line}\nexit\n`,
  });
  const [, words] = /RAN((?:<[^<>\r\n]*>)*)\r?\n/.exec(result.stdout) ?? [];
  if (words === undefined) throw new Error(`the program was not run:\n${result.stdout}`);
  return [...words.matchAll(/<([^<>]*)>/g)].map(([, word = ""]) => word);
}

const shells = {
  bash: { command: "bash --norc --noprofile -i", prepare: "source <(upgradectl completion bash)" },
  zsh: { command: "zsh -f -i", prepare: "source <(upgradectl completion zsh)" },
} as const;
type Shell = keyof typeof shells;

/** A folder with the manifest, and with a program that answers shells as the real one and else shows its words. */
async function shellFolder(): Promise<string> {
  const cwd = await folderWith({ "upgradectl.yaml": fleet, "my fleet.yaml": fleet, "report=1.json": "" });
  await mkdir(join(cwd, "bin"));
  const real = `'${process.execPath}' '${program}'`;
  const stub = `#!/bin/sh
case "$1" in __complete|completion) exec ${real} "$@" ;; esac
printf 'RAN'; printf '<%s>' "$@"; echo
`;
  await writeFile(join(cwd, "bin", "upgradectl"), stub);
  await chmod(join(cwd, "bin", "upgradectl"), 0o755);
  return cwd;
}

function isMissing(...names: readonly string[]): boolean {
  const missing = names.filter((name) => spawnSync(name, ["--version"]).error !== undefined);
  if (missing.length > 0) console.warn(`skipped: ${missing.join(" and ")} is not installed here`);
  return missing.length > 0;
}

describe.each(["bash", "zsh"] as const)("in %s", (shell) => {
  it.skipIf(isMissing(shell, "script")).each<[string, string[]]>([
    ["upgradectl vali\t", ["validate"]],
    ["upgradectl check --exi\t", ["check", "--exit-zero"]],
    ["upgradectl check --color=ne\t", ["check", "--color=never"]],
    ["upgradectl check -o sar\t", ["check", "-o", "sarif"]],
    ["upgradectl gate --close-on failed,pau\t", ["gate", "--close-on", "failed,paused"]],
    ["upgradectl show pay\t", ["show", "payments"]],
    ["upgradectl show ord\t", ["show", "orders eu"]],
    ["upgradectl show sea\t", ["show", "search:eu"]],
    ["upgradectl check --cluster=pay\t", ["check", "--cluster=payments"]],
    ["upgradectl discover --provider hw\t", ["discover", "--provider", "hw-beijing"]],
    ["upgradectl check my\t", ["check", "my fleet.yaml"]],
    ["upgradectl check -o json=rep\t", ["check", "-o", "json=report=1.json"]],
  ])("%j", async (line, expected) => {
    expect(typed(shell, line, await shellFolder())).toEqual(expected);
  });
});

describe("in fish", () => {
  it.skipIf(isMissing("fish")).each<[string, string[]]>([
    ["upgradectl vali", ["validate"]],
    ["upgradectl check --exi", ["--exit-zero"]],
    ["upgradectl check --color=ne", ["--color=never"]],
    ["upgradectl gate --close-on failed,pau", ["failed,paused"]],
    ["upgradectl show ord", ["orders eu"]],
    ["upgradectl check --cluster=pay", ["--cluster=payments"]],
    ["upgradectl discover --provider hw", ["hw-beijing"]],
    ["upgradectl check my", ["my fleet.yaml"]],
    ["upgradectl check -o json=rep", ["json=report=1.json"]],
  ])("%j", async (line, expected) => {
    const cwd = await shellFolder();
    const env = { PATH: `${join(cwd, "bin")}:${process.env.PATH}`, HOME: cwd, LINE: line };
    const script = 'upgradectl completion fish | source; complete -C "$LINE"';
    const { stdout } = spawnSync("fish", ["--no-config", "-c", script], { cwd, encoding: "utf8", env });
    const found = stdout.split("\n").filter((text) => text !== "");
    expect(found.map((text) => text.split("\t")[0])).toEqual(expected);
  });
});

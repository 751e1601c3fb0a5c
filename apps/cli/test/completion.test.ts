import { execFile, spawn, spawnSync } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWith, program, runCli } from "./run-cli.ts";

const fleet = `apiVersion: upgradectl.dev/v1
kind: Fleet
providers:
  hw-beijing: { source: huawei-cce, config: { region: cn-north-4 } }
clusters:
  - { name: payments, id: p-1, provider: hw-beijing, targetVersion: "1.30", labels: { env: prod, tier: db } }
  - { name: orders eu, id: o-1, provider: hw-beijing, targetVersion: "1.30", labels: { env: dev } }
  - { name: "search:eu", id: o-2, provider: hw-beijing, targetVersion: "1.30" }
`;

describe("the program", () => {
  it("answers a shell with candidates and their meanings, and with nothing else", async () => {
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const ask = (...words: readonly string[]) => runCli(["__complete", ...words], { cwd });
    const [flag, cluster, label, files] = await Promise.all([
      ask("check", "--exi"),
      ask("show", "o"),
      ask("check", "--selector", "env="),
      ask("check", "fl"),
    ]);
    const meaning = "exit with 0 instead of 2, 3 and 4; the report still tells";
    expect(flag).toEqual({ code: 0, stdout: `--exit-zero\t${meaning}\n`, stderr: "" });
    expect(cluster).toEqual({ code: 0, stdout: "orders eu\t\n", stderr: "" });
    expect(label).toEqual({ code: 0, stdout: "env=prod\t\nenv=dev\t\n", stderr: "" });
    expect(files).toEqual({ code: 0, stdout: "\t\n", stderr: "" });
  });

  it("loads no engine for that: somebody waits at each Tab", async () => {
    const node = [
      "--import",
      `data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))`,
    ];
    const [answer, help] = await Promise.all([
      runCli(["__complete", "check", "--exi"], { node }),
      runCli(["completion", "bash"], { node }),
    ]);
    expect(Number(answer.stderr)).toBeLessThan(Number(help.stderr) * 0.9);
  });

  it.each([[], ["tcsh"], ["--", "bash", "zsh"]])(
    "has no script for what is no shell: %s",
    async (...words) => {
      const { code, stdout, stderr } = await runCli(["completion", ...words]);
      expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
      expect(stderr).toContain("Shells: bash, zsh, fish.");
    },
  );

  it("has completion in its help, and not how shells ask", async () => {
    const { stdout } = await runCli(["--help"]);
    expect(stdout).toMatch(/^ {2}completion {2}Print the script/m);
    expect(stdout).not.toContain("__complete");
  });
});

const ends: (() => Promise<void>)[] = [];

/** A folder with the manifest, and with a program that answers shells as the real one and else shows its words. */
async function shellFolder(): Promise<string> {
  const files = { "upgradectl.yaml": fleet, "my fleet.yaml": fleet, "report=1.json": "" };
  const cwd = await folderWith(files, (end) => ends.push(end));
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

const shells = {
  bash: { command: "bash --norc --noprofile -i", prepare: "source <(upgradectl completion bash)" },
  zsh: { command: "zsh -f -i", prepare: "source <(upgradectl completion zsh)" },
} as const;

/** The words that the program is run with, for each line with a Tab in it that is typed at one shell's prompt. */
async function typeAll(shell: keyof typeof shells, lines: readonly string[], cwd: string) {
  // One terminal for the shell; its own files would make the result depend on who runs the test.
  const { command, prepare } = shells[shell];
  const child = spawn("script", ["-qfec", command, "/dev/null"], {
    cwd,
    timeout: 60_000,
    env: { PATH: `${join(cwd, "bin")}:${process.env.PATH}`, HOME: cwd, TERM: "xterm", LC_ALL: "C.UTF-8" },
  });
  let shown = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
  });
  // What a line was not completed to must not stay for the next one.
  child.stdin.end(`${[prepare, ...lines].join("\n")}\nexit\n`);
  await new Promise((done) => child.on("close", done));
  const runs = [...shown.matchAll(/RAN((?:<[^<>\r\n]*>)*)\r?\n/g)];
  if (runs.length !== lines.length) throw new Error(`the program was not run for each line:\n${shown}`);
  return runs.map(([, words = ""]) => [...words.matchAll(/<([^<>]*)>/g)].map(([, word = ""]) => word));
}

describe.each(["bash", "zsh"] as const)("in %s", (shell) => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["upgradectl vali\t", ["validate"]],
    ["upgradectl check --exi\t", ["check", "--exit-zero"]],
    ["upgradectl check --color=ne\t", ["check", "--color=never"]],
    ["upgradectl check -o sar\t", ["check", "-o", "sarif"]],
    ["upgradectl gate --close-on failed,pau\t", ["gate", "--close-on", "failed,paused"]],
    ["upgradectl show pay\t", ["show", "payments"]],
    ["upgradectl show ord\t", ["show", "orders eu"]],
    ["upgradectl show sea\t", ["show", "search:eu"]],
    ["upgradectl check --cluster=pay\t", ["check", "--cluster=payments"]],
    ["upgradectl check -l env=p\t", ["check", "-l", "env=prod"]],
    ["upgradectl check -l env=dev,tier=\t", ["check", "-l", "env=dev,tier=db"]],
    ["upgradectl check --selector=tier!=\t", ["check", "--selector=tier!=db"]],
    ["upgradectl discover --provider hw\t", ["discover", "--provider", "hw-beijing"]],
    ["upgradectl check my\t", ["check", "my fleet.yaml"]],
    ["upgradectl check -o json=rep\t", ["check", "-o", "json=report=1.json"]],
  ];
  const isSkipped = isMissing(shell, "script");
  let found: readonly (readonly string[])[] = [];
  beforeAll(async () => {
    if (!isSkipped)
      found = await typeAll(
        shell,
        cases.map(([line]) => line),
        await shellFolder(),
      );
    return endAll;
  }, 90_000);

  it.skipIf(isSkipped).each(cases.map(([line, expected], index) => ({ line, expected, index })))(
    "$line",
    ({ expected, index }) => {
      expect(found[index]).toEqual(expected);
    },
  );
});

describe("in fish", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["upgradectl vali", ["validate"]],
    ["upgradectl check --exi", ["--exit-zero"]],
    ["upgradectl check --color=ne", ["--color=never"]],
    ["upgradectl gate --close-on failed,pau", ["failed,paused"]],
    ["upgradectl show ord", ["orders eu"]],
    ["upgradectl check --cluster=pay", ["--cluster=payments"]],
    ["upgradectl check -l env=dev,tier", ["env=dev,tier", "env=dev,tier=db"]],
    ["upgradectl check --selector=env!=p", ["--selector=env!=prod"]],
    ["upgradectl discover --provider hw", ["hw-beijing"]],
    ["upgradectl check my", ["my fleet.yaml"]],
    ["upgradectl check -o json=rep", ["json=report=1.json"]],
  ];
  const isSkipped = isMissing("fish");
  let found: readonly (readonly string[])[] = [];
  beforeAll(async () => {
    if (isSkipped) return;
    const cwd = await shellFolder();
    const env = { PATH: `${join(cwd, "bin")}:${process.env.PATH}`, HOME: cwd };
    const script =
      'upgradectl completion fish | source; for line in $argv; complete -C "$line"; echo END; end';
    const args = ["--no-config", "-c", script, ...cases.map(([line]) => line)];
    const { stdout } = await promisify(execFile)("fish", args, { cwd, env });
    found = stdout
      .split("END\n")
      .map((part) => part.split("\n").flatMap((text) => text.split("\t")[0] || []));
    return endAll;
  }, 90_000);

  it.skipIf(isSkipped).each(cases.map(([line, expected], index) => ({ line, expected, index })))(
    "$line",
    ({ expected, index }) => {
      expect(found[index]).toEqual(expected);
    },
  );
});

async function endAll(): Promise<void> {
  for (const end of ends.splice(0)) await end();
}

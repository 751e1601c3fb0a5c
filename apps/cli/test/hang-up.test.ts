import { spawn } from "node:child_process";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { folderWith, program } from "./run-cli.ts";
import { hasTerminals } from "./terminal.ts";

/** A fleet of one, read by a program that says its process id and never answers. */
async function slowFleet(): Promise<string> {
  const cwd = await folderWith({
    "upgradectl.yaml": {
      apiVersion: "upgradectl.dev/v1",
      kind: "Fleet",
      providers: { lab: { source: "exec", config: { command: ["./slow.sh"] } } },
      clusters: [{ name: "a", id: "a", provider: "lab", targetVersion: "1.0" }],
    },
  });
  await writeFile(join(cwd, "slow.sh"), "#!/bin/sh\necho $$ > pid\nexec sleep 600\n");
  await chmod(join(cwd, "slow.sh"), 0o755);
  return cwd;
}

/** What has ended may stand in the system's list until its parent has asked for its exit code. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined);
  return status !== undefined && !/^State:\s+Z/m.test(status);
}

const patience = { timeout: 15_000, interval: 20 };

it.skipIf(!hasTerminals)(
  "a terminal that is closed ends the run: programs end, the report is written",
  async () => {
    const cwd = await slowFleet();
    const command = `exec "${process.execPath}" "${program}" check -o text -o json=report.json`;
    const terminal = spawn("script", ["-qec", command, "/dev/null"], {
      cwd,
      env: { HOME: "/nonexistent", PATH: process.env.PATH ?? "", TERM: "xterm" },
      stdio: ["pipe", "ignore", "ignore"],
    });
    const pid = await vi.waitFor(async () => {
      const text = await readFile(join(cwd, "pid"), "utf8");
      if (!text.endsWith("\n")) throw new Error("the program has not started yet");
      return Number(text);
    }, patience);
    terminal.kill("SIGKILL");
    const report = await vi.waitFor(
      async () => JSON.parse(await readFile(join(cwd, "report.json"), "utf8")),
      patience,
    );
    expect(report).toMatchObject({
      exitCode: 129,
      clusters: [{ verdict: "unknown", error: { kind: "cancelled" } }],
    });
    await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false), patience);
  },
  30_000,
);

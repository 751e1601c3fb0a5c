import { spawn } from "node:child_process";
import type { CliResult } from "./run-cli.ts";

export interface ScriptOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program in a clean environment, on a machine without a metadata service. */
export async function runProgram(
  [command = "", ...args]: readonly string[],
  { cwd, env }: ScriptOptions,
): Promise<CliResult> {
  const clean = { HOME: "/nonexistent", UPGRADECTL_METADATA_DISABLED: "true", PATH: process.env.PATH ?? "" };
  const child = spawn(command, args, {
    cwd,
    env: { ...clean, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { code, ...texts };
}

/** Runs a script as GitHub's `shell: bash` does. */
export function runScript(script: string, options: ScriptOptions): Promise<CliResult> {
  return runProgram(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], options);
}

import { type ExecFileException, execFile } from "node:child_process";
import type { Surroundings } from "@upgradectl/core";

const longestMs = 60_000;
const mostOutput = 2 ** 20;

/** Runs a credential helper without a shell; `runProgram` of a plugin's context. */
export function createRunProgram(env: Surroundings["env"]): Surroundings["runProgram"] {
  return (program, args, signal) =>
    new Promise((resolve, reject) => {
      const options = { env, signal, timeout: longestMs, maxBuffer: mostOutput, windowsHide: true } as const;
      const child = execFile(program, [...args], options, (error, stdout, stderr) => {
        if (error === null) return resolve({ exitCode: 0, stdout, stderr });
        // What it wrote may be secret, and Node's message has its arguments: neither goes further.
        if (typeof error.code === "number") return resolve({ exitCode: error.code, stdout, stderr });
        reject(new Error(describe(error, signal)));
      });
      // Nobody types anything: a program that asks gets the end of its input.
      child.stdin?.on("error", () => {});
      child.stdin?.end();
    });
}

function describe({ code, killed }: ExecFileException, signal: AbortSignal): string {
  if (signal.aborted) return "it was stopped with the run";
  if (code === "ENOENT") return "there is no such program";
  if (code === "EACCES") return "it may not be executed";
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return "it wrote more than a megabyte";
  if (killed === true) return `it did not end within ${longestMs / 1000} s`;
  return `it could not be run (${code ?? "ended by a signal"})`;
}

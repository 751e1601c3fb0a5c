import { spawn } from "node:child_process";
import type { Surroundings } from "@upgradectl/core";

const longestMs = 60_000;
const mostOutput = 2 ** 20;

/** Runs a credential helper without a shell; `runProgram` of a plugin's context. */
export function createRunProgram(
  env: Surroundings["env"],
  timeoutMs: number = longestMs,
): Surroundings["runProgram"] {
  return (program, args, signal) =>
    new Promise((resolve, reject) => {
      // Nobody types anything: a program that asks gets the end of its input.
      const child = spawn(program, [...args], { env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
      // What it wrote may be secret, and Node's messages have its arguments: neither goes further.
      const fail = (reason: string): void => {
        child.kill("SIGKILL");
        end();
        reject(new Error(reason));
      };
      const texts = { stdout: "", stderr: "" };
      const collect = (name: keyof typeof texts) => (text: string) => {
        texts[name] += text;
        if (texts[name].length > mostOutput) fail("it wrote more than a megabyte");
      };
      child.stdout.setEncoding("utf8").on("data", collect("stdout"));
      child.stderr.setEncoding("utf8").on("data", collect("stderr"));
      const timer = setTimeout(() => fail(`it did not end within ${timeoutMs / 1000} s`), timeoutMs);
      const stop = () => fail("it was stopped with the run");
      signal.addEventListener("abort", stop, { once: true });
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
        // A grandchild may hold them open.
        child.stdout.destroy();
        child.stderr.destroy();
        child.unref();
      };
      child.on("error", (error: NodeJS.ErrnoException) => fail(describe(error)));
      child.on("close", (code, endedBy) => {
        end();
        if (code === null) reject(new Error(`it was ended by ${endedBy}`));
        else resolve({ exitCode: code, ...texts });
      });
      if (signal.aborted) stop();
    });
}

function describe({ code }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return "there is no such program";
  if (code === "EACCES") return "it may not be executed";
  return `it could not be run (${code ?? "unknown reason"})`;
}

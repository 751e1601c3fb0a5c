import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** What one run of a Node program took, by the clock and by the operating system's account of its process. */
export interface Run {
  readonly exitCode: number | null;
  /** Empty where it was dropped. */
  readonly stdout: string;
  readonly stderr: string;
  /** From before the process was started until it was gone and its output was read. */
  readonly wallMs: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  readonly peakMemoryMb: number;
}

/** The file that people run. */
export const program: string = fileURLToPath(
  import.meta.resolve("upgradectl/package.json").replace(/package\.json$/, "bin/upgradectl.js"),
);

const accountant = fileURLToPath(new URL("account.cjs", import.meta.url));

/** Runs `upgradectl`. */
export function runProgram(args: readonly string[], cwd: string): Promise<Run> {
  return runNode([program, ...args], { cwd });
}

/**
 * Runs Node with an empty environment, so that no credentials or settings of this machine take part. `cwd` is the home
 * too: a program that keeps a cache finds the one that its last run there made.
 */
export async function runNode(
  args: readonly string[],
  { cwd, stdout = "keep" }: { readonly cwd: string; readonly stdout?: "keep" | "drop" },
): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--require", accountant, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, TMPDIR: cwd },
    stdio: ["ignore", stdout === "keep" ? "pipe" : "ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [exitCode, out, stderr, account] = await Promise.all([
    ended,
    stdout === "keep" ? textOf(child.stdio[1]) : "",
    textOf(child.stdio[2]),
    textOf(child.stdio[3]),
  ]);
  const wallMs = performance.now() - startedAt;
  if (account === "") throw new Error(`${args.join(" ")} ended without its account\n${stderr}`);
  const { cpuMs, peakMb }: { cpuMs: number; peakMb: number } = JSON.parse(account);
  return { exitCode, stdout: out, stderr, wallMs, cpuMs, peakMemoryMb: peakMb };
}

function textOf(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) throw new TypeError("the program was started without this pipe");
  return text(stream);
}
